//! Which chunks a page names in its head, so that the browser fetches them beside the application and not after it.
//!
//! Leptos names them too, but outside the page's own context: under load a page got none, or those of another.

use super::assets;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The links of each entrance, written once; absent where no wasm was built.
static LINKS: LazyLock<Option<HashMap<String, String>>> = LazyLock::new(|| {
    let file = assets::find("__wasm_split_manifest.json")?;
    let chunks: HashMap<String, Vec<String>> = serde_json::from_slice(file.plain).ok()?;
    let script = assets::FILES.iter().find(|file| file.name.starts_with("__wasm_split."))?.name;
    Some(chunks.into_iter().map(|(name, chunks)| (entrance(&name), write(&chunks, script))).collect())
});

/// The tool that splits puts a number behind a function's name.
fn entrance(numbered: &str) -> String {
    numbered.rsplit_once('_').map_or(numbered, |(name, _)| name).to_owned()
}

fn write(chunks: &[String], script: &str) -> String {
    let folder = &*assets::FOLDER;
    let mut links = format!(r#"<link rel="modulepreload" href="/{folder}/{script}">"#);
    for chunk in chunks {
        links.push_str(&format!(
            r#"<link rel="preload" href="/{folder}/{chunk}.wasm" as="fetch" type="application/wasm" crossorigin="anonymous">"#
        ));
    }
    links
}

/// The links of the page at this path, as HTML: empty without one; absent where no wasm was built.
pub fn links(path: Option<&str>) -> Option<&'static str> {
    let links = LINKS.as_ref()?;
    let page = path.and_then(portico_app::root::entrance).and_then(|name| links.get(name));
    Some(page.map_or("", String::as_str))
}
