//! The document around a guest page.

use super::view::GuestPage;
use crate::components::escaped;
use crate::components::guest::GuestShell;
use crate::i18n::*;
use crate::language::locale_of;
use leptos::prelude::*;
use portico_domain::language::Language;

/// One guest page, but for what stands in its card.
pub struct GuestDocument<'v, B> {
    pub page: &'v GuestPage,
    pub title: String,
    /// Where the page stands, for the script and for tests.
    pub state: &'static str,
    /// Load `guest.js`.
    pub script: bool,
    /// Seconds after which a browser without script looks again.
    pub refresh: Option<i64>,
    pub body: B,
}

/// The whole HTML document.
pub fn document<B: IntoView + 'static>(document: GuestDocument<'_, B>) -> String {
    whole(document, false)
}

/// As [`document`], its card wide enough for a video.
pub fn wide_document<B: IntoView + 'static>(document: GuestDocument<'_, B>) -> String {
    whole(document, true)
}

fn whole<B: IntoView + 'static>(document: GuestDocument<'_, B>, wide: bool) -> String {
    let GuestDocument { page, title, state, script, refresh, body } = document;
    let l = locale_of(page.language);
    let assets = page.assets.as_ref();
    // As a text of the view it would end in the renderer's own mark, which is text in a title.
    let title = escaped(&format!("{title} · {}", td_string!(l, guest.product)));
    let tools = language_switch(page);
    view! {
        <!DOCTYPE html>
        <html lang=page.language.tag()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="robots" content="noindex"/>
                <title inner_html=title></title>
                <link rel="icon" href="/favicon.ico" type="image/svg+xml"/>
                {style_sheet(page)}
                {script.then(|| view! { <script type="module" src=format!("/{assets}/guest.js")></script> })}
                {refresh.map(|seconds| view! {
                    <noscript><meta http-equiv="refresh" content=seconds.to_string()/></noscript>
                })}
            </head>
            <body data-state=state data-page=page.path.clone()>
                <GuestShell brand=td_string!(l, guest.product) tools=move || tools wide=wide>{body}</GuestShell>
            </body>
        </html>
    }
    .to_html()
}

/// As it is, and nothing before or after: the content security policy allows it by its hash.
fn style_sheet(page: &GuestPage) -> AnyView {
    match page.style {
        "" => view! { <link rel="stylesheet" href=format!("/{}/guest.css", page.assets)/> }.into_any(),
        style => view! { <style inner_html=style></style> }.into_any(),
    }
}

/// Switches to the other language and comes back. A form, because it changes a cookie.
fn language_switch(page: &GuestPage) -> AnyView {
    if page.path.is_empty() {
        return ().into_any();
    }
    let other = match page.language {
        Language::English => Language::Chinese,
        Language::Chinese => Language::English,
    };
    let name = td_string!(locale_of(other), guest.language);
    view! {
        <form method="post" action="/language">
            <input type="hidden" name="page" value=page.path.clone()/>
            <button class="guest-tool" name="language" value=other.tag() lang=other.tag()>{name}</button>
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_the_text_and_nothing_else() {
        let page = GuestPage::default();
        let title = "A </title> & B".to_owned();
        let html = document(GuestDocument {
            page: &page,
            title,
            state: "open",
            script: false,
            refresh: None,
            body: (),
        });
        assert!(html.contains("<title>A &lt;/title&gt; &amp; B · Portico</title>"), "{html}");
    }
}
