//! What only one vendor's meetings have, in words.

use crate::i18n::*;
use portico_domain::capabilities::Vendor;
use portico_domain::{vmr, webapi};

/// Names and values.
type Facts = Vec<(&'static str, String)>;

/// What the vendor calls the password of a meeting.
pub fn password_word(l: Locale, vendor: Vendor) -> &'static str {
    match vendor {
        Vendor::Cloudroom => td_string!(l, meetings.one.password),
        Vendor::Vmr => td_string!(l, meetings.form.visitors_password),
        Vendor::Webapi => td_string!(l, meetings.form.chairman_password),
    }
}

fn yes_or_no(l: Locale, is: bool) -> String {
    if is { td_string!(l, meetings.one.yes) } else { td_string!(l, meetings.one.no) }.to_owned()
}

/// VMR: room, introduction, invitations, and whether the vendor opens it.
pub fn booking(l: Locale, options: &vmr::Options) -> Facts {
    let room = match options.room {
        Some(id) => td_string!(l, meetings.form.room_by_id, id = id).to_string(),
        None => td_string!(l, meetings.form.any_room).to_owned(),
    };
    let mut facts = vec![(td_string!(l, meetings.one.room), room)];
    if !options.introduction.is_empty() {
        facts.push((td_string!(l, meetings.form.introduction), options.introduction.clone()));
    }
    let invited = match options.visitor_ids.len() {
        0 => td_string!(l, meetings.one.nobody).to_owned(),
        count => count.to_string(),
    };
    facts.push((td_string!(l, meetings.one.invited), invited));
    facts.push((td_string!(l, meetings.one.auto_open), yes_or_no(l, options.auto_open)));
    facts
}

/// WebAPI: whether it ends, and whether it is broadcast.
pub fn broadcast(l: Locale, options: &webapi::Options) -> Facts {
    let mut facts = vec![(td_string!(l, meetings.one.live_broadcast), yes_or_no(l, options.live))];
    if options.permanent {
        facts.push((td_string!(l, meetings.form.end), td_string!(l, meetings.one.never_ends).to_owned()));
    }
    facts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_booking_says_where_and_with_whom() {
        let values = |options: &vmr::Options| -> Vec<String> {
            booking(Locale::en, options).into_iter().map(|(_, value)| value).collect()
        };
        assert_eq!(values(&vmr::Options::default()), ["Any room", "Nobody", "No"]);
        let options = vmr::Options {
            room: Some(486),
            introduction: "About money".into(),
            visitor_ids: vec!["1".into(), "2".into()],
            auto_open: true,
            host_password: None,
        };
        assert_eq!(values(&options), ["Room 486", "About money", "2", "Yes"]);
    }

    #[test]
    fn an_end_is_mentioned_where_there_is_none() {
        let labels = |permanent| broadcast(Locale::en, &webapi::Options { live: true, permanent }).len();
        assert_eq!((labels(false), labels(true)), (1, 2));
    }
}
