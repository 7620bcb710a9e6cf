//! A panic is a line of the log like any other, with a number by which its answer leads to it.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::cell::RefCell;
use std::panic::PanicHookInfo;

thread_local! {
    /// Of the panic that this thread is unwinding from.
    static INCIDENT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// From now on panics are logged, and not written out over several lines.
pub fn log_them() {
    std::panic::set_hook(Box::new(log));
}

fn log(panic: &PanicHookInfo<'_>) {
    let incident = uuid::Uuid::now_v7().to_string();
    let at = panic.location().map(ToString::to_string).unwrap_or_default();
    let said = panic.payload_as_str().unwrap_or("something that is no text");
    // Only if the environment asks for it.
    let trace = Backtrace::capture();
    let trace = (trace.status() == BacktraceStatus::Captured).then(|| trace.to_string());
    tracing::error!(%incident, at, said, trace, "a panic, which is a bug of Portico");
    INCIDENT.with(|it| *it.borrow_mut() = Some(incident));
}

/// The number of the panic that was just caught on this thread.
pub fn take_incident() -> String {
    let logged = INCIDENT.with(|it| it.borrow_mut().take());
    logged.unwrap_or_else(|| uuid::Uuid::now_v7().to_string())
}
