//! The frame of every page that a browser finds at a vendor.

const STYLE: &str = ":root{color-scheme:light dark;font:16px/1.6 system-ui,sans-serif}\
    body{max-width:40rem;margin:10vh auto;padding:0 1rem}h1{line-height:1.25;overflow-wrap:anywhere}\
    .role,footer{opacity:.7}video{width:100%;border-radius:.5rem}footer{margin-top:3rem}\
    dd{margin:0 0 .5rem;overflow-wrap:anywhere}dt{opacity:.7}form{margin:1rem 0}";

/// A whole page. `title` and `body` are HTML already; `vendor` is its name in the footer.
pub(crate) fn page(title: &str, body: &str, vendor: &str) -> String {
    format!(
        "<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><meta name=\"robots\" content=\"noindex\">\
         <title>{title}</title><style>{STYLE}</style></head><body><main>{body}</main>\
         <footer>Portico sandbox · {vendor}</footer></body></html>"
    )
}

/// Text, safe inside elements and quoted attributes.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
