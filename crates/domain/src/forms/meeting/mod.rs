//! The schedule form: one for every vendor.

mod cloudroom;
mod vmr;
mod webapi;

use super::fields::Reader;
use crate::capabilities::{Support, Vendor};
use crate::meetings::{LONGEST_HOURS, MeetingDraft, Period, VendorOptions, most_subject_chars};
use crate::refusals::{FieldRefusal, Rule};
use crate::time::{read_date, read_local};
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// The schedule form as typed. Times are wall-clock times in the zone that the page names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MeetingForm {
    pub connection: String,
    pub subject: String,
    /// `datetime-local`
    pub start: String,
    /// `datetime-local`
    pub end: String,
    /// Empty or a [`Period::name`].
    pub repeat: String,
    /// `date`; empty = no end.
    pub until: String,
    pub password: String,
    pub host_id: String,
    pub invitee_ids: String,
    pub cohost_ids: String,
    pub vote_ids: String,
    pub email_notice: String,
    pub sms_notice: String,
    /// `choice`, `off` or `on`.
    pub camera: String,
    pub microphone: String,
    pub join_before_host: String,
    pub entry_sound: String,
    pub watermark: String,
    pub waiting_hall: String,
    pub virtual_members: String,
    pub layout: String,
    /// `everyone`, `company` or `invited`.
    pub who_may_join: String,
    pub save_whiteboard: String,
    pub public_chat: String,
    pub private_chat: String,
    pub chat_pictures: String,
    pub chat_links: String,
    pub local_recording: String,
    pub open_microphone: String,
    pub open_camera: String,
    pub share: String,
    pub rename: String,
    pub telephone: String,
    /// VMR: the bookable room's id; empty = the vendor chooses.
    pub room: String,
    /// VMR.
    pub introduction: String,
    /// VMR: contacts' ids.
    pub visitor_ids: String,
    /// VMR.
    pub auto_open: String,
    /// VMR: for the booking alone; a form that changes a meeting does not hold it.
    pub host_password: String,
    /// WebAPI.
    pub live: String,
    /// WebAPI: no end.
    pub permanent: String,
}

/// What a schedule form says, before its times are placed in a zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadMeeting {
    pub subject: String,
    pub start: DateTime,
    pub end: DateTime,
    pub repeat: Option<(Period, Option<Date>)>,
    pub password: Option<String>,
    pub options: VendorOptions,
}

fn tick(on: bool) -> String {
    if on { "on".to_owned() } else { String::new() }
}

impl MeetingForm {
    /// Reads the form for a connection to this vendor; what other vendors' meetings have is passed over.
    ///
    /// # Errors
    /// Everything that is wrong, by field.
    pub fn read(&self, vendor: Vendor) -> Result<ReadMeeting, Vec<FieldRefusal>> {
        self.read_change(vendor, None)
    }

    /// Reads the form of a change. The period that the meeting has may stay, even if nobody can choose it.
    ///
    /// # Errors
    /// Everything that is wrong, by field.
    pub fn read_change(
        &self,
        vendor: Vendor,
        kept: Option<Period>,
    ) -> Result<ReadMeeting, Vec<FieldRefusal>> {
        let mut reader = Reader::default();
        let subject = reader.required_line("subject", &self.subject, most_subject_chars(vendor));
        let times = self.read_times(&mut reader, vendor);
        let repeat = self.read_repeat(&mut reader, vendor, times.map(|(start, _)| start), kept);
        let (password, options) = match vendor {
            Vendor::Cloudroom => {
                let password = self.read_password(&mut reader);
                (password, VendorOptions::Cloudroom(Box::new(self.read_cloudroom(&mut reader))))
            }
            Vendor::Vmr => {
                let (password, options) = self.read_vmr(&mut reader);
                (password, VendorOptions::Vmr(Box::new(options)))
            }
            Vendor::Webapi => {
                let (password, options) = self.read_webapi(&mut reader);
                (password, VendorOptions::Webapi(options))
            }
        };
        reader.finish(times.map(|(start, end)| ReadMeeting {
            subject,
            start,
            end,
            repeat,
            password,
            options,
        }))
    }

    /// The form that shows these options; times and connection are the caller's to fill in.
    pub fn of_vendor_options(options: &VendorOptions) -> Self {
        match options {
            VendorOptions::Cloudroom(options) => Self::of_options(options),
            VendorOptions::Vmr(options) => Self::of_vmr(options),
            VendorOptions::Webapi(options) => Self::of_webapi(options),
        }
    }

    fn read_times(&self, reader: &mut Reader, vendor: Vendor) -> Option<(DateTime, DateTime)> {
        let mut read = |field: &str, text: &str| {
            let time = read_local(text);
            if time.is_none() {
                let rule = if text.trim().is_empty() { Rule::Missing } else { Rule::NotATime };
                reader.refuse(field, rule);
            }
            time
        };
        // VMR's times have no seconds, so a booking has none here either.
        let to_minute = |time: DateTime| match vendor {
            Vendor::Vmr => time.with().second(0).subsec_nanosecond(0).build().unwrap_or(time),
            Vendor::Cloudroom | Vendor::Webapi => time,
        };
        let start = read("start", &self.start).map(to_minute);
        if vendor == Vendor::Webapi && self.is_permanent() {
            // Such a meeting has no end; the hour is only what a draft must hold.
            let start = start?;
            return Some((start, start.saturating_add(jiff::SignedDuration::from_hours(1))));
        }
        let end = read("end", &self.end).map(to_minute);
        let (start, end) = (start?, end?);
        let longest = jiff::SignedDuration::from_hours(LONGEST_HOURS);
        if end <= start {
            reader.refuse("end", Rule::EndBeforeStart);
        } else if vendor == Vendor::Cloudroom && end.duration_since(start) > longest {
            reader.refuse("end", Rule::TooFarApart { hours: LONGEST_HOURS as u32 });
        }
        Some((start, end))
    }

    fn read_repeat(
        &self,
        reader: &mut Reader,
        vendor: Vendor,
        start: Option<DateTime>,
        kept: Option<Period>,
    ) -> Option<(Period, Option<Date>)> {
        if self.repeat.is_empty() {
            return None;
        }
        if vendor == Vendor::Webapi && self.is_permanent() {
            reader.refuse("repeat", Rule::NotAChoice);
            return None;
        }
        let may_be = |period: &Period| Period::SCHEDULABLE.contains(period) || kept == Some(*period);
        let period = reader.choice("repeat", Period::from_name(&self.repeat).filter(may_be))?;
        if self.until.trim().is_empty() {
            // Portico books each occurrence of such a series by itself, so there must be a last one.
            if vendor.capabilities().repeat == Support::Portico {
                reader.refuse("until", Rule::UntilMissing);
            }
            return Some((period, None));
        }
        let until = read_date(&self.until);
        match (until, start) {
            (None, _) => reader.refuse("until", Rule::NotATime),
            (Some(until), Some(start)) if until < start.date() => {
                reader.refuse("until", Rule::UntilBeforeStart);
            }
            _ => {}
        }
        Some((period, until))
    }

    fn read_password(&self, reader: &mut Reader) -> Option<String> {
        let password = self.password.trim();
        if password.is_empty() {
            return None;
        }
        let digits = password.bytes().all(|byte| byte.is_ascii_digit());
        if !digits || !(4..=6).contains(&password.len()) {
            reader.refuse("password", Rule::DigitsPassword);
        }
        Some(password.to_owned())
    }
}

impl ReadMeeting {
    /// Places the form's times in a zone through `place`, which says `None` where there is no such time.
    ///
    /// # Errors
    /// The field whose time cannot be placed.
    pub fn place(
        self,
        place: impl Fn(DateTime) -> Option<crate::time::Timestamp>,
    ) -> Result<MeetingDraft, Vec<FieldRefusal>> {
        let at = |field: &str, time: DateTime| {
            place(time).ok_or_else(|| vec![FieldRefusal::new(field, Rule::NotATime)])
        };
        let repeat = match self.repeat {
            None => None,
            Some((period, until)) => {
                // The last day counts whole.
                let until = until.map(|day| at("until", day.at(23, 59, 59, 0))).transpose()?;
                Some(crate::meetings::Repeat { period, until })
            }
        };
        Ok(MeetingDraft {
            subject: self.subject,
            start: at("start", self.start)?,
            end: at("end", self.end)?,
            repeat,
            password: self.password,
            options: self.options,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cloudroom::Options;
    use proptest::prelude::*;

    fn good() -> MeetingForm {
        MeetingForm {
            subject: "Weekly".into(),
            start: "2026-11-21T14:00".into(),
            end: "2026-11-21T15:00".into(),
            ..MeetingForm::of_options(&Options::default())
        }
    }

    fn rule(form: &MeetingForm, field: &str) -> Option<Rule> {
        let wrong = form.read(Vendor::Cloudroom).err().unwrap_or_default();
        wrong.into_iter().find(|refusal| refusal.field == field).map(|refusal| refusal.rule)
    }

    #[test]
    fn the_vendors_defaults_survive_the_form() {
        let read = good().read(Vendor::Cloudroom).expect("a good form");
        assert_eq!(read.options, VendorOptions::Cloudroom(Box::default()));
    }

    #[test]
    fn each_rule_blames_its_field() {
        let with = |change: fn(&mut MeetingForm)| {
            let mut form = good();
            change(&mut form);
            form
        };
        assert_eq!(rule(&with(|f| f.subject = " ".into()), "subject"), Some(Rule::Missing));
        assert_eq!(rule(&with(|f| f.subject = "会".repeat(50)), "subject"), None);
        assert_eq!(rule(&with(|f| f.subject = "会".repeat(51)), "subject"), Some(Rule::TooLong { most: 50 }));
        assert_eq!(rule(&with(|f| f.end = f.start.clone()), "end"), Some(Rule::EndBeforeStart));
        assert_eq!(rule(&with(|f| f.end = "2026-11-22T14:00".into()), "end"), None);
        assert_eq!(
            rule(&with(|f| f.end = "2026-11-22T14:01".into()), "end"),
            Some(Rule::TooFarApart { hours: 24 })
        );
        assert_eq!(rule(&with(|f| f.start = "soon".into()), "start"), Some(Rule::NotATime));
        assert_eq!(rule(&with(|f| f.password = "123".into()), "password"), Some(Rule::DigitsPassword));
        assert_eq!(rule(&with(|f| f.password = "１２３４".into()), "password"), Some(Rule::DigitsPassword));
        assert_eq!(rule(&with(|f| f.password = "123456".into()), "password"), None);
        assert_eq!(
            rule(&with(|f| f.cohost_ids = "1, 2,3 4;5".into()), "cohost_ids"),
            Some(Rule::TooMany { most: 4 })
        );
        let nobody = with(|f| f.who_may_join = "invited".into());
        assert_eq!(rule(&nobody, "invitee_ids"), Some(Rule::Missing));
        let somebody = MeetingForm { invitee_ids: "7".into(), ..nobody };
        assert_eq!(rule(&somebody, "invitee_ids"), None);
        assert_eq!(rule(&with(|f| f.repeat = "quarterly".into()), "repeat"), Some(Rule::NotAChoice));
        let quarterly = with(|f| f.repeat = "quarterly".into());
        assert!(quarterly.read_change(Vendor::Cloudroom, Some(Period::Quarterly)).is_ok(), "it may stay");
        assert!(quarterly.read_change(Vendor::Cloudroom, Some(Period::Yearly)).is_err());
        let until = with(|f| {
            f.repeat = "weekly".into();
            f.until = "2026-11-20".into();
        });
        assert_eq!(rule(&until, "until"), Some(Rule::UntilBeforeStart));
    }

    proptest! {
        #[test]
        fn nothing_typed_can_panic(text in ".*", start in ".{0,30}", ids in ".{0,40}") {
            let form = MeetingForm {
                subject: text.clone(), start, password: text.clone(), repeat: text.clone(),
                until: text.clone(), invitee_ids: ids, layout: text, ..good()
            };
            let _ = form.read(Vendor::Cloudroom);
        }

        #[test]
        fn options_survive_a_round_through_the_form(
            host in proptest::option::of(1..=i64::MAX as u64),
            members in 0u16..=2000, layout in 0u16..=2000, chat: bool, sound: bool, hall: bool,
        ) {
            let mut options = Options { host_id: host, ..Options::default() };
            options.attributes.virtual_members = members;
            options.attributes.layout = layout;
            options.attributes.entry_sound = sound;
            options.attributes.waiting_hall = hall;
            options.permission.public_chat = chat;
            let form = MeetingForm { subject: "x".into(), start: good().start, end: good().end,
                ..MeetingForm::of_options(&options) };
            let read = form.read(Vendor::Cloudroom).expect("a good form");
            prop_assert_eq!(read.options, VendorOptions::Cloudroom(Box::new(options)));
        }
    }
}
