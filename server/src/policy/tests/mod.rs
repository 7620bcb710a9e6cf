//! That the table is whole, and that every door does what its line says.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod browsers;
mod canary;
mod limits;
mod listed;
mod markup;
mod matrix;
mod shown;
mod threads;
mod world;

/// Rendering nests as deep as a page does, deeper than the stack of a test.
const STACK_BYTES: usize = 64 * 1024 * 1024;

fn on_a_large_stack<F: Future<Output = ()>>(test: impl FnOnce() -> F + Send + 'static) {
    let work = move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(test());
    };
    let thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(work).unwrap();
    if let Err(panic) = thread.join() {
        std::panic::resume_unwind(panic);
    }
}
