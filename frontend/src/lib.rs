//! The wasm entry: the root of the browser's crate graph.

#![recursion_limit = "512"]

use portico_app::root::App;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_lazy(App);
}
