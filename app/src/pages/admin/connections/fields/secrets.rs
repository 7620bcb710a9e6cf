//! What a connection signs with, as each vendor calls it.

use super::cloudroom::platform_key;
use super::webapi::TokenCredential;
use super::{Need, secret};
use crate::forms::FormState;
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;
use portico_domain::capabilities::Vendor;

/// The vendor's secrets. `adding`: there are none yet, so the main one is needed, and the rare ones
/// stand among the rare fields.
#[component]
pub fn SecretInputs(vendor: Vendor, state: FormState, adding: bool) -> impl IntoView {
    let l = locale();
    let need = if adding { Need::Required } else { Need::Optional };
    let stored = adding.then(|| td_string!(l, connections.form.secret_hint));
    let main = secret(state, "secret", main_label(l, vendor), stored, need);
    let more = match vendor {
        Vendor::Cloudroom if adding => ().into_any(),
        Vendor::Cloudroom => platform_key(l, state).into_any(),
        Vendor::Vmr => ().into_any(),
        Vendor::Webapi => view! { <TokenCredential state=state adding=adding/> }.into_any(),
    };
    view! {
        {main}
        {more}
    }
}

/// The main secret beside other settings: the stored one is not sent to another server.
#[component]
pub fn SecretAgain(vendor: Vendor, state: FormState) -> impl IntoView {
    let l = locale();
    let hint = Some(td_string!(l, connections.edit.secret_again_hint));
    secret(state, "secret_again", main_label(l, vendor), hint, Need::Optional)
}

fn main_label(l: Locale, vendor: Vendor) -> &'static str {
    match vendor {
        Vendor::Cloudroom => td_string!(l, connections.form.secret),
        Vendor::Vmr => td_string!(l, connections.form.auth_secret),
        Vendor::Webapi => td_string!(l, connections.form.enterprise_key),
    }
}
