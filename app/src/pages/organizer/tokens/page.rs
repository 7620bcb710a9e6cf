//! `/account/tokens`: tokens, and the way to make one.

use super::list::Tokens;
use super::made::token_made;
use super::make::Making;
use crate::api::Refused;
use crate::api::tokens::{CreateToken, RevokeToken, TokensView, view_tokens};
use crate::components::{Link, Loading, PageHeader};
use crate::forms::FormState;
use crate::i18n::*;
use crate::language::locale;
use crate::pages::once::{Once, just_made};
use crate::pages::organizer::outcome::{Done, NotDone, said, successes};
use crate::pages::organizer::refused::RefusedState;
use leptos::prelude::*;
use leptos_meta::Title;

/// The page of API tokens.
pub struct TokensPage {
    view: Resource<Result<TokensView, Refused>>,
    create: ServerAction<CreateToken>,
    revoke: ServerAction<RevokeToken>,
}

impl TokensPage {
    /// Begins to load what the page shows.
    pub fn load() -> Self {
        let (create, revoke) = (ServerAction::new(), ServerAction::new());
        let (made, revoked) = (successes(create), successes(revoke));
        let view = Resource::new(move || (made.get(), revoked.get()), |_| view_tokens());
        Self { view, create, revoke }
    }

    /// The page itself, in its chunk.
    pub fn show(this: Self) -> AnyView {
        let l = locale();
        let TokensPage { view, create, revoke } = this;
        let trouble = FormState::new(revoke, &["id"]);
        view! {
            <Title text=td_string!(l, tokens.title)/>
            <PageHeader
                title=td_string!(l, tokens.title)
                meta=move || td_string!(l, tokens.meta)
                back=Link::new("/account", td_string!(l, tokens.back))
            />
            <Done text=said(revoke, td_string!(l, tokens.list.done))/>
            <NotDone state=trouble title=td_string!(l, tokens.list.trouble)/>
            // Outside of what is read anew, so that the token stays in sight.
            <Once made=just_made(create) tell=token_made/>
            <Transition fallback=move || view! { <Loading label=td_string!(l, tokens.loading) rows=4/> }>
                {move || Suspend::new(async move {
                    match view.await {
                        Ok(TokensView { lines, connections }) => view! {
                            <Tokens lines=lines action=revoke/>
                            <Making connections=connections action=create/>
                        }
                        .into_any(),
                        Err(Refused(refusal)) => view! { <RefusedState refusal=refusal/> }.into_any(),
                    }
                })}
            </Transition>
        }
        .into_any()
    }
}
