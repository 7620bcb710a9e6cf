//! The form that changes a meeting.

use super::basics::Basics;
use super::fields::{Purpose, vendor_of};
use super::meanwhile::{ChangedMeanwhile, version_to_send};
use super::own::{Aids, OwnFields};
use super::series::{ChangedPartly, HowFar};
use crate::api::meetings::{Change, ScheduleView};
use crate::components::{Button, ButtonLink, FormActions, Link, Notice, PageHeader, Variant};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;
use leptos_meta::Title;
use portico_domain::capabilities::{Support, Vendor};
use portico_domain::meetings::Period;

/// The meeting as it stands, to be changed.
#[component]
pub fn ChangeForm(id: String, view: ScheduleView) -> impl IntoView {
    let l = locale();
    let action = ServerAction::<Change>::new();
    let state = FormState::new(action, &["id", "key", "version", "scope"]);
    let version = version_to_send(state, view.version);
    let form = view.form;
    // The form is of a meeting that stands, so its connection is always known.
    let vendor = vendor_of(&view.connections, &form.connection).unwrap_or(Vendor::Cloudroom);
    let kept = Period::from_name(&form.repeat);
    let check = Callback::new(move |typed: Change| typed.form.read_change(vendor, kept).map(drop));
    let aids = Aids { rooms: view.rooms, invited: view.invited };
    let subject = view.changes.unwrap_or_else(|| form.subject.clone());
    let title = td_string!(l, meetings.form.title_change, subject = subject).to_string();
    let meeting = format!("/meetings/{id}");
    view! {
        <Title text=title.clone()/>
        <PageHeader title=title back=Link::new(meeting.clone(), td_string!(l, meetings.form.back_meeting))/>
        <PostForm action=action state=state check=check>
            <input type="hidden" name="id" value=id/>
            <input type="hidden" name="key" value=state.kept_key(view.key)/>
            <input type="hidden" name="version" value=move || version.get()/>
            <input type="hidden" name=state.input("connection") value=form.connection.clone()/>
            <div class="stack">
                <ChangedMeanwhile state=state meeting=meeting.clone()/>
                <ChangedPartly state=state/>
                {(vendor == Vendor::Cloudroom)
                    .then(|| view! { <Notice>{td_string!(l, meetings.form.notices_once)}</Notice> })}
                {changes_all(vendor, kept).then(|| view! {
                    <Notice title=td_string!(l, meetings.form.changes_all)>
                        {td_string!(l, meetings.form.changes_all_text)}
                    </Notice>
                })}
                {(vendor.capabilities().change == Support::Portico).then(|| view! {
                    <Notice title=td_string!(l, meetings.form.renumbers)>
                        {td_string!(l, meetings.form.renumbers_text)}
                    </Notice>
                })}
                <Basics
                    form=form.clone()
                    vendor=vendor
                    zone=view.zone
                    repeats_in=view.repeats_in
                    purpose=Purpose::Change
                    state=state
                />
                <OwnFields vendor=vendor form=form aids=aids purpose=Purpose::Change state=state/>
                {view.in_series.then(|| view! { <HowFar state=state/> })}
            </div>
            <FormActions>
                <Button pending=action.pending() pending_label=td_string!(l, meetings.form.saving)>
                    {td_string!(l, meetings.form.save)}
                </Button>
                <ButtonLink href=meeting variant=Variant::Quiet>
                    {td_string!(l, meetings.form.keep)}
                </ButtonLink>
            </FormActions>
        </PostForm>
    }
}

/// Does a change reach every repetition, because the vendor keeps them as one meeting?
fn changes_all(vendor: Vendor, repeats: Option<Period>) -> bool {
    vendor.capabilities().repeat == Support::Native && repeats.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_repeats_at_the_vendor_is_changed_as_a_whole() {
        assert!(changes_all(Vendor::Cloudroom, Some(Period::Weekly)));
        assert!(!changes_all(Vendor::Cloudroom, None));
        assert!(!changes_all(Vendor::Vmr, Some(Period::Weekly)), "there one chooses how far it goes");
    }
}
