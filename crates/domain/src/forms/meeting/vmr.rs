//! What only VMR's bookings have.

use super::{MeetingForm, tick};
use crate::forms::fields::{Reader, split_list, ticked};
use crate::refusals::Rule;
use crate::vmr::{MOST_INTRODUCTION_CHARS, MOST_PASSWORD_CHARS, MOST_VISITORS, Options};

/// What is dialled or typed into a telephone; the document names no rule.
fn password(reader: &mut Reader, field: &str, text: &str) -> Option<String> {
    let text = reader.line(field, text, MOST_PASSWORD_CHARS);
    if !text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        reader.refuse(field, Rule::BadCharacter);
    }
    (!text.is_empty()).then_some(text)
}

impl MeetingForm {
    /// The visitors' password, and the rest.
    pub(super) fn read_vmr(&self, reader: &mut Reader) -> (Option<String>, Options) {
        let visitors = password(reader, "password", &self.password);
        let host = password(reader, "host_password", &self.host_password);
        let introduction = self.introduction.trim().replace("\r\n", "\n");
        if introduction.chars().count() > MOST_INTRODUCTION_CHARS as usize {
            reader.refuse("introduction", Rule::TooLong { most: MOST_INTRODUCTION_CHARS });
        } else if introduction.chars().any(|c| c.is_control() && c != '\n') {
            reader.refuse("introduction", Rule::BadCharacter);
        }
        let room = reader.number("room", &self.room, 0, i64::MAX);
        let mut visitor_ids: Vec<String> = Vec::new();
        for id in split_list(&self.visitor_ids) {
            if !id.bytes().all(|byte| byte.is_ascii_graphic()) || id.len() > 50 {
                reader.refuse("visitor_ids", Rule::BadCharacter);
                break;
            }
            if !visitor_ids.iter().any(|known| known == id) {
                visitor_ids.push(id.to_owned());
            }
        }
        if visitor_ids.len() > MOST_VISITORS as usize {
            reader.refuse("visitor_ids", Rule::TooMany { most: MOST_VISITORS });
        }
        let options = Options {
            room: room.and_then(|room| u64::try_from(room).ok()),
            introduction,
            visitor_ids,
            auto_open: ticked(&self.auto_open),
            host_password: host,
        };
        (visitors, options)
    }

    pub(super) fn of_vmr(options: &Options) -> Self {
        Self {
            room: options.room.map(|room| room.to_string()).unwrap_or_default(),
            introduction: options.introduction.clone(),
            visitor_ids: options.visitor_ids.join(", "),
            auto_open: tick(options.auto_open),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capabilities::Vendor;
    use crate::meetings::VendorOptions;
    use proptest::prelude::*;

    fn good() -> MeetingForm {
        MeetingForm {
            subject: "Weekly".into(),
            start: "2026-11-21T14:00".into(),
            end: "2026-11-21T15:00".into(),
            ..MeetingForm::default()
        }
    }

    fn rule(form: &MeetingForm, field: &str) -> Option<Rule> {
        let wrong = form.read(Vendor::Vmr).err().unwrap_or_default();
        wrong.into_iter().find(|refusal| refusal.field == field).map(|refusal| refusal.rule)
    }

    #[test]
    fn each_rule_blames_its_field() {
        let with = |change: fn(&mut MeetingForm)| {
            let mut form = good();
            change(&mut form);
            form
        };
        assert!(good().read(Vendor::Vmr).is_ok());
        assert_eq!(rule(&with(|f| f.password = "12 4".into()), "password"), Some(Rule::BadCharacter));
        assert_eq!(
            rule(&with(|f| f.host_password = "1".repeat(21)), "host_password"),
            Some(Rule::TooLong { most: MOST_PASSWORD_CHARS })
        );
        assert_eq!(rule(&with(|f| f.room = "blue".into()), "room"), Some(Rule::NotANumber));
        assert_eq!(rule(&with(|f| f.visitor_ids = "会".into()), "visitor_ids"), Some(Rule::BadCharacter));
        assert_eq!(rule(&with(|f| f.repeat = "weekly".into()), "until"), Some(Rule::UntilMissing));
        assert_eq!(rule(&with(|f| f.end = "2026-11-25T15:00".into()), "end"), None, "no longest meeting");
        assert_eq!(rule(&with(|f| f.subject = "会".repeat(200)), "subject"), None);
        assert_eq!(
            rule(&with(|f| f.subject = "会".repeat(201)), "subject"),
            Some(Rule::TooLong { most: 200 })
        );
    }

    #[test]
    fn times_have_no_seconds() {
        let form = |end: &str| MeetingForm { start: "2026-11-21T14:00:30".into(), end: end.into(), ..good() };
        let read = form("2026-11-21T15:00:59").read(Vendor::Vmr).expect("a booking");
        assert_eq!((read.start.second(), read.end.second()), (0, 0));
        assert_eq!(rule(&form("2026-11-21T14:00:59"), "end"), Some(Rule::EndBeforeStart));
    }

    proptest! {
        #[test]
        fn options_survive_a_round_through_the_form(
            room in proptest::option::of(0..=i64::MAX as u64), introduction in "[a-z会 ]{0,40}",
            visitor_ids in proptest::collection::hash_set("[0-9a-z]{1,8}", 0..5), auto_open: bool,
        ) {
            let options = Options {
                room, introduction: introduction.trim().to_owned(), auto_open, host_password: None,
                visitor_ids: visitor_ids.into_iter().collect(),
            };
            let form = MeetingForm { subject: "x".into(), start: good().start, end: good().end,
                ..MeetingForm::of_vendor_options(&VendorOptions::Vmr(Box::new(options.clone()))) };
            let read = form.read(Vendor::Vmr).expect("a good form");
            prop_assert_eq!(read.options, VendorOptions::Vmr(Box::new(options)));
        }
    }
}
