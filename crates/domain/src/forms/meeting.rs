//! The schedule form: one for every vendor.

use super::fields::{Reader, split_list, ticked};
use crate::cloudroom::{
    Attributes, DeviceOnEntry, LAYOUT_TILED, MOST_COHOSTS, MOST_VIRTUAL_MEMBERS, Options, Permission,
    WhoMayJoin,
};
use crate::meetings::{LONGEST_HOURS, MOST_SUBJECT_CHARS, MeetingDraft, Period, VendorOptions};
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

fn device(reader: &mut Reader, field: &str, text: &str) -> DeviceOnEntry {
    let found = match text {
        "" | "choice" => Some(DeviceOnEntry::ParticipantsChoice),
        "off" => Some(DeviceOnEntry::Off),
        "on" => Some(DeviceOnEntry::On),
        _ => None,
    };
    reader.choice(field, found).unwrap_or_default()
}

fn tick(on: bool) -> String {
    if on { "on".to_owned() } else { String::new() }
}

fn device_name(device: DeviceOnEntry) -> &'static str {
    match device {
        DeviceOnEntry::ParticipantsChoice => "choice",
        DeviceOnEntry::Off => "off",
        DeviceOnEntry::On => "on",
    }
}

fn join_ids(ids: &[u64]) -> String {
    ids.iter().map(u64::to_string).collect::<Vec<_>>().join(", ")
}

impl MeetingForm {
    /// Reads the form for a CloudRoom connection.
    ///
    /// # Errors
    /// Everything that is wrong, by field.
    pub fn read(&self) -> Result<ReadMeeting, Vec<FieldRefusal>> {
        let mut reader = Reader::default();
        let subject = reader.required_line("subject", &self.subject, MOST_SUBJECT_CHARS as u32);
        let times = self.read_times(&mut reader);
        let repeat = self.read_repeat(&mut reader, times.map(|(start, _)| start));
        let password = self.read_password(&mut reader);
        let options = VendorOptions::Cloudroom(Box::new(self.read_options(&mut reader)));
        reader.finish(times.map(|(start, end)| ReadMeeting {
            subject,
            start,
            end,
            repeat,
            password,
            options,
        }))
    }

    fn read_times(&self, reader: &mut Reader) -> Option<(DateTime, DateTime)> {
        let mut read = |field: &str, text: &str| {
            let time = read_local(text);
            if time.is_none() {
                let rule = if text.trim().is_empty() { Rule::Missing } else { Rule::NotATime };
                reader.refuse(field, rule);
            }
            time
        };
        let (start, end) = (read("start", &self.start), read("end", &self.end));
        let (start, end) = (start?, end?);
        if end <= start {
            reader.refuse("end", Rule::EndBeforeStart);
        } else if end.duration_since(start) > jiff::SignedDuration::from_hours(LONGEST_HOURS) {
            reader.refuse("end", Rule::TooFarApart { hours: LONGEST_HOURS as u32 });
        }
        Some((start, end))
    }

    fn read_repeat(&self, reader: &mut Reader, start: Option<DateTime>) -> Option<(Period, Option<Date>)> {
        if self.repeat.is_empty() {
            return None;
        }
        let schedulable =
            Period::from_name(&self.repeat).filter(|period| Period::SCHEDULABLE.contains(period));
        let period = reader.choice("repeat", schedulable)?;
        if self.until.trim().is_empty() {
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

    fn read_options(&self, reader: &mut Reader) -> Options {
        let host_id = reader.number("host_id", &self.host_id, 1, i64::MAX);
        Options {
            host_id: host_id.and_then(|id| u64::try_from(id).ok()),
            invitee_ids: reader.ids("invitee_ids", &self.invitee_ids, 1000),
            cohost_ids: reader.ids("cohost_ids", &self.cohost_ids, MOST_COHOSTS as u32),
            email_notice: ticked(&self.email_notice),
            sms_notice: ticked(&self.sms_notice),
            vote_ids: split_list(&self.vote_ids).map(str::to_owned).collect(),
            attributes: self.read_attributes(reader),
            permission: self.read_permission(),
        }
    }

    fn read_attributes(&self, reader: &mut Reader) -> Attributes {
        let who = match self.who_may_join.as_str() {
            "" | "everyone" => Some(WhoMayJoin::Everyone),
            "company" => Some(WhoMayJoin::Company),
            "invited" => Some(WhoMayJoin::Invited),
            _ => None,
        };
        let most_members = i64::from(MOST_VIRTUAL_MEMBERS);
        let members = reader.number("virtual_members", &self.virtual_members, 0, most_members);
        let layout = reader.number("layout", &self.layout, 0, i64::from(LAYOUT_TILED));
        Attributes {
            camera_on_entry: device(reader, "camera", &self.camera),
            microphone_on_entry: device(reader, "microphone", &self.microphone),
            join_before_host: ticked(&self.join_before_host),
            entry_sound: ticked(&self.entry_sound),
            watermark: ticked(&self.watermark),
            virtual_members: members.and_then(|n| u16::try_from(n).ok()).unwrap_or(0),
            layout: layout.and_then(|n| u16::try_from(n).ok()).unwrap_or(LAYOUT_TILED),
            waiting_hall: ticked(&self.waiting_hall),
            who_may_join: reader.choice("who_may_join", who).unwrap_or_default(),
        }
    }

    fn read_permission(&self) -> Permission {
        Permission {
            save_whiteboard: ticked(&self.save_whiteboard),
            public_chat: ticked(&self.public_chat),
            private_chat: ticked(&self.private_chat),
            chat_pictures: ticked(&self.chat_pictures),
            chat_links: ticked(&self.chat_links),
            local_recording: ticked(&self.local_recording),
            open_microphone: ticked(&self.open_microphone),
            open_camera: ticked(&self.open_camera),
            share: ticked(&self.share),
            rename: ticked(&self.rename),
            telephone: ticked(&self.telephone),
        }
    }

    /// The form that shows these options; times and connection are the caller's to fill in.
    pub fn of_options(options: &Options) -> Self {
        let (rules, may) = (&options.attributes, &options.permission);
        Self {
            host_id: options.host_id.map(|id| id.to_string()).unwrap_or_default(),
            invitee_ids: join_ids(&options.invitee_ids),
            cohost_ids: join_ids(&options.cohost_ids),
            vote_ids: options.vote_ids.join(", "),
            email_notice: tick(options.email_notice),
            sms_notice: tick(options.sms_notice),
            camera: device_name(rules.camera_on_entry).to_owned(),
            microphone: device_name(rules.microphone_on_entry).to_owned(),
            join_before_host: tick(rules.join_before_host),
            entry_sound: tick(rules.entry_sound),
            watermark: tick(rules.watermark),
            waiting_hall: tick(rules.waiting_hall),
            virtual_members: rules.virtual_members.to_string(),
            layout: rules.layout.to_string(),
            who_may_join: match rules.who_may_join {
                WhoMayJoin::Everyone => "everyone",
                WhoMayJoin::Company => "company",
                WhoMayJoin::Invited => "invited",
            }
            .to_owned(),
            save_whiteboard: tick(may.save_whiteboard),
            public_chat: tick(may.public_chat),
            private_chat: tick(may.private_chat),
            chat_pictures: tick(may.chat_pictures),
            chat_links: tick(may.chat_links),
            local_recording: tick(may.local_recording),
            open_microphone: tick(may.open_microphone),
            open_camera: tick(may.open_camera),
            share: tick(may.share),
            rename: tick(may.rename),
            telephone: tick(may.telephone),
            ..Self::default()
        }
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
        let wrong = form.read().err().unwrap_or_default();
        wrong.into_iter().find(|refusal| refusal.field == field).map(|refusal| refusal.rule)
    }

    #[test]
    fn the_vendors_defaults_survive_the_form() {
        let read = good().read().expect("a good form");
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
        assert_eq!(rule(&with(|f| f.repeat = "quarterly".into()), "repeat"), Some(Rule::NotAChoice));
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
            let _ = form.read();
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
            let read = form.read().expect("a good form");
            prop_assert_eq!(read.options, VendorOptions::Cloudroom(Box::new(options)));
        }
    }
}
