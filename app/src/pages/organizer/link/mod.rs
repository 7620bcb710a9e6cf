//! `/meetings/:id/links/:link`: one join link, to be sent, watched, changed, revoked.

mod edit;
mod facts;
mod invitation;
mod revoke;
mod uses;

use super::beside;
use super::refused::RefusedState;
use crate::api::Refused;
use crate::api::links::{ChangeLink, LinkView, RevokeLink, view_link};
use crate::components::{Link, Loading, PageHeader};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::meeting_words::role_word;
use crate::pages::organizer::outcome::successes;
use edit::EditLink;
use facts::LinkFacts;
use invitation::Invitation;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use revoke::Revoke;
use uses::Uses;

/// One join link, for those who may change its meeting.
pub struct LinkPage {
    meeting: Memo<String>,
    acts: Acts,
    link: Resource<Result<LinkView, Refused>>,
}

/// The page's writes.
#[derive(Clone, Copy)]
struct Acts {
    change: ServerAction<ChangeLink>,
    revoke: ServerAction<RevokeLink>,
}

impl LinkPage {
    /// Begins to load what the page shows.
    pub fn load() -> Self {
        let meeting = beside::named();
        let address = use_params_map();
        let link = Memo::new(move |_| address.with(|params| params.get("link").unwrap_or_default()));
        let acts = Acts { change: ServerAction::new(), revoke: ServerAction::new() };
        let (changed, revoked) = (successes(acts.change), successes(acts.revoke));
        let asked = move || (meeting.get(), link.get(), changed.get(), revoked.get());
        let link = Resource::new(asked, |(meeting, link, ..)| view_link(meeting, link));
        Self { meeting, acts, link }
    }

    /// The page itself, in its chunk.
    pub fn show(this: Self) -> AnyView {
        let l = locale();
        let LinkPage { meeting, acts, link } = this;
        view! {
            <Transition fallback=move || view! { <Loading label=td_string!(l, links.loading) rows=5/> }>
                {move || Suspend::new(async move {
                    match link.await {
                        Ok(view) => view! { <Known view=view acts=acts/> }.into_any(),
                        Err(Refused(refusal)) => {
                            let title = td_string!(l, links.title);
                            let back = format!("/meetings/{}", meeting.get_untracked());
                            view! {
                                <Title text=title/>
                                <PageHeader title=title back=Link::new(back, td_string!(l, meetings.one.back))/>
                                <RefusedState refusal=refusal/>
                            }
                            .into_any()
                        }
                    }
                })}
            </Transition>
        }
        .into_any()
    }
}

/// What the link is called: its label, or as what it lets people in.
fn name(l: Locale, view: &LinkView) -> String {
    match view.link.label.as_str() {
        "" => role_word(l, view.link.role).to_owned(),
        label => label.to_owned(),
    }
}

/// The page as soon as the link is known.
#[component]
fn Known(view: LinkView, acts: Acts) -> impl IntoView {
    let l = locale();
    let title = name(l, &view);
    let kind = if view.link.personal { td_string!(l, links.personal) } else { td_string!(l, links.title) };
    let back = Link::new(format!("/meetings/{}#links", view.meeting), view.subject.clone());
    let standing = !view.link.revoked;
    view! {
        <Title text=title.clone()/>
        <PageHeader title=title.clone() back=back meta=move || kind/>
        <LinkFacts view=view.clone() name=title.clone()/>
        {standing.then(|| view! { <Invitation view=view.clone()/> })}
        <Uses entrants=view.entrants.clone() more=view.more/>
        {standing.then(|| view! { <EditLink view=view.clone() action=acts.change/> })}
        {standing.then(|| view! { <Revoke view=view name=title action=acts.revoke/> })}
    }
}
