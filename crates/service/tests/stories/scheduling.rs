//! Scheduling: the vendor gets every option, and refusals land on their fields.

use crate::support::*;
use portico_domain::capabilities::Vendor;
use portico_domain::forms::MeetingForm;
use portico_domain::meetings::MeetingState;
use portico_domain::refusals::{Kind, Rule};
use portico_service::{MeetingFilter, Order};
use serde_json::{Value, json};

/// Every field away from its default.
pub fn full_form(world: &World) -> MeetingForm {
    let off = String::new;
    MeetingForm {
        subject: "评审 <b>&</b> \"quotes\" 🎉".into(),
        repeat: "weekly".into(),
        until: "2026-12-31".into(),
        password: "135790".into(),
        host_id: "1000141502".into(),
        invitee_ids: "1000141517, 1000141533".into(),
        cohost_ids: "1000141548，1000141560".into(),
        vote_ids: "v1 v2".into(),
        email_notice: "on".into(),
        sms_notice: "on".into(),
        camera: "on".into(),
        microphone: "off".into(),
        join_before_host: off(),
        entry_sound: off(),
        watermark: "on".into(),
        waiting_hall: "on".into(),
        virtual_members: "150".into(),
        layout: "9".into(),
        who_may_join: "invited".into(),
        save_whiteboard: off(),
        public_chat: off(),
        private_chat: off(),
        chat_pictures: off(),
        chat_links: off(),
        local_recording: "on".into(),
        open_microphone: off(),
        open_camera: off(),
        share: off(),
        rename: off(),
        telephone: off(),
        ..meeting_form(world)
    }
}

#[tokio::test]
async fn the_vendor_is_told_every_option() {
    each_database(async |database| {
        let world = begin(database).await;
        let form = full_form(&world);
        let meeting = world.schedule(&form).await;
        let call = world.control().calls_of("createMeeting").pop().unwrap();
        assert_eq!(call.unknown_fields, Vec::<String>::new());
        let body: Value = serde_json::from_str(&call.body).unwrap();
        let start = NOW.plus_minutes(60).seconds();
        let until = zone().place("2026-12-31T23:59:59".parse().unwrap()).unwrap().seconds();
        let expected = json!({
            "subject": form.subject, "password": "135790", "hostId": 1_000_141_502,
            "inviteIds": [1_000_141_517, 1_000_141_533], "assistantInfos": [1_000_141_548, 1_000_141_560],
            "voteIds": ["v1", "v2"], "emailNotice": 1, "smsNotice": 1,
            "orderConfig": { "scheduleTime": start, "scheduleEndTime": start + 3600, "periodType": 3,
                "periodEndTime": until },
            "attributes": { "autoOpenCamera": 1, "autoOpenMicrophone": 0, "canJoinAdv": 0, "loginIvr": 0,
                "waterMark": 1, "virtualMembers": 150, "vwallo": 9, "waitHall": 1, "allowJoin": 2 },
            "permission": { "saveWB": 0, "publicIM": 0, "privateIM": 0, "allowPicture": 0, "allowUrl": 0,
                "recordConf": 1, "openMicrophone": 0, "openCamera": 0, "allowShare": 0,
                "allowModifyName": 0, "pstnCall": 0 },
        });
        assert_eq!(body, expected);

        let known = world.indexed(&meeting).await;
        assert_eq!(known.subject, form.subject);
        assert_eq!(known.start.seconds(), start);
        assert_eq!(known.state, MeetingState::Scheduled);
        assert_eq!(known.host_name, "王丽", "what only the vendor knows was fetched");
        assert!(known.public_url.is_some());
        assert_eq!(known.options, Some(form.read(Vendor::Cloudroom).unwrap().options));
    })
    .await;
}

#[tokio::test]
async fn the_index_shows_it_at_once() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let filter = MeetingFilter { text: "weekly REV".into(), ..MeetingFilter::default() };
        let (rows, next) = world.organizer.meetings(&filter, Order::Ascending, "", 10).await.unwrap();
        assert_eq!(
            rows.iter().map(|row| (&row.meeting.id, row.mine)).collect::<Vec<_>>(),
            [(&meeting, true)]
        );
        assert!(next.is_none());
        let agenda = world.organizer.agenda(&zone()).await.unwrap();
        assert_eq!(agenda.coming.iter().map(|row| &row.meeting.id).collect::<Vec<_>>(), [&meeting]);
        let whole = world.organizer.meeting(&meeting).await.unwrap();
        let lines: Vec<_> =
            whole.history.iter().map(|(line, who)| (line.what.as_str(), who.as_deref())).collect();
        assert_eq!(lines, [("scheduled", Some("The organizer"))]);
        assert_eq!(world.organizer.choices().await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn bad_input_is_told_by_field_and_reaches_no_vendor() {
    each_database(async |database| {
        let world = begin(database).await;
        let good = || meeting_form(&world);
        let cases: [(&str, Rule, MeetingForm); 10] = [
            ("subject", Rule::Missing, MeetingForm { subject: " ".into(), ..good() }),
            ("subject", Rule::TooLong { most: 50 }, MeetingForm { subject: "会".repeat(51), ..good() }),
            ("start", Rule::NotATime, MeetingForm { start: "soon".into(), ..good() }),
            ("start", Rule::InThePast, MeetingForm { start: minutes(-6), ..good() }),
            ("end", Rule::EndBeforeStart, MeetingForm { end: minutes(59), ..good() }),
            (
                "end",
                Rule::TooFarApart { hours: 24 },
                MeetingForm { end: minutes(60 + 24 * 60 + 1), ..good() },
            ),
            ("password", Rule::DigitsPassword, MeetingForm { password: "12".into(), ..good() }),
            (
                "cohost_ids",
                Rule::TooMany { most: 4 },
                MeetingForm { cohost_ids: "1 2 3 4 5".into(), ..good() },
            ),
            ("invitee_ids", Rule::Missing, MeetingForm { who_may_join: "invited".into(), ..good() }),
            ("connection", Rule::NotAChoice, MeetingForm { connection: "other".into(), ..good() }),
        ];
        for (field, rule, form) in cases {
            let outcome = world.organizer.schedule(&key(), &form, &zone()).await;
            let refusal = refused_as(Kind::Invalid, outcome);
            assert_eq!(refusal.for_field(field), Some(&rule), "{refusal}");
        }
        assert_eq!(world.calls("createMeeting"), 0);
        assert!(world.all_indexed().await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_meeting_may_begin_now() {
    each_database(async |database| {
        let world = begin(database).await;
        for ago in [0, -4] {
            let form = MeetingForm { start: minutes(ago), ..meeting_form(&world) };
            let meeting = world.organizer.schedule(&key(), &form, &zone()).await.unwrap();
            let start = world.indexed(&meeting).await.start;
            assert!((0..60_000).contains(&start.since(world.services.now())), "{ago}: {start:?}");
        }
        // There is nothing left of it.
        let over = MeetingForm { start: minutes(-4), end: minutes(-1), ..meeting_form(&world) };
        let refusal = refused_as(Kind::Invalid, world.organizer.schedule(&key(), &over, &zone()).await);
        assert_eq!(refusal.for_field("end"), Some(&Rule::InThePast), "{refusal}");
        assert_eq!(world.calls("createMeeting"), 2);
    })
    .await;
}

#[tokio::test]
async fn what_the_vendor_refuses_lands_on_its_field_and_may_be_sent_again_with_the_same_key() {
    each_database(async |database| {
        let world = begin(database).await;
        let good = || meeting_form(&world);
        let layout = MeetingForm { layout: "1999".into(), ..good() };
        let cases: [(&str, &str, MeetingForm); 5] = [
            ("22223", "host_id", MeetingForm { host_id: "7".into(), ..good() }),
            ("22228", "invitee_ids", MeetingForm { invitee_ids: "7".into(), ..good() }),
            ("22235", "cohost_ids", MeetingForm { cohost_ids: "7".into(), ..good() }),
            ("22225", "layout", layout),
            (
                "22215",
                "start",
                MeetingForm {
                    start: minutes(-4),
                    repeat: "daily".into(),
                    until: "2026-12-31".into(),
                    ..good()
                },
            ),
        ];
        for (vendors_code, field, form) in cases {
            let key = key();
            for _ in 0..2 {
                let refusal =
                    refused_as(Kind::VendorRefused, world.organizer.schedule(&key, &form, &zone()).await);
                assert_eq!((code(&refusal), refusal.for_field(field)), (vendors_code, Some(&Rule::Vendor)));
            }
            let before = world.held().len();
            assert_eq!(world.all_indexed().await.len(), before, "a refused one leaves nothing behind");
            let meeting = world.organizer.schedule(&key, &good(), &zone()).await.unwrap();
            assert_eq!(world.organizer.schedule(&key, &good(), &zone()).await.unwrap(), meeting);
            assert_eq!(world.held().len(), before + 1);
        }
    })
    .await;
}

#[tokio::test]
async fn a_vendors_word_about_the_password_lands_on_the_password() {
    each_database(async |database| {
        let world = begin(database).await;
        let body = r#"{"code":22210,"msg":"x"}"#.to_owned();
        let action = portico_sandbox::Action::Refuse {
            status: 500,
            body,
            content_type: "application/json".into(),
            retry_after: None,
        };
        world.next("createMeeting", action);
        let refusal = refused(world.organizer.schedule(&key(), &meeting_form(&world), &zone()).await);
        assert_eq!(refusal.for_field("password"), Some(&Rule::Vendor));
    })
    .await;
}

#[tokio::test]
async fn nothing_is_scheduled_on_a_paused_connection() {
    each_database(async |database| {
        let world = begin(database).await;
        world.administrator.pause_connection(&world.connection, true).await.unwrap();
        let outcome = world.organizer.schedule(&key(), &meeting_form(&world), &zone()).await;
        refused_as(Kind::Paused, outcome);
        assert!(world.organizer.choices().await.unwrap().is_empty());
        assert_eq!(world.calls("createMeeting"), 0);
        world.administrator.pause_connection(&world.connection, false).await.unwrap();
        world.a_meeting().await;
    })
    .await;
}
