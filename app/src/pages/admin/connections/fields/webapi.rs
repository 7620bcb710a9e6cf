//! WebAPI: the enterprise's key, and the token credential in one of two forms.

use super::{Need, line, secret};
use crate::components::{FieldPair, Fieldset};
use crate::forms::FormState;
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;
use portico_domain::forms::ConnectionForm;

/// Key and IV, or passkey and passphrase. `adding`: one of the pairs is needed.
#[component]
pub fn TokenCredential(state: FormState, adding: bool) -> impl IntoView {
    let l = locale();
    let hint = if adding {
        td_string!(l, connections.form.token_hint)
    } else {
        td_string!(l, connections.form.token_change_hint)
    };
    let half = move |field, label| secret(state, field, label, None, Need::Optional);
    view! {
        <Fieldset id="token" legend=td_string!(l, connections.form.token) hint=hint>
            <FieldPair>
                {half("token_key", td_string!(l, connections.form.token_key))}
                {half("token_iv", td_string!(l, connections.form.token_iv))}
            </FieldPair>
            <FieldPair>
                {half("passkey", td_string!(l, connections.form.passkey))}
                {half("passphrase", td_string!(l, connections.form.passphrase))}
            </FieldPair>
        </Fieldset>
    }
}

/// Where recordings are fetched from.
pub fn rare(l: Locale, state: FormState, form: &ConnectionForm) -> impl IntoView + use<> {
    line(
        state,
        "recording_base",
        td_string!(l, connections.form.recording_base),
        td_string!(l, connections.form.recording_base_hint),
        &form.recording_base,
        Need::Optional,
    )
}
