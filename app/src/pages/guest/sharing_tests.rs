//! Personal links, meetings that were moved, and shared recordings.

use super::tests::{HOSTILE, assert_harmless, early, form, join, moment, page, watch, when};
use super::view::*;
use super::{join_page, recording_page};
use portico_domain::language::Language;
use portico_domain::refusals::{Kind, Refusal, Rule};

#[test]
fn a_personal_link_fills_the_name_in_and_what_was_typed_comes_first() {
    let page = |name: &str| {
        let form = JoinForm { name: name.to_owned(), invited: HOSTILE.to_owned(), ..form() };
        join_page(&join(Language::English, JoinState::Open(form)))
    };
    assert_harmless(&page(""));
    assert!(page("").contains("value=\"&lt;/title"), "{}", page(""));
    assert!(page("Li").contains("value=\"Li\"") && !page("Li").contains("&lt;/title&gt;"));
    // A form that nobody has filled in is looked at again by itself, without script.
    let JoinState::TooEarly { opens_at, opens_in, .. } = early() else { panic!("too early") };
    let form = JoinForm { name: String::new(), invited: "Li".to_owned(), ..form() };
    let html = join_page(&join(Language::English, JoinState::TooEarly { form, opens_at, opens_in }));
    assert!(html.contains("http-equiv=\"refresh\"") && html.contains("value=\"Li\""), "{html}");
}

#[test]
fn a_meeting_that_was_moved_says_from_when() {
    for (language, words) in [(Language::English, "Moved from"), (Language::Chinese, "已改期，原定")] {
        let mut view = join(language, early());
        assert!(!join_page(&view).contains("when-moved"));
        view.meeting.as_mut().unwrap().when.moved_from = Some(moment("Mon 2 Mar 13:00"));
        let html = join_page(&view);
        assert!(html.contains(words) && html.contains(">Mon 2 Mar 13:00<"), "{html}");
        let at = html.find("when-moved").unwrap();
        assert!(
            html[..at].contains("class=\"when\""),
            "where the script brings the times up to date: {html}"
        );
    }
}

#[test]
fn several_recordings_of_one_meeting_are_told_apart() {
    let recordings = vec![watch("/r/abc"), Watch { title: "Part 2".to_owned(), path: "/r/def".to_owned() }];
    let ended = |recordings| JoinState::Ended { at: moment("today 15:02"), recordings };
    let html = join_page(&join(Language::English, ended(recordings)));
    assert!(html.contains("Watch “Part 1”") && html.contains("Watch “Part 2”"), "{html}");
    let html = join_page(&join(Language::English, ended(vec![watch("/r/abc")])));
    assert!(html.contains("href=\"/r/abc\"") && html.contains("Watch recording"), "{html}");
    let html = join_page(&join(Language::English, ended(Vec::new())));
    assert!(!html.contains("Watch") && html.contains("you will find it here"), "{html}");
}

#[test]
fn earlier_recordings_unfold_at_the_end_of_the_page() {
    let mut view = join(Language::English, JoinState::Open(JoinForm::default()));
    assert!(!join_page(&view).contains("Earlier recordings"));
    view.earlier = vec![watch("/r/abc"), Watch { title: HOSTILE.to_owned(), path: "//evil".to_owned() }];
    let html = join_page(&view);
    assert!(html.contains("<summary>Earlier recordings<"), "{html}");
    assert!(html.contains("<a href=\"/r/abc\">Part 1<") && !html.contains("//evil"), "{html}");
}

fn shared() -> SharedRecording {
    SharedRecording {
        title: HOSTILE.to_owned(),
        when: When { end: None, end_time: None, ..when() },
        length: "7:41".to_owned(),
        until: moment(HOSTILE),
    }
}

#[test]
fn a_shared_recording_plays_asks_or_says_why_not() {
    let open = |download: Option<&str>| RecordingState::Open {
        recording: shared(),
        play: "/r/abc/play".to_owned(),
        download: download.map(str::to_owned),
    };
    let guarded = |refusal: Option<Refusal>| RecordingState::Guarded {
        recording: shared(),
        action: "/r/abc".to_owned(),
        refusal: refusal.map(Box::new),
    };
    let wrong = Refusal::field("passcode", Rule::WrongPasscode);
    let states = [
        (open(Some("/r/abc/download")), 200),
        (open(None), 200),
        (open(Some("javascript:alert(1)")), 200),
        (guarded(None), 200),
        (guarded(Some(wrong)), 422),
        (guarded(Some(Refusal::of(Kind::Throttled))), 429),
        (RecordingState::Revoked, 410),
        (RecordingState::Expired { at: moment(HOSTILE) }, 410),
        (RecordingState::Deleted, 410),
        (RecordingState::Unknown, 404),
    ];
    for language in Language::ALL {
        for (state, status) in &states {
            let view = RecordingView { page: page(language), state: state.clone() };
            assert_eq!(state.status(), *status, "{state:?}");
            let html = recording_page(&view);
            assert_harmless(&html);
            assert!(html.contains("content=\"noindex\"") && !html.contains("javascript:"), "{html}");
            assert_eq!(html.matches("<h1").count(), 1, "{state:?}: {html}");
            let plays = matches!(state, RecordingState::Open { .. });
            assert_eq!(html.contains("src=\"/r/abc/play\""), plays, "{state:?}: {html}");
            let downloads =
                matches!(state, RecordingState::Open { download: Some(path), .. } if path.starts_with('/'));
            assert_eq!(html.contains("href=\"/r/abc/download\""), downloads, "{state:?}: {html}");
            let asks = matches!(state, RecordingState::Guarded { .. });
            assert_eq!(html.contains("name=\"passcode\""), asks, "{state:?}: {html}");
        }
    }
    let view = RecordingView { page: page(Language::English), state: states[4].0.clone() };
    assert!(recording_page(&view).contains("This passcode is not right."));
}

#[test]
fn a_time_in_a_sentence_names_its_zone_and_is_the_viewers_with_script() {
    let at = Moment {
        machine: "2026-03-03T15:02:00+08:00".to_owned(),
        text: "today 15:02".to_owned(),
        zone: "Asia/Shanghai, UTC+08:00".to_owned(),
    };
    let said = "<time datetime=\"2026-03-03T15:02:00+08:00\" data-local=\"moment\">today 15:02</time>";
    let recording = SharedRecording { until: at.clone(), ..shared() };
    let open = RecordingState::Open { recording, play: "/r/s/play".to_owned(), download: None };
    for language in Language::ALL {
        let mut expired = join(language, JoinState::Expired { at: at.clone() });
        expired.meeting = None;
        let pages = [
            join_page(&join(language, JoinState::Ended { at: at.clone(), recordings: Vec::new() })),
            join_page(&expired),
            recording_page(&RecordingView { page: page(language), state: open.clone() }),
            recording_page(&RecordingView {
                page: page(language),
                state: RecordingState::Expired { at: at.clone() },
            }),
        ];
        for html in pages {
            // Where the renderer put texts together.
            let html = html.replace("<!>", "");
            assert!(html.contains(said), "{html}");
            assert!(
                html.contains(
                    "data-local-zone=\"2026-03-03T15:02:00+08:00\">Asia/Shanghai, UTC+08:00</span>"
                ),
                "{html}"
            );
            assert!(html.contains("guest.js"), "{html}");
        }
    }
}
