//! Is the page alive? What needs script appears only where there is script.

use leptos::prelude::*;

/// False in the first HTML and in the first view of the browser, true from then on: what depends on it
/// never differs between the two.
pub fn scripted() -> ReadSignal<bool> {
    let (alive, set_alive) = signal(false);
    Effect::new(move |_| set_alive.set(true));
    alive
}
