//! What is wrong with a form, in one place, with links to the fields.

use super::field_names::FieldNames;
use super::icon::Icon;
use leptos::{html, prelude::*};

/// One field and what is wrong with it, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field's id, which is its name unless the page chose another.
    pub field: String,
    pub text: String,
}

impl FieldError {
    pub fn new(field: impl Into<String>, text: impl Into<String>) -> Self {
        Self { field: field.into(), text: text.into() }
    }
}

/// The summary of a refused form; nothing as long as there are no errors.
///
/// It takes the focus: with `autofocus` when the server renders it, by itself when it appears later.
#[component]
pub fn ErrorSummary(
    /// "There is a problem".
    #[prop(into)]
    title: String,
    #[prop(into)] errors: Signal<Vec<FieldError>>,
    /// What stands between the name of a field and what is wrong with it.
    colon: &'static str,
    /// A refusal that blames no field.
    #[prop(optional, into)]
    message: Signal<Option<String>>,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let names = use_context::<FieldNames>();
    Effect::new(move |_| {
        let something_wrong = !errors.with(Vec::is_empty) || message.get().is_some();
        if let (true, Some(node)) = (something_wrong, node.get()) {
            // Focus is a courtesy: a page that cannot give it still shows the summary.
            let _ = node.focus();
        }
    });
    move || {
        let errors = errors.get();
        let message = message.get();
        (!errors.is_empty() || message.is_some()).then(|| {
            let lines = errors
                .into_iter()
                .map(|error| {
                    let href = format!("#{}", error.field);
                    let text = match names.and_then(|names| names.of(&error.field)) {
                        Some(name) => format!("{name}{colon}{}", error.text),
                        None => error.text,
                    };
                    view! { <li><a href=href rel="external">{text}</a></li> }
                })
                .collect_view();
            view! {
                <div
                    class="error-summary"
                    id="error-summary"
                    role="alert"
                    tabindex="-1"
                    autofocus
                    aria-labelledby="error-summary-title"
                    node_ref=node
                >
                    <Icon icon=icondata::LuCircleAlert/>
                    <div>
                        <h2 id="error-summary-title">{title.clone()}</h2>
                        {message.map(|text| view! { <p>{text}</p> })}
                        <ul>{lines}</ul>
                    </div>
                </div>
            }
        })
    }
}
