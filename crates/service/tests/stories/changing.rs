//! Changing a meeting.

use crate::scheduling::full_form;
use crate::support::*;
use portico_domain::capabilities::Vendor;
use portico_domain::forms::MeetingForm;
use portico_domain::ids::MeetingId;
use portico_domain::meetings::{MeetingDraft, MeetingState, Period, Repeat, VendorOptions};
use portico_domain::refusals::Kind;
use portico_domain::time::Timestamp;
use portico_sandbox::Action;
use portico_service::vendors::MeetingVendor;
use portico_service::when::Zone;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

#[tokio::test]
async fn all_room_rules_come_back_from_the_vendor_as_they_were_sent() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        // Notices and votes matter at creation only.
        let none = String::new;
        let form =
            MeetingForm { email_notice: none(), sms_notice: none(), vote_ids: none(), ..full_form(&world) };
        world.pass(1);
        world.organizer.change(&meeting, &key(), &form, &zone()).await.unwrap();
        assert_eq!(world.control().calls_of("updateMeeting")[0].unknown_fields, Vec::<String>::new());

        world.pass(1);
        let (known, _, password) = world.organizer.editable(&meeting).await.unwrap();
        assert_eq!(known.options, Some(form.read(Vendor::Cloudroom).unwrap().options));
        assert_eq!(known.subject, form.subject);
        assert_eq!(password.unwrap().expose_secret(), "135790");
        // The form that is shown again is the form that was sent.
        let Some(VendorOptions::Cloudroom(options)) = known.options else { panic!("not CloudRoom's") };
        let again = MeetingForm {
            connection: form.connection.clone(),
            subject: form.subject.clone(),
            start: form.start.clone(),
            end: form.end.clone(),
            repeat: form.repeat.clone(),
            until: form.until.clone(),
            password: form.password.clone(),
            ..MeetingForm::of_options(&options)
        };
        assert_eq!(again.read(Vendor::Cloudroom).unwrap(), form.read(Vendor::Cloudroom).unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_change_tells_what_changed_and_by_whom() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let form = MeetingForm { subject: "Moved".into(), end: minutes(180), ..meeting_form(&world) };
        world.pass(1);
        let key = key();
        world.organizer.change(&meeting, &key, &form, &zone()).await.unwrap();
        world.organizer.change(&meeting, &key, &form, &zone()).await.unwrap();
        assert_eq!(world.calls("updateMeeting"), 1, "the same key changes nothing more");
        let whole = world.viewer.meeting(&meeting).await.unwrap();
        assert_eq!(whole.meeting.subject, "Moved");
        let (line, who) = &whole.history[0];
        assert_eq!((line.what.as_str(), &line.detail), ("changed", &"subject end".into()));
        assert_eq!(who.as_deref(), Some("The organizer"));
    })
    .await;
}

#[tokio::test]
async fn a_password_that_the_vendor_keeps_is_not_forgotten_here() {
    each_database(async |database| {
        let world = begin(database).await;
        let form = MeetingForm { password: "2468".into(), ..meeting_form(&world) };
        let meeting = world.schedule(&form).await;
        world.pass(1);
        // The vendor's document has no way to take a password away: what is not mentioned stays.
        world.organizer.change(&meeting, &key(), &meeting_form(&world), &zone()).await.unwrap();
        let held = world.held_meeting(world.number(&meeting).await).unwrap();
        let known = world.store.meetings().password(&meeting).await.unwrap();
        assert_eq!(known.as_ref().map(|it| it.expose_secret()), held["password"].as_str());
    })
    .await;
}

#[tokio::test]
async fn an_answer_from_before_a_change_does_not_undo_it() {
    each_database(async |database| {
        let world = begin(database).await;
        let old = MeetingForm { password: "2468".into(), ..meeting_form(&world) };
        let meeting = world.schedule(&old).await;
        world.pass(1);
        world.control().clear_calls();
        world.next("queryMeeting", Action::Delay { ms: 500, after_handling: true });
        let (viewer, id) = (world.viewer.clone(), meeting.clone());
        let watching = tokio::spawn(async move { viewer.fresh(&id).await.map(|_| ()) });
        while !world.control().calls_of("queryMeeting").iter().any(|call| call.handled) {
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
        // The vendor has written its answer, but it is still on its way.
        world.pass(1);
        let new = MeetingForm { subject: "New".into(), password: "1357".into(), ..old };
        world.organizer.change(&meeting, &key(), &new, &zone()).await.unwrap();
        watching.await.unwrap().unwrap();
        assert_eq!(world.indexed(&meeting).await.subject, "New");
        let password = world.store.meetings().password(&meeting).await.unwrap().unwrap();
        assert_eq!(password.expose_secret(), "1357");
    })
    .await;
}

#[tokio::test]
async fn a_running_meeting_is_not_changed_and_the_vendor_says_why() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        world.control().start_meeting(world.number(&meeting).await).unwrap();
        let form = MeetingForm { subject: "Other".into(), ..meeting_form(&world) };
        let refusal =
            refused_as(Kind::VendorRefused, world.organizer.change(&meeting, &key(), &form, &zone()).await);
        assert_eq!(code(&refusal), "22227");
        assert_eq!(world.indexed(&meeting).await.subject, "Weekly review");
    })
    .await;
}

#[tokio::test]
async fn what_is_over_is_not_changed() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        world.organizer.cancel(&meeting, &key()).await.unwrap();
        let outcome = world.organizer.change(&meeting, &key(), &meeting_form(&world), &zone()).await;
        refused_as(Kind::Conflict, outcome);
        assert_eq!(world.calls("updateMeeting"), 0);
        assert_eq!(world.state(&meeting).await, MeetingState::Cancelled);
    })
    .await;
}

#[tokio::test]
async fn a_change_without_an_answer_is_looked_into_whatever_it_changed() {
    each_database(async |database| {
        let world = begin(database).await;
        for (action, happens) in [(Action::DropAfter, true), (Action::DropBefore, false)] {
            world.control().clear_calls();
            let meeting = world.a_meeting().await;
            // Only the rules differ, not the subject.
            let form = MeetingForm { waiting_hall: "on".into(), ..meeting_form(&world) };
            world.next("updateMeeting", action);
            let key = key();
            refused_as(Kind::Unconfirmed, world.organizer.change(&meeting, &key, &form, &zone()).await);
            world.pass(21);
            assert_eq!(world.services.reconcile().await.unwrap(), 1);
            assert_eq!(waiting_hall(&world, &meeting).await, happens);
            // The same form again: done already, or done now.
            world.organizer.change(&meeting, &key, &form, &zone()).await.unwrap();
            assert_eq!(world.calls("updateMeeting"), if happens { 1 } else { 2 });
            assert!(waiting_hall(&world, &meeting).await);
        }
    })
    .await;
}

async fn waiting_hall(world: &World, meeting: &MeetingId) -> bool {
    match world.indexed(meeting).await.options {
        Some(VendorOptions::Cloudroom(options)) => options.attributes.waiting_hall,
        _ => panic!("not CloudRoom's"),
    }
}

#[tokio::test]
async fn a_change_of_the_subject_leaves_the_times_alone() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let number = world.indexed(&meeting).await.vendor_id.unwrap();
        let there = world.at_the_vendor().await;
        let plan = meeting_form(&world).read(Vendor::Cloudroom).unwrap();
        let plan = plan.place(|time| zone().place(time)).unwrap();
        let uneven = MeetingDraft { start: plan.start.plus_seconds(31), ..plan };
        there.change(&number, &uneven).await.unwrap();
        // It should have begun a minute ago, and nobody came.
        world.pass(61 * 60 + 31);
        let (known, ..) = world.organizer.editable(&meeting).await.unwrap();
        assert_eq!(known.start, uneven.start);

        world.pass(1);
        let renamed = MeetingForm { subject: "Renamed".into(), ..meeting_form(&world) };
        world.organizer.change(&meeting, &key(), &renamed, &zone()).await.unwrap();
        let told = there.detail(&number).await.unwrap();
        assert_eq!((told.start, told.end), (Some(uneven.start), Some(uneven.end)), "to the second");
        assert_eq!(told.subject, "Renamed");
        let whole = world.viewer.meeting(&meeting).await.unwrap();
        assert_eq!(whole.meeting.start, uneven.start);
        assert_eq!(whole.history[0].0.detail, "subject");

        let longer = MeetingForm { end: minutes(180), ..renamed };
        let refusal = refused(world.organizer.change(&meeting, &key(), &longer, &zone()).await);
        assert_eq!(code(&refusal), "22215", "other times are judged anew");
    })
    .await;
}

/// The next answer about a meeting, in the words of another server.
fn tells(world: &World, detail: &Value) {
    let body = json!({ "confDetail": detail }).to_string();
    let content_type = "application/json".into();
    world.next("queryMeeting", Action::Refuse { status: 200, body, content_type, retry_after: None });
}

async fn told(world: &World, meeting: &MeetingId, detail: &Value) {
    tells(world, detail);
    world.pass(1);
    world.viewer.fresh(meeting).await.unwrap();
}

#[tokio::test]
async fn a_period_that_nobody_can_choose_stays_as_long_as_the_times_do() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let start = NOW.plus_minutes(60).seconds();
        let order = json!({"scheduleTime": start, "scheduleEndTime": start + 3600, "periodType": 6, "periodEndTime": -1});
        let quarterly =
            json!({"confId": world.number(&meeting).await, "subject": "Elsewhere", "orderConfig": order});
        told(&world, &meeting, &quarterly).await;
        let repeat = Some(Repeat { period: Period::Quarterly, until: None });
        assert_eq!(world.indexed(&meeting).await.repeat, repeat);

        let form =
            MeetingForm { subject: "Renamed".into(), repeat: "quarterly".into(), ..meeting_form(&world) };
        let longer = MeetingForm { end: minutes(180), ..form.clone() };
        let refusal =
            refused_as(Kind::Invalid, world.organizer.change(&meeting, &key(), &longer, &zone()).await);
        assert_eq!(refusal.fields[0].field, "repeat");
        assert_eq!(world.calls("updateMeeting"), 0, "the vendor has no way to be told such a period");

        tells(&world, &quarterly);
        world.organizer.change(&meeting, &key(), &form, &zone()).await.unwrap();
        let sent: Value = serde_json::from_str(&world.control().calls_of("updateMeeting")[0].body).unwrap();
        assert_eq!((&sent["subject"], &sent["orderConfig"]), (&json!("Renamed"), &Value::Null));
        assert_eq!(world.indexed(&meeting).await.repeat, repeat);
    })
    .await;
}

#[tokio::test]
async fn what_a_server_leaves_out_is_not_forgotten() {
    each_database(async |database| {
        let world = begin(database).await;
        let until = zone().date_field(NOW.plus_minutes(30 * 24 * 60));
        let form = MeetingForm { repeat: "weekly".into(), until, ..meeting_form(&world) };
        let meeting = world.schedule(&MeetingForm { password: "2468".into(), ..form.clone() }).await;
        let before = world.indexed(&meeting).await;
        assert!(before.repeat.unwrap().until.is_some());
        let password = async || {
            let known = world.store.meetings().password(&meeting).await.unwrap();
            known.map(|known| known.expose_secret().to_owned())
        };

        let start = before.start.seconds();
        let order = |until: Value| json!({"scheduleTime": start, "scheduleEndTime": start + 3600, "periodType": 3, "periodEndTime": until});
        let number = world.number(&meeting).await;
        let bare = json!({"confId": number, "subject": "Told barely", "orderConfig": order(json!(""))});
        let barest = json!({"confId": number, "subject": "Told at least"});
        for detail in [&bare, &barest] {
            told(&world, &meeting, detail).await;
            let known = world.indexed(&meeting).await;
            assert_eq!(detail["subject"], known.subject.as_str());
            assert_eq!((known.start, known.repeat), (before.start, before.repeat), "{detail}");
            assert_eq!(password().await.as_deref(), Some("2468"), "{detail}");
        }

        // A change cannot take the password away, and this server does not tell of it.
        tells(&world, &bare);
        world.organizer.change(&meeting, &key(), &form, &zone()).await.unwrap();
        assert_eq!(password().await.as_deref(), Some("2468"));

        let gone = json!({"confId": number, "subject": "Open", "password": "", "orderConfig": order(json!(-1))});
        told(&world, &meeting, &gone).await;
        assert_eq!(password().await, None);
        assert_eq!(
            world.indexed(&meeting).await.repeat,
            Some(Repeat { period: Period::Weekly, until: None })
        );
    })
    .await;
}

#[tokio::test]
async fn a_repetition_ends_when_it_did_wherever_it_is_changed() {
    each_database(async |database| {
        let world = begin(database).await;
        let form = MeetingForm { repeat: "daily".into(), until: "2026-11-30".into(), ..meeting_form(&world) };
        let meeting = world.schedule(&form).await;
        let known = world.indexed(&meeting).await;
        // In Tokyo that last second of the 30th is on the 1st, and so the form says.
        let tokyo = Zone::named("Asia/Tokyo").unwrap();
        let until = known.repeat.and_then(|repeat| repeat.until).unwrap();
        assert_eq!(tokyo.date_field(until), "2026-12-01");
        let later = |at: Timestamp| tokyo.field(at.plus_minutes(30));
        let form = MeetingForm {
            start: later(known.start),
            end: later(known.end.unwrap()),
            until: tokyo.date_field(until),
            ..form
        };
        world.pass(1);
        world.organizer.change(&meeting, &key(), &form, &tokyo).await.unwrap();
        let changed = world.indexed(&meeting).await;
        assert_eq!(changed.start, known.start.plus_minutes(30));
        assert_eq!(changed.repeat, known.repeat, "no repetition more");
    })
    .await;
}
