//! What guest pages must never do, and what they must always say.

use super::view::*;
use super::*;
use portico_domain::language::Language;
use portico_domain::refusals::{FieldRefusal, Kind, Refusal, Rule};
use portico_service::calendar::{WebCalendar, WebEntry};

pub(super) const HOSTILE: &str =
    r#"</title><script>alert(1)</script>"' onload='x' & 🎉 <img src=x onerror=alert(1)>"#;

pub(super) fn page(language: Language) -> GuestPage {
    GuestPage { language, assets: "assets/abc".into(), style: "", path: "/j/slug".to_owned() }
}

pub(super) fn when() -> When {
    When {
        start: "2026-03-03T14:00:00+08:00".to_owned(),
        end: Some("2026-03-03T15:00:00+08:00".to_owned()),
        day: "Tue 3 Mar".to_owned(),
        start_time: "14:00".to_owned(),
        end_time: Some("15:00".to_owned()),
        zone: "Asia/Shanghai, UTC+08:00".to_owned(),
        repeats: None,
        moved_from: None,
    }
}

/// Everything in it says the same.
pub(super) fn moment(text: &str) -> Moment {
    Moment { machine: text.to_owned(), text: text.to_owned(), zone: text.to_owned() }
}

pub(super) fn watch(path: &str) -> Watch {
    Watch { title: "Part 1".to_owned(), path: path.to_owned() }
}

pub(super) fn join(language: Language, state: JoinState) -> JoinView {
    let meeting = Invitation {
        subject: "Budget review".to_owned(),
        organizer: "Wang Fang".to_owned(),
        when: when(),
        live: false,
        calendar: Some("/j/slug/meeting.ics".to_owned()),
        web_entries: vec![entry("https://calendar.google.com/calendar/render?text=x", true)],
    };
    JoinView { page: page(language), meeting: Some(meeting), state, earlier: Vec::new() }
}

fn entry(address: &str, whole: bool) -> WebEntry {
    WebEntry { calendar: WebCalendar::Google, address: address.to_owned(), whole }
}

pub(super) fn form() -> JoinForm {
    JoinForm {
        action: "/j/slug".to_owned(),
        name: "Li".to_owned(),
        invited: String::new(),
        asks_passcode: true,
        role: None,
        ticket: String::new(),
        refusal: None,
    }
}

pub(super) fn early() -> JoinState {
    JoinState::TooEarly { form: form(), opens_at: "2026-03-03T05:50:00Z".to_owned(), opens_in: 720 }
}

fn states() -> Vec<(JoinState, u16)> {
    let at = || moment("today 15:02");
    vec![
        (JoinState::Open(form()), 200),
        (early(), 200),
        (JoinState::NotBegun { form: form(), for_host: true }, 200),
        (JoinState::NotBegun { form: form(), for_host: false }, 200),
        (
            JoinState::VendorSilent { form: form(), vendor: "CloudRoom".into(), age: "3 minutes ago".into() },
            200,
        ),
        (JoinState::Unconfirmed, 200),
        (JoinState::UsedUp, 410),
        (JoinState::Ended { at: at(), recordings: vec![watch("/r/abc")] }, 410),
        (JoinState::Cancelled, 410),
        (JoinState::Revoked, 410),
        (JoinState::Expired { at: at() }, 410),
        (JoinState::Unknown, 404),
    ]
}

/// Nothing hostile became markup: every `<` of the page opens or closes an element of ours.
pub(super) fn assert_harmless(html: &str) {
    assert!(!html.contains("alert(1)</script>"), "{html}");
    assert!(!html.contains("<img"), "{html}");
    assert!(!html.contains("onerror=alert(1)>\""), "{html}");
    assert!(!html.contains(" onload='x' & "), "a quote ended an attribute: {html}");
    assert_eq!(
        html.matches("<script").count(),
        html.matches("src=\"/assets/abc/guest.js\"").count(),
        "{html}"
    );
    assert!(!html.contains("style=\""), "{html}");
}

#[test]
fn every_state_renders_in_both_languages_with_one_heading_and_its_status() {
    for language in Language::ALL {
        for (state, status) in states() {
            let mut view = join(language, state);
            assert_eq!(view.status(), status, "{:?}", view.state);
            for known in [true, false] {
                if !known {
                    view.meeting = None;
                }
                let html = join_page(&view);
                assert!(html.starts_with("<!DOCTYPE html>"), "{html}");
                assert!(html.contains(&format!("lang=\"{}\"", language.tag())));
                assert!(html.contains(&format!("data-state=\"{}\"", view.state.name())));
                assert!(html.contains("content=\"noindex\""));
                let headings = if known || view.state.form().is_none() { 1 } else { 0 };
                assert!(html.matches("<h1").count() >= headings, "{:?}: {html}", view.state);
                assert!(html.matches("<h1").count() <= 1, "{html}");
                assert_harmless(&html);
            }
        }
    }
}

#[test]
fn a_refusal_decides_the_status_and_keeps_what_was_typed() {
    let refusals = [
        (Refusal::field("name", Rule::Missing), 422, "Enter the name that others will see."),
        (Refusal::field("passcode", Rule::WrongPasscode), 422, "This passcode is not right."),
        (Refusal::of(Kind::VendorSilent), 504, "The vendor did not answer."),
        (Refusal::of(Kind::Throttled), 429, "Too many attempts."),
    ];
    for (refusal, status, text) in refusals {
        let view = join(Language::English, JoinState::Open(JoinForm { refusal: Some(refusal), ..form() }));
        assert_eq!(view.status(), status);
        let html = join_page(&view);
        assert!(html.contains(text), "{html}");
        assert!(html.contains("value=\"Li\""), "{html}");
    }
}

#[test]
fn the_waiting_page_counts_and_takes_the_wish_to_be_let_in() {
    let waiting = |name: &str| {
        let form = JoinForm { name: name.to_owned(), ..form() };
        let state = JoinState::TooEarly { form, opens_at: "2026-03-03T05:50:00Z".to_owned(), opens_in: 720 };
        join_page(&join(Language::English, state))
    };
    let html = waiting("");
    assert!(html.contains("data-left=\"720\"") && html.contains("12 min"), "{html}");
    assert!(!html.contains("Join meeting"), "{html}");
    assert_eq!(html.matches("type=\"submit\"").count(), 1, "the form can be sent without script: {html}");
    assert!(html.contains("data-wish=\"\"") && html.contains("data-wished=\""), "{html}");
    assert!(
        html.contains("<noscript>Press the button again") && html.contains("<a href=\"/j/slug\">"),
        "{html}"
    );
    let sent = waiting("Li");
    assert!(
        !sent.contains("http-equiv=\"refresh\"") && sent.contains("value=\"Li\""),
        "nothing typed is lost: {sent}"
    );
    assert!(html.contains("<noscript><meta http-equiv=\"refresh\" content=\"300\"></noscript>"), "{html}");
    let open = join_page(&join(Language::English, JoinState::Open(form())));
    assert!(open.contains("type=\"submit\"") && !open.contains("http-equiv=\"refresh\""), "{open}");
}

#[test]
fn whoever_waits_for_the_host_keeps_the_wish_and_needs_no_passcode_again() {
    let waiting = |ticket: &str, name: &str, for_host: bool| {
        let form = JoinForm { name: name.to_owned(), ticket: ticket.to_owned(), ..form() };
        join_page(&join(Language::English, JoinState::NotBegun { form, for_host }))
    };
    let html = waiting("", "", true);
    assert!(html.contains("Waiting for the host") && !html.contains("data-left="), "{html}");
    assert!(html.contains("data-wish=\"\"") && html.contains("name=\"passcode\""), "{html}");
    assert!(html.contains("<noscript><meta http-equiv=\"refresh\" content=\"300\"></noscript>"), "{html}");
    let asked = waiting("a-ticket", "Li", false);
    assert!(asked.contains("The meeting is not open yet") && asked.contains("value=\"Li\""), "{asked}");
    assert!(asked.contains("type=\"hidden\" name=\"ticket\" value=\"a-ticket\""), "{asked}");
    assert!(!asked.contains("name=\"passcode\"") && !asked.contains("http-equiv=\"refresh\""), "{asked}");
    assert!(asked.contains("<noscript>Press the button again"), "{asked}");
}

#[test]
fn whoever_may_still_go_in_can_note_it_down_and_check_their_device() {
    let mut view = join(Language::English, early());
    let html = join_page(&view);
    for part in ["href=\"/j/slug/meeting.ics\"", "Google Calendar (new tab)", "href=\"/j/slug/check\""] {
        assert!(html.contains(part), "{part}: {html}");
    }
    if let Some(meeting) = &mut view.meeting {
        meeting.web_entries = vec![entry("javascript:alert(1)", true), entry("https://x/", false)];
    }
    let html = join_page(&view);
    assert!(!html.contains("javascript:") && html.contains("only the next meeting"), "{html}");
    view.state = JoinState::Cancelled;
    let html = join_page(&view);
    assert!(!html.contains("meeting.ics") && !html.contains("/check"), "{html}");
}

#[test]
fn the_check_of_a_device_says_what_it_would_do_without_script() {
    for language in Language::ALL {
        let with = |back: Option<&str>| {
            check_page(&CheckView { page: page(language), back: back.map(str::to_owned) })
        };
        let html = with(Some("/j/slug"));
        assert_harmless(&html);
        assert!(html.contains("data-state=\"check\"") && html.contains("href=\"/j/slug\""), "{html}");
        assert!(html.contains("<noscript><div class=\"guest-notice\""), "{html}");
        assert!(html.contains("<div hidden data-check=\"\""), "{html}");
        assert!(html.contains("<meter") && html.contains("data-good=\""), "{html}");
        for bad in [None, Some("javascript:alert(1)")] {
            assert!(!with(bad).contains("guest-links"), "no way back, no link");
        }
    }
}

#[test]
fn hostile_texts_stay_texts() {
    let hostile = || HOSTILE.to_owned();
    let refusal = || Refusal { incident: Some(hostile()), ..Refusal::of(Kind::Internal) };
    for language in Language::ALL {
        for (state, _) in states() {
            let state = match state {
                JoinState::Open(_) => {
                    JoinState::Open(JoinForm { name: hostile(), refusal: Some(refusal()), ..form() })
                }
                JoinState::VendorSilent { form, .. } => {
                    JoinState::VendorSilent { form, vendor: hostile(), age: hostile() }
                }
                JoinState::Ended { .. } => {
                    let recordings = vec![watch(HOSTILE), Watch { title: hostile(), ..watch("/r/abc") }];
                    JoinState::Ended { at: moment(HOSTILE), recordings }
                }
                other => other,
            };
            let mut view = join(language, state);
            let words = When {
                day: hostile(),
                start: hostile(),
                zone: hostile(),
                repeats: Some(hostile()),
                moved_from: Some(moment(HOSTILE)),
                ..when()
            };
            view.page.path = hostile();
            view.meeting = Some(Invitation {
                subject: hostile(),
                organizer: hostile(),
                when: words,
                live: true,
                calendar: Some("javascript:alert(1)".to_owned()),
                web_entries: vec![entry("javascript:alert(1)", true)],
            });
            assert_harmless(&join_page(&view));
        }
        let fields = vec![FieldRefusal::new(HOSTILE, Rule::Missing)];
        assert_harmless(&set_up_page(&SetUpView {
            page: page(language),
            action: hostile(),
            account: hostile(),
            name: hostile(),
            refusal: Some(Refusal::invalid(fields)),
        }));
        assert_harmless(&sign_in_page(&SignInView {
            page: page(language),
            account: hostile(),
            next: hostile(),
            refusal: Some(refusal()),
            ways: vec![
                SignInWay { action: "/sign-in/corp".to_owned(), label: hostile() },
                SignInWay { action: "https://evil.example".to_owned(), label: hostile() },
            ],
        }));
        let away = |address: &str| {
            leaving_page(&LeavingView {
                page: page(language),
                provider: hostile(),
                address: address.to_owned(),
            })
        };
        assert_harmless(&away(HOSTILE));
        assert!(!away("javascript:alert(1)").contains("javascript:"));
        let way_on = Some(WayOn { href: "javascript:alert(1)".to_owned(), label: hostile() });
        let said =
            message_page(&MessageView { page: page(language), title: hostile(), text: hostile(), way_on });
        assert_harmless(&said);
        assert!(!said.contains("javascript:"), "{said}");
    }
}

#[test]
fn the_style_sheet_stands_in_the_page_as_it_is_or_is_asked_for() {
    for language in Language::ALL {
        let style = ".a>b{color:\"&\"}";
        let within = GuestPage { style, ..page(language) };
        let html = unknown_page(within);
        assert!(html.contains(&format!("<style>{style}</style>")) && !html.contains(".css"), "{html}");
        let html = unknown_page(page(language));
        assert!(html.contains("href=\"/assets/abc/guest.css\"") && !html.contains("<style"), "{html}");
    }
}

#[test]
fn the_hand_over_links_only_where_it_may() {
    for language in Language::ALL {
        let good = HandOverView {
            page: page(language),
            subject: HOSTILE.to_owned(),
            name: HOSTILE.to_owned(),
            crmt: Some("CRMT:TFUxRg==".to_owned()),
            public_url: Some("https://www.cloudroom.com/j".to_owned()),
            phone: Some(Phone { number: "008612345678901".to_owned(), pin: Some("012345".to_owned()) }),
            dial_in: "+86 10 5555 0100 (Beijing)，400-810-0000, ask Li".to_owned(),
            client_url: Some("https://www.cloudroom.com/download".to_owned()),
            private_network: false,
        };
        let html = hand_over_page(&good);
        assert_harmless(&html);
        assert_eq!(html.matches("CRMT:").count(), 1, "the credential stands in its link alone: {html}");
        assert!(
            html.contains("href=\"CRMT:TFUxRg==\"") && html.contains("href=\"https://www.cloudroom.com/j\"")
        );
        assert_eq!(html.matches("012345").count(), 1, "the PIN is said once: {html}");
        let own = html.find("href=\"tel:008612345678901\"");
        assert!(
            own.is_some() && own < html.find("href=\"tel:+861055550100\""),
            "its own comes first: {html}"
        );
        for part in ["href=\"tel:+861055550100\"", "href=\"tel:4008100000\"", "ask Li"] {
            assert!(html.contains(part), "{part}: {html}");
        }
        assert!(html.contains("href=\"https://www.cloudroom.com/download\""), "{html}");
        assert!(html.contains("data-nothing=\""), "{html}");
        let bad = HandOverView {
            crmt: Some("javascript:alert(1)//CRMT:".to_owned()),
            public_url: Some("data:text/html,x".to_owned()),
            client_url: Some("javascript:alert(1)".to_owned()),
            phone: Some(Phone { number: HOSTILE.to_owned(), pin: Some(HOSTILE.to_owned()) }),
            dial_in: HOSTILE.to_owned(),
            ..good
        };
        let html = hand_over_page(&bad);
        assert_harmless(&html);
        assert!(!html.contains("javascript:") && !html.contains("data:text"), "{html}");
        assert!(!html.contains("tel:"), "{html}");
    }
}

#[test]
fn number_and_pin_can_be_read_and_taken_along() {
    use portico_domain::links::JoinRole;
    for language in Language::ALL {
        let good = NumberView {
            page: page(language),
            subject: HOSTILE.to_owned(),
            name: HOSTILE.to_owned(),
            role: JoinRole::Attendee,
            share_address: Some("https://vmr.example/share/1".to_owned()),
            private_network: false,
            number: "100713".to_owned(),
            pin: Some("1234567".to_owned()),
        };
        let html = number_page(&good);
        assert_harmless(&html);
        assert!(html.contains("href=\"https://vmr.example/share/1\""), "{html}");
        assert!(html.contains("value=\"100713\"") && html.contains("value=\"1234567\""), "{html}");
        assert!(html.contains("data-copy=\"number\"") && html.contains("data-copy=\"pin\""), "{html}");
        let bad = NumberView {
            share_address: Some("javascript:alert(1)".to_owned()),
            number: HOSTILE.to_owned(),
            pin: None,
            ..good
        };
        let html = number_page(&bad);
        assert_harmless(&html);
        assert!(!html.contains("javascript:") && !html.contains("data-copy=\"pin\""), "{html}");
    }
}

#[test]
fn whoever_is_no_plain_attendee_is_told_as_what_they_enter() {
    use portico_domain::links::JoinRole;
    let with = |role| join_page(&join(Language::English, JoinState::Open(JoinForm { role, ..form() })));
    assert!(with(Some(JoinRole::Host)).contains("You enter as host."));
    assert!(with(Some(JoinRole::Invisible)).contains("You enter invisibly"));
    assert!(!with(Some(JoinRole::Attendee)).contains("You enter"));
    assert!(!with(None).contains("You enter"));
}

#[test]
fn the_set_up_names_what_is_wrong_and_shows_no_password() {
    let fields = vec![
        FieldRefusal::new("account", Rule::BadCharacter),
        FieldRefusal::new("password", Rule::TooShort { least: 12 }),
    ];
    for language in Language::ALL {
        let html = set_up_page(&SetUpView {
            page: page(language),
            action: "/set-up/x".to_owned(),
            account: "a b".to_owned(),
            name: "Li".to_owned(),
            refusal: Some(Refusal::invalid(fields.clone())),
        });
        assert!(html.contains("href=\"#form[account]\"") && html.contains("id=\"form[account]\""), "{html}");
        assert!(html.contains("href=\"#password\"") && html.contains("value=\"a b\""), "{html}");
        assert_eq!(html.matches("type=\"password\"").count(), 2);
        for closed in [set_up_done_page, set_up_closed_page, set_up_expired_page, unknown_page] {
            assert_harmless(&closed(page(language)));
        }
    }
}

#[test]
fn how_long_still() {
    use crate::i18n::Locale;
    let left = |seconds, l| super::waiting::left_text(l, seconds);
    assert_eq!(left(1, Locale::en), "1 min");
    assert_eq!(left(720, Locale::en), "12 min");
    assert_eq!(left(7500, Locale::en), "2 h 5 min");
    assert_eq!(left(3 * 86_400 + 3600, Locale::zh_CN), "3 天 1 小时");
    assert_eq!(left(-5, Locale::en), "0 min");
}

fn queued(language: Language) -> QueueView {
    QueueView {
        page: GuestPage { path: String::new(), ..page(language) },
        action: "/j/slug".to_owned(),
        subject: "Budget review".to_owned(),
        name: "Li".to_owned(),
        before: 80,
        wait: 5,
        turn: "2026-03-03T14:00:05+08:00".to_owned(),
        clock: "14:00".to_owned(),
        zone: "Asia/Shanghai, UTC+08:00".to_owned(),
        ticket: "1-2-abc".to_owned(),
        public_url: Some("https://www.cloudroom.com/j".to_owned()),
        private_network: false,
    }
}

#[test]
fn a_plain_page_of_a_vendor_is_linked_in_a_private_network_and_else_told() {
    const PLAIN: &str = "http://10.0.0.1/j?x=1";
    let told = "http://10.0.0.1/j?x=1</p>";
    for language in Language::ALL {
        for private_network in [false, true] {
            let public_url = Some(PLAIN.to_owned());
            let hand_over = HandOverView {
                page: page(language),
                crmt: Some("CRMT:TFUxRg==".to_owned()),
                public_url: public_url.clone(),
                client_url: public_url.clone(),
                private_network,
                ..HandOverView::default()
            };
            let number = NumberView {
                page: page(language),
                subject: String::new(),
                name: String::new(),
                role: portico_domain::links::JoinRole::Attendee,
                share_address: public_url.clone(),
                private_network,
                number: "1".to_owned(),
                pin: None,
            };
            let queue = QueueView { public_url, private_network, ..queued(language) };
            for html in [hand_over_page(&hand_over), number_page(&number), queue_page(&queue)] {
                // Where the renderer put texts together.
                let html = html.replace("<!>", "");
                assert_eq!(html.contains("href=\"http://10.0.0.1/j"), private_network, "{html}");
                assert_eq!(html.contains(told), !private_network, "{html}");
            }
        }
    }
}

#[test]
fn whoever_is_in_line_is_told_place_and_time_and_can_go_on_without_script() {
    for language in Language::ALL {
        let html = queue_page(&queued(language));
        assert_harmless(&html);
        for part in [
            "data-state=\"queued\"",
            "method=\"post\" action=\"/j/slug\"",
            "data-place=\"80\"",
            "data-wait=\"5\"",
            "<input type=\"hidden\" name=\"name\" value=\"Li\">",
            "<input type=\"hidden\" name=\"ticket\" value=\"1-2-abc\">",
            "type=\"submit\"",
            "href=\"https://www.cloudroom.com/j\"",
            "14:00",
        ] {
            assert!(html.contains(part), "{part}: {html}");
        }
        assert_eq!(html.matches("<h1").count(), 1, "{html}");
        assert!(!html.contains("action=\"/language\""), "a switch would lose the place: {html}");
    }
    let html = queue_page(&queued(Language::English));
    assert!(html.contains("80 people go in before you."), "{html}");
    assert!(html.contains("You are let in at 14:00 (Asia/Shanghai)."), "{html}");
    let said = |before| queue_page(&QueueView { before, wait: 125, ..queued(Language::English) });
    assert!(said(0).contains("You are next.") && said(1).contains("One person goes in before you."));
    assert!(said(0).contains("3 min"), "{}", said(0));
}

#[test]
fn a_place_in_line_links_only_where_it_may() {
    let hostile = || HOSTILE.to_owned();
    for language in Language::ALL {
        let bad = QueueView {
            subject: hostile(),
            name: hostile(),
            clock: hostile(),
            zone: hostile(),
            turn: hostile(),
            ticket: hostile(),
            action: "https://evil".to_owned(),
            public_url: Some("javascript:alert(1)".to_owned()),
            ..queued(language)
        };
        let html = queue_page(&bad);
        assert_harmless(&html);
        assert!(!html.contains("javascript:") && !html.contains("https://evil"), "{html}");
        assert!(!html.contains("data-queue-browser"), "{html}");
    }
}

#[test]
fn each_identity_provider_has_a_button_that_takes_the_way_on_along() {
    for language in Language::ALL {
        let way =
            |name: &str| SignInWay { action: format!("/sign-in/{name}"), label: format!("Corp {name}") };
        let mut view = SignInView {
            page: page(language),
            next: "/meetings?x=1".to_owned(),
            ways: vec![way("one"), way("two")],
            ..SignInView::default()
        };
        let html = sign_in_page(&view);
        for part in ["action=\"/sign-in/one\"", "action=\"/sign-in/two\"", "Corp one", "action=\"/sign-in\""]
        {
            assert!(html.contains(part), "{part}: {html}");
        }
        assert_eq!(html.matches("name=\"next\" value=\"/meetings?x=1\"").count(), 3, "{html}");
        view.ways.clear();
        assert!(!sign_in_page(&view).contains("guest-ways"));
        let address = "https://id.example/authorize?client_id=x&state=y";
        let provider = "Corp".to_owned();
        let html = leaving_page(&LeavingView { page: page(language), provider, address: address.to_owned() });
        assert!(html.contains(&format!("href=\"{}\"", address.replace('&', "&amp;"))), "{html}");
    }
}
