//! A password or another secret. It is never sent back, so it has no value.

use super::field::{Field, FieldWidth, described_by, invalid};
use leptos::prelude::*;

/// A secret that is typed and not shown.
#[component]
pub fn PasswordField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    /// The name unless told otherwise.
    #[prop(optional, into)]
    id: Option<String>,
    #[prop(optional, into)] optional: Signal<Option<String>>,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] required: bool,
    #[prop(optional)] width: FieldWidth,
    /// `current-password`, `new-password`, or `off` for a vendor's secret.
    #[prop(default = "current-password")]
    autocomplete: &'static str,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.clone());
    let describe = described_by(&id, hint, error);
    view! {
        <Field id=id.clone() label=label optional=optional hint=hint error=error width=width>
            <input
                class="input"
                type="password"
                id=id
                name=name
                required=required
                autocomplete=autocomplete
                autocapitalize="none"
                spellcheck="false"
                aria-describedby=describe
                aria-invalid=invalid(error)
            />
        </Field>
    }
}
