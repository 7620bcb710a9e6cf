//! An invitation to send: what, when, where, as plain text in each language.

use crate::api::links::InvitationText;
use crate::i18n::*;
use crate::language::locale_of;
use crate::pages::organizer::period_word;
use portico_domain::language::Language;
use portico_domain::links::JoinRole;
use portico_domain::meetings::{Meeting, MeetingState};
use portico_domain::time::Timestamp;
use portico_service::LinkWhole;
use portico_service::when::Zone;

/// One for each language. A passcode is never in it, only that there is one.
pub fn texts(whole: &LinkWhole, address: &str) -> Vec<InvitationText> {
    let text = |language| InvitationText { language, text: text(whole, address, language) };
    Language::ALL.into_iter().map(text).collect()
}

fn text(whole: &LinkWhole, address: &str, language: Language) -> String {
    let l = locale_of(language);
    let link = &whole.own.link;
    let zone = Zone::named(&whole.connection.zone).unwrap_or_else(Zone::utc);
    let greeting = match whole.organizer.as_str() {
        "" => td_string!(l, links.invite.greeting_plain).to_owned(),
        name => td_string!(l, links.invite.greeting, name = name).to_string(),
    };
    let subject = td_string!(l, links.invite.subject, subject = whole.meeting.subject.as_str()).to_string();
    let mut lines = vec![greeting, String::new(), subject];
    lines.extend(times(whole, &zone, language));
    lines.push(td_string!(l, links.invite.join, address = address).to_string());
    lines.push(String::new());
    if link.personal {
        lines.push(td_string!(l, links.invite.personal, name = link.label.as_str()).to_string());
    }
    lines.extend(as_role(l, link.role).map(str::to_owned));
    if link.early_minutes > 0 {
        lines.push(td_string!(l, links.invite.opens, minutes = link.early_minutes).to_string());
    }
    if link.has_passcode {
        lines.push(td_string!(l, links.invite.passcode).to_owned());
    }
    if let Some(at) = link.expires {
        lines.push(td_string!(l, links.invite.expires, at = moment(&zone, at, language)).to_string());
    }
    lines.join("\n").trim_end().to_owned()
}

/// A moment that is still right when it is read next week: the day in full.
fn moment(zone: &Zone, at: Timestamp, language: Language) -> String {
    format!("{} {}", zone.full_day(at, language), zone.clock(at))
}

fn span(zone: &Zone, meeting: &Meeting, language: Language) -> String {
    let from = moment(zone, meeting.start, language);
    match meeting.end {
        None => from,
        Some(end) if zone.date(end) == zone.date(meeting.start) => format!("{from}–{}", zone.clock(end)),
        Some(end) => format!("{from} – {}", moment(zone, end, language)),
    }
}

/// When it is, and how often.
fn times(whole: &LinkWhole, zone: &Zone, language: Language) -> Vec<String> {
    let l = locale_of(language);
    let meeting = &whole.meeting;
    let (time, name) = (span(zone, meeting, language), zone.label(meeting.start));
    let mut lines = vec![td_string!(l, links.invite.time, time = time, zone = name).to_string()];
    if let Some(repeat) = meeting.repeat {
        let period = period_word(l, repeat.period);
        lines.push(match repeat.until.map(|until| zone.full_day(until, language)) {
            Some(until) => td_string!(l, links.invite.repeats, period = period, until = until).to_string(),
            None => td_string!(l, links.invite.repeats_on, period = period).to_string(),
        });
    }
    let mut standing = whole.leads_to.iter().filter(|one| one.state != MeetingState::Cancelled);
    let count = standing.clone().count();
    if let Some(last) = standing.next_back().filter(|_| count > 1) {
        let last = zone.full_day(last.start, language);
        lines.push(td_string!(l, links.invite.series, count = count, last = last).to_string());
    }
    lines
}

/// As what one enters, where it is not as everyone else.
fn as_role(l: Locale, role: JoinRole) -> Option<&'static str> {
    match role {
        JoinRole::Attendee => None,
        JoinRole::Host => Some(td_string!(l, links.invite.as_host)),
        JoinRole::Speaker => Some(td_string!(l, links.invite.as_speaker)),
        JoinRole::Invisible => Some(td_string!(l, links.invite.as_invisible)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use portico_domain::capabilities::Vendor;
    use portico_domain::connections::{Connection, Health};
    use portico_domain::ids::{ConnectionId, LinkId, MeetingId, PersonId, SeriesId};
    use portico_domain::links::JoinLink;
    use portico_domain::meetings::{Period, Repeat};
    use portico_service::OwnLink;

    /// 9 March 2026, 14:00 in Shanghai, an hour long.
    fn meeting() -> Meeting {
        let start = Timestamp::from_seconds(1_773_036_000);
        Meeting {
            id: MeetingId::new("m"),
            connection: ConnectionId::new("c"),
            vendor_id: None,
            series: None,
            subject: "Budget <review>".into(),
            start,
            end: Some(start.plus_minutes(60)),
            repeat: None,
            state: MeetingState::Scheduled,
            host_name: "Host".into(),
            members: 0,
            owner: None,
            options: None,
            public_url: None,
            created: start,
            seen: start,
            sequence: 0,
        }
    }

    fn whole(meeting: Meeting, link: impl FnOnce(&mut JoinLink)) -> LinkWhole {
        let mut made = JoinLink {
            id: LinkId::new("l"),
            meeting: meeting.id.clone(),
            role: JoinRole::Attendee,
            label: "Li Wei".into(),
            personal: false,
            has_passcode: false,
            early_minutes: 10,
            expires: None,
            most_uses: None,
            uses: 0,
            revoked: None,
            created: meeting.start,
            created_by: PersonId::new("p"),
        };
        link(&mut made);
        let connection = Connection {
            id: meeting.connection.clone(),
            name: "c".into(),
            vendor: Vendor::Cloudroom,
            base_url: String::new(),
            public_id: String::new(),
            zone: "Asia/Shanghai".into(),
            media_hosts: Vec::new(),
            private_network: false,
            settings: Default::default(),
            paused: false,
            created: meeting.start,
            health: Health::default(),
        };
        LinkWhole {
            own: OwnLink { link: made, slug: None },
            leads_to: vec![meeting.clone()],
            meeting,
            connection,
            organizer: "Wang Fang".into(),
            entrants: Vec::new(),
        }
    }

    const ADDRESS: &str = "https://meet.example/j/abc";

    #[test]
    fn an_invitation_says_what_when_and_where_in_both_languages() {
        let texts = texts(&whole(meeting(), |_| {}), ADDRESS);
        assert_eq!(
            texts[1].text,
            "Wang Fang invites you to a meeting.\n\nSubject: Budget <review>\n\
             Time: Mon 9 Mar 2026 14:00–15:00 (Asia/Shanghai, UTC+08:00)\n\
             Join: https://meet.example/j/abc\n\nYou can enter from 10 minutes before the start."
        );
        assert_eq!(texts[0].language, Language::Chinese);
        assert!(
            texts[0].text.contains("会议时间：2026年3月9日 周一 14:00–15:00（Asia/Shanghai, UTC+08:00）")
        );
    }

    #[test]
    fn whom_it_is_for_what_it_asks_and_how_often() {
        let until = meeting().start.plus_seconds(28 * 86_400);
        let weekly =
            Meeting { repeat: Some(Repeat { period: Period::Weekly, until: Some(until) }), ..meeting() };
        let text = &texts(
            &whole(weekly, |link| {
                (link.personal, link.has_passcode, link.role) = (true, true, JoinRole::Host);
                (link.early_minutes, link.expires) = (0, Some(until));
            }),
            ADDRESS,
        )[1]
        .text;
        for line in [
            "Repeats: Every week, last day Mon 6 Apr 2026",
            "This link is for Li Wei. Please do not pass it on.",
            "You join as host. Please do not pass this link on.",
            "You will be asked for a passcode; the organizer tells you separately.",
            "The link works until Mon 6 Apr 2026 14:00.",
        ] {
            assert!(text.lines().any(|one| one == line), "{line}: {text}");
        }
        assert!(!text.contains("before the start"), "{text}");
    }

    #[test]
    fn of_a_series_the_cancelled_do_not_count() {
        let series = Some(SeriesId::new("s"));
        let on = |days: i64, state| {
            let start = meeting().start.plus_seconds(days * 86_400);
            Meeting { start, end: None, state, series: series.clone(), ..meeting() }
        };
        let mut all = whole(on(0, MeetingState::Scheduled), |_| {});
        all.leads_to = vec![
            on(0, MeetingState::Scheduled),
            on(7, MeetingState::Scheduled),
            on(14, MeetingState::Cancelled),
        ];
        let text = &texts(&all, ADDRESS)[1].text;
        assert!(text.contains("One of 2 meetings, the last on Mon 16 Mar 2026;"), "{text}");
        assert!(text.contains("Time: Mon 9 Mar 2026 14:00 (Asia/Shanghai"), "{text}");
    }
}
