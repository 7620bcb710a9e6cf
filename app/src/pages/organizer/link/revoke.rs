//! Ending a link, after asking once.

use crate::api::links::{LinkView, RevokeLink};
use crate::components::{Button, Confirm, Section, Variant};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::outcome::NotDone;
use leptos::prelude::*;

#[component]
pub fn Revoke(view: LinkView, name: String, action: ServerAction<RevokeLink>) -> impl IntoView {
    let l = locale();
    let state = FormState::new(action, &["meeting", "link"]);
    view! {
        <Section id="revoke" title=td_string!(l, links.revoke.title)>
            <NotDone state=state title=td_string!(l, links.revoke.trouble)/>
            <Confirm
                id="revoke-link"
                label=td_string!(l, meetings.links.revoke)
                title=td_string!(l, meetings.links.revoke_title, label = name).to_string()
                text=td_string!(l, meetings.links.revoke_text)
                keep=td_string!(l, meetings.links.revoke_keep)
            >
                <PostForm action=action state=state no_summary=true>
                    <input type="hidden" name="meeting" value=view.meeting/>
                    <input type="hidden" name="link" value=view.link.id/>
                    <Button
                        variant=Variant::Danger
                        pending=action.pending()
                        pending_label=td_string!(l, meetings.links.revoking)
                    >
                        {td_string!(l, meetings.links.revoke_now)}
                    </Button>
                </PostForm>
            </Confirm>
        </Section>
    }
}
