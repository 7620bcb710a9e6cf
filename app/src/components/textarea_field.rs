//! Several lines of text.

use super::field::{Field, described_by, invalid};
use leptos::prelude::*;

/// The text as the content of a `<textarea>`: escaped, its first line break kept.
///
/// Given as one piece of HTML because the renderer's placeholders for empty text would be typed text here.
pub(super) fn content(text: &str) -> String {
    format!("\n{}", escaped(text))
}

/// A text that stands for itself inside an element whose whole content is given as HTML.
pub fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            other => html.push(other),
        }
    }
    html
}

/// Several lines of text, such as a list of people.
#[component]
pub fn TextareaField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    /// The name unless told otherwise.
    #[prop(optional, into)]
    id: Option<String>,
    #[prop(optional, into)] value: Signal<Option<String>>,
    #[prop(optional, into)] optional: Signal<Option<String>>,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] required: bool,
    #[prop(default = 3)] rows: u16,
    #[prop(optional)] maxlength: Option<u32>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.clone());
    let describe = described_by(&id, hint, error);
    view! {
        <Field id=id.clone() label=label optional=optional hint=hint error=error>
            <textarea
                class="input"
                id=id
                name=name
                rows=rows.to_string()
                required=required
                maxlength=maxlength.map(|most| most.to_string())
                aria-describedby=describe
                aria-invalid=invalid(error)
                inner_html=move || content(&value.get().unwrap_or_default())
            ></textarea>
        </Field>
    }
}

#[cfg(test)]
mod tests {
    use super::content;

    #[test]
    fn typed_text_cannot_leave_the_textarea() {
        assert_eq!(content("</textarea><b>&"), "\n&lt;/textarea&gt;&lt;b&gt;&amp;");
        assert_eq!(content("\nx"), "\n\nx");
    }
}
