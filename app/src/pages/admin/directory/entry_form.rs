//! The form of one entry: what all of them have in common.

use super::outcome::Outcome;
use crate::api::Refused;
use crate::api::directory::DirectoryPlace;
use crate::components::{Button, ButtonLink, FormActions, Variant};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::directory::words::Part;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use portico_domain::refusals::FieldRefusal;
use serde::de::DeserializeOwned;

/// Fields between the outcome of the last try and the buttons; it knows its connection and its key.
#[component]
pub fn EntryForm<S>(
    action: ServerAction<S>,
    state: FormState,
    check: Callback<S, Result<(), Vec<FieldRefusal>>>,
    part: Part,
    place: DirectoryPlace,
    key: String,
    /// What the button says, and says meanwhile.
    submit: &'static str,
    pending: &'static str,
    children: Children,
) -> impl IntoView
where
    S: DeserializeOwned + ServerFn<Error = Refused> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    let cancel = part.address(&place.id);
    view! {
        <Outcome state=state part=part/>
        <PostForm action=action state=state check=check no_summary=true attr:class="form">
            <input type="hidden" name="connection" value=place.id/>
            <input type="hidden" name="key" value=state.kept_key(key)/>
            {children()}
            <FormActions>
                <Button pending=action.pending() pending_label=pending>{submit}</Button>
                <ButtonLink href=cancel variant=Variant::Quiet>
                    {td_string!(locale(), directory.entry.cancel)}
                </ButtonLink>
            </FormActions>
        </PostForm>
    }
}
