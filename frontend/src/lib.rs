//! The wasm entry: the root of the browser's crate graph.

#![recursion_limit = "512"]

use portico_app::root::App;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_lazy(App);
}

/// Room for cutting the module into chunks (`scripts/build-browser.sh`). Cutting moves each text and table beside
/// the code that needs it and aligns it there, which takes a few bytes for each chunk; had it no room for them, it
/// would leave all of them in the main module, which everybody loads. Nothing refers to this, so that it ends up
/// in no chunk.
#[used]
static ROOM_FOR_ALIGNMENT: [u8; 16 * 1024] = [1; 16 * 1024];
