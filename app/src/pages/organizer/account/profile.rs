//! Name, language and zone.

use super::zone_field::ZoneField;
use crate::api::account::SaveAccount;
use crate::components::{Button, Choice, FieldWidth, FormActions, Section, SelectField, TextField};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::outcome::{Done, said, successes};
use leptos::prelude::*;
use portico_domain::forms::AccountForm;
use portico_domain::language::Language;
use portico_domain::refusals::FieldRefusal;

/// Loads the page anew: its language, its name and its times may all be others now.
#[cfg(feature = "hydrate")]
fn load_anew() {
    // Refused only for addresses of other origins.
    let _ = window().location().assign("/account?saved=profile");
}

#[cfg(not(feature = "hydrate"))]
fn load_anew() {}

/// What the server checks too; whether the zone exists only the server can tell.
fn check(typed: SaveAccount) -> Result<(), Vec<FieldRefusal>> {
    typed.form.read().map(drop)
}

fn languages(l: Locale) -> Vec<Choice> {
    vec![
        Choice::new("", td_string!(l, account.profile.as_browser)),
        Choice::new(Language::Chinese.tag(), td_string!(l, account.profile.chinese)),
        Choice::new(Language::English.tag(), td_string!(l, account.profile.english)),
    ]
}

/// The form of the profile.
#[component]
pub fn Profile(
    form: AccountForm,
    zones: Vec<String>,
    default_zone: String,
    action: ServerAction<SaveAccount>,
) -> impl IntoView {
    let l = locale();
    let state = FormState::new(action, &[]);
    let saves = successes(action);
    Effect::new(move |before: Option<usize>| {
        let now = saves.get();
        if before.is_some_and(|before| before != now) {
            load_anew();
        }
        now
    });
    view! {
        <Section id="profile" title=td_string!(l, account.profile.title)>
            <div class="stack">
                <PostForm action=action state=state check=Callback::new(check) attr:class="form">
                    <TextField
                        name=state.input("name")
                        label=td_string!(l, account.profile.name)
                        hint=td_string!(l, account.profile.name_hint)
                        value=state.value("name", &form.name)
                        error=state.error("name")
                        width=FieldWidth::Medium
                        autocomplete="name"
                        maxlength=60
                        required=true
                    />
                    <SelectField
                        name=state.input("language")
                        label=td_string!(l, account.profile.language)
                        choices=languages(l)
                        value=state.value("language", &form.language)
                        error=state.error("language")
                        width=FieldWidth::Medium
                    />
                    <ZoneField state=state zone=form.zone zones=zones default_zone=default_zone/>
                    <FormActions>
                        <Button pending=action.pending() pending_label=td_string!(l, account.profile.pending)>
                            {td_string!(l, account.profile.submit)}
                        </Button>
                    </FormActions>
                </PostForm>
                <Done text=said(action, td_string!(l, account.saved.profile))/>
            </div>
        </Section>
    }
}
