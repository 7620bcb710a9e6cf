//! `/account`: profile, password, sessions.

use super::password::{ChangeOwnPassword, NoPassword};
use super::profile::Profile;
use super::sessions::Sessions;
use crate::api::Refused;
use crate::api::account::{self as api, AccountView};
use crate::components::{Loading, PageHeader, Section};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::outcome::{Done, saved_word};
use crate::pages::organizer::refused::RefusedState;
use leptos::prelude::*;
use leptos_meta::Title;
use portico_domain::people::Role;

/// The page of one's own account.
pub struct AccountPage {
    account: Resource<Result<AccountView, Refused>>,
}

impl AccountPage {
    /// Begins to load what the page shows.
    pub fn load() -> Self {
        Self { account: Resource::new(|| (), |()| api::view_account()) }
    }

    /// The page itself, in its chunk.
    pub fn show(this: Self) -> AnyView {
        let l = locale();
        let account = this.account;
        let waiting = move || {
            view! {
                <PageHeader title=td_string!(l, account.title)/>
                <Loading label=td_string!(l, account.loading) rows=6/>
            }
        };
        view! {
            <Title text=td_string!(l, account.title)/>
            <Suspense fallback=waiting>
                {move || Suspend::new(async move {
                    match account.await {
                        Ok(account) => view! { <Account account=account/> }.into_any(),
                        Err(Refused(refusal)) => view! {
                            <PageHeader title=td_string!(l, account.title)/>
                            <RefusedState refusal=refusal/>
                        }
                        .into_any(),
                    }
                })}
            </Suspense>
        }
        .into_any()
    }
}

fn role_name(l: Locale, role: Role) -> &'static str {
    match role {
        Role::Administrator => td_string!(l, account.role.administrator),
        Role::Organizer => td_string!(l, account.role.organizer),
        Role::Viewer => td_string!(l, account.role.viewer),
    }
}

fn saved_text(l: Locale, word: &str) -> &'static str {
    match word {
        "profile" => td_string!(l, account.saved.profile),
        "password" => td_string!(l, account.saved.password),
        "session" => td_string!(l, account.saved.session),
        _ => td_string!(l, account.saved.other),
    }
}

/// The whole page, once the account is known.
#[component]
fn Account(account: AccountView) -> impl IntoView {
    let l = locale();
    let AccountView { account, role, has_password, form, zones, default_zone, sessions } = account;
    let role = role_name(l, role);
    let meta = td_string!(l, account.signed_in_as, account = account.as_str(), role = role).to_string();
    let save = ServerAction::<api::SaveAccount>::new();
    let change = ServerAction::<api::ChangePassword>::new();
    let end = ServerAction::<api::EndSession>::new();
    let saved = saved_word();
    let done = Signal::derive(move || {
        // What the address says is about the last page, not about what was done on this one.
        let tried = save.version().get() + change.version().get() + end.version().get();
        saved.get_value().filter(|_| tried == 0).map(|word| saved_text(l, &word).to_owned())
    });
    view! {
        <PageHeader title=td_string!(l, account.title) meta=move || meta/>
        <Done text=done/>
        <Profile form=form zones=zones default_zone=default_zone action=save/>
        {if has_password {
            view! { <ChangeOwnPassword action=change/> }.into_any()
        } else {
            view! { <NoPassword/> }.into_any()
        }}
        <Sessions sessions=sessions action=end password=change/>
        <ToTokens/>
    }
}

/// The tokens of one's scripts have a page of their own.
#[component]
fn ToTokens() -> impl IntoView {
    let l = locale();
    view! {
        <Section id="tokens" title=td_string!(l, tokens.link.title)>
            <div class="stack">
                <p class="muted">{td_string!(l, tokens.link.text)}</p>
                <p><a href="/account/tokens">{td_string!(l, tokens.link.open)}</a></p>
            </div>
        </Section>
    }
}
