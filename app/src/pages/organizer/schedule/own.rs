//! The fields that one vendor's meetings have and others' have not.

use super::booking::Booking;
use super::broadcast::Broadcast;
use super::fields::Purpose;
use super::more::MoreOptions;
use super::password::Password;
use crate::api::meetings::RoomChoice;
use crate::api::people::PersonChoice;
use crate::forms::FormState;
use leptos::prelude::*;
use portico_domain::capabilities::Vendor;
use portico_domain::forms::MeetingForm;

/// What a vendor told for picking from.
pub struct Aids {
    pub rooms: Option<Vec<RoomChoice>>,
    pub invited: Vec<PersonChoice>,
}

/// Passwords, and what else the vendor takes.
#[component]
pub fn OwnFields(
    vendor: Vendor,
    form: MeetingForm,
    aids: Aids,
    purpose: Purpose,
    state: FormState,
) -> impl IntoView {
    let password = view! { <Password vendor=vendor form=form.clone() purpose=purpose state=state/> };
    match vendor {
        Vendor::Cloudroom => view! {
            {password}
            <MoreOptions form=form purpose=purpose state=state/>
        }
        .into_any(),
        Vendor::Vmr => view! {
            <Booking form=form aids=aids state=state/>
            {password}
        }
        .into_any(),
        Vendor::Webapi => view! {
            <Broadcast form=form purpose=purpose state=state/>
            {password}
        }
        .into_any(),
    }
}
