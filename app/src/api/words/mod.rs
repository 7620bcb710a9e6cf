//! The answers of the use cases, put into words: the viewer's zone, the viewer's language.

pub mod account;
pub mod accounts;
pub mod agenda;
mod ages;
pub mod attendance_file;
pub mod audit;
pub mod calendar;
pub mod connections;
pub mod control;
pub mod directory;
pub mod form;
mod invitations;
pub mod issued_tokens;
pub mod links;
pub mod materials;
pub mod meetings;
mod owners;
pub mod people;
pub mod recording_links;
pub mod recordings;
pub mod series;
pub mod shares;
pub mod system;
pub mod tokens;
pub mod webhooks;

use super::{Links, Refused};
use crate::i18n::*;
use crate::language::{locale_of, refusal_text};
use axum::http::request::Parts;
use leptos::prelude::*;
use portico_domain::capabilities::Vendor;
use portico_domain::language::Language;
use portico_domain::refusals::{Kind, Refusal};
use portico_domain::time::Timestamp;
use portico_service::when::{self, Zone};
use portico_service::{Administrator, Caller, MeetingRow, Member, Organizer, Services, noted_failure};

use super::meetings::MeetingLine;

/// Who asks, in which language, zone and moment.
pub struct Asked {
    pub services: Services,
    pub caller: Caller,
    pub language: Language,
    pub zone: Zone,
    pub now: Timestamp,
    pub links: Links,
}

/// Reads the request around a server function.
pub(super) fn asked() -> Result<Asked, Refused> {
    let services = use_context::<Services>().ok_or(Refused::from(Kind::Internal))?;
    let links = use_context::<Links>().ok_or(Refused::from(Kind::Internal))?;
    let parts = use_context::<Parts>().ok_or(Refused::from(Kind::Internal))?;
    let caller = parts.extensions.get::<Caller>().cloned().unwrap_or_default();
    let own_zone = caller.person().and_then(|person| person.zone.as_deref()).and_then(Zone::named);
    let zone = own_zone.or_else(|| Zone::named(&links.zone)).unwrap_or_else(Zone::utc);
    let language = parts.extensions.get::<Language>().copied().unwrap_or_default();
    let now = services.now();
    Ok(Asked { services, caller, language, zone, now, links })
}

impl Asked {
    pub fn member(&self) -> Result<Member, Refused> {
        Ok(self.services.member(&self.caller)?)
    }

    pub fn organizer(&self) -> Result<Organizer, Refused> {
        Ok(self.services.organizer(&self.caller)?)
    }

    pub fn administrator(&self) -> Result<Administrator, Refused> {
        Ok(self.services.administrator(&self.caller)?)
    }

    pub fn moment(&self, instant: Timestamp) -> String {
        self.zone.moment(instant, self.now, self.language)
    }

    pub fn distance(&self, instant: Timestamp) -> String {
        when::distance(instant, self.now, &self.zone, self.language)
    }

    /// What a failure means of which a kind and perhaps the vendor's code were noted, and what to do.
    pub fn noted(&self, vendor: Vendor, kind: &str, code: Option<&str>) -> String {
        let refusal = noted_failure(vendor, kind, code).unwrap_or(Kind::VendorSilent.into());
        noted_text(locale_of(self.language), &refusal, code)
    }

    /// A meeting as a line of a list.
    pub fn line(&self, row: &MeetingRow) -> MeetingLine {
        let meeting = &row.meeting;
        MeetingLine {
            id: meeting.id.0.clone(),
            subject: meeting.subject.clone(),
            state: meeting.state,
            when: self.zone.span(meeting.start, meeting.end, self.now, self.language),
            machine: self.zone.machine(meeting.start),
            start_clock: self.zone.clock(meeting.start),
            end_clock: meeting.end.map(|end| self.zone.clock(end)),
            distance: self.distance(meeting.start),
            start: meeting.start.millis(),
            connection_name: row.connection.name.clone(),
            vendor: row.connection.vendor,
            number: meeting.vendor_id.as_ref().map(|id| id.0.clone()),
            host_name: meeting.host_name.clone(),
            members: meeting.people(row.connection.vendor),
            repeats: meeting.repeat.map(|repeat| repeat.period),
            in_series: meeting.series.is_some(),
            mine: row.mine,
        }
    }
}

/// A failure as it was noted. A code that the vendor's document does not have is shown all the same.
fn noted_text(l: Locale, refusal: &Refusal, code: Option<&str>) -> String {
    let text = refusal_text(l, refusal);
    match code.filter(|code| refusal.vendor.is_none() && !code.is_empty()) {
        Some(code) => format!("{text} ({})", td_string!(l, connections.code, code = code)),
        None => text,
    }
}

/// A fresh idempotency key for a form.
pub(super) fn new_key() -> String {
    portico_service::access::tokens::new_key()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_noted_of_a_failure_is_explained_with_its_code() {
        let text = |vendor, code: Option<&str>, l| {
            let refusal = noted_failure(vendor, Kind::VendorBusy.name(), code).unwrap();
            noted_text(l, &refusal, code)
        };
        let known = text(Vendor::Cloudroom, Some("22008"), Locale::en);
        let refusal = noted_failure(Vendor::Cloudroom, Kind::VendorBusy.name(), Some("22008")).unwrap();
        let answer = refusal.vendor.unwrap();
        assert!(known.contains(&answer.meaning_en) && known.contains(&answer.remedy_en), "{known}");
        assert!(known.contains("22008"), "{known}");
        assert!(text(Vendor::Cloudroom, Some("22008"), Locale::zh_CN).contains(&answer.meaning_zh));
        let unknown = text(Vendor::Vmr, Some("no such code"), Locale::en);
        assert!(unknown.contains("Vendor code no such code"), "{unknown}");
        assert!(!text(Vendor::Webapi, None, Locale::en).contains('('));
    }
}
