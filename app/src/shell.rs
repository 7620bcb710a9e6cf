//! The document around the application's pages.

use crate::page::Page;
use crate::root::App;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos::tachys::html::InertElement;
use leptos_meta::MetaTags;

/// Where this release's files are; provided by the server as a context.
#[derive(Clone, Debug)]
pub struct Assets {
    /// Such as `assets/0123456789abcdef`, without slashes around it.
    pub folder: String,
    /// Links to the chunks that the page needs, as HTML; absent where no wasm was built.
    pub preloads: Option<&'static str>,
}

/// Starts the application in the browser. Written out here and not by `HydrationScripts`, which
/// reads files beside the binary that a single-file deployment does not have.
const START: &str = "(base=>import(base+'/portico.js').then(m=>m.default({module_or_path:base+'/portico.wasm'})\
    .then(()=>m.hydrate())))";

pub fn shell() -> impl IntoView {
    let assets = expect_context::<Assets>();
    let page = expect_context::<Page>();
    let nonce = use_nonce();
    let base = format!("/{}", assets.folder);
    let hydrates = assets.preloads.is_some();
    // A refused form is answered at the form's own address; the router must see the page's.
    let mend_address = page.replay().map(|replay| {
        let path = serde_json::to_string(&replay.page).unwrap_or_default().replace('<', "\\u003c");
        format!("history.replaceState(null,'',{path})")
    });
    let start = format!("{START}({base:?})");
    view! {
        <!DOCTYPE html>
        <html lang=page.language.tag()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="/favicon.ico" type="image/svg+xml"/>
                <link rel="stylesheet" href=format!("{base}/portico.css")/>
                {hydrates.then(|| view! {
                    <link rel="modulepreload" href=format!("{base}/portico.js") nonce=nonce.clone()/>
                    <link rel="preload" href=format!("{base}/portico.wasm") r#as="fetch"
                        r#type="application/wasm" crossorigin="anonymous"/>
                })}
                {mend_address.map(|script| view! { <script nonce=use_nonce()>{script}</script> })}
                {hydrates.then(|| view! { <script type="module" nonce=nonce.clone()>{start}</script> })}
                {assets.preloads.map(InertElement::new)}
                <MetaTags/>
            </head>
            <body><App/></body>
        </html>
    }
}
