//! What a server leaves out of its details, as the document's sample does, is neither forgotten nor taken away.

use crate::support::*;
use portico_domain::capabilities::Vendor;
use portico_domain::forms::MeetingForm;
use portico_domain::ids::MeetingId;
use portico_domain::meetings::VendorOptions;
use portico_domain::refusals::Kind;
use portico_sandbox::{Action, LayoutName, Variants};
use portico_service::Organizer;
use portico_service::vendors::MeetingVendor;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

/// A world whose vendor's details have nothing that the sample has not.
async fn begin_as_the_sample(database: &Database) -> World {
    let world = begin(database).await;
    world.control().set_variants(Variants {
        layout_name: LayoutName::Vwalldo,
        old_permissions: true,
        old_attributes: true,
        details_lack_fields: true,
        ..Variants::default()
    });
    world
}

fn with_people(world: &World) -> MeetingForm {
    MeetingForm {
        invitee_ids: "1000141517, 1000141533".into(),
        cohost_ids: "1000141548".into(),
        waiting_hall: "on".into(),
        email_notice: "on".into(),
        ..meeting_form(world)
    }
}

/// The form as somebody finds it who opens a meeting to change it.
async fn opened(world: &World, organizer: &Organizer, meeting: &MeetingId) -> MeetingForm {
    world.pass(1);
    let (known, ..) = organizer.editable(meeting).await.unwrap();
    let Some(VendorOptions::Cloudroom(options)) = known.options else { panic!("not CloudRoom's") };
    MeetingForm {
        connection: world.connection.to_string(),
        subject: known.subject,
        start: zone().field(known.start),
        end: zone().field(known.end.unwrap()),
        ..MeetingForm::of_options(&options)
    }
}

/// What the vendor holds of all that it does not tell.
async fn untold(world: &World, meeting: &MeetingId) -> Value {
    let held = world.held_meeting(world.number(meeting).await).unwrap();
    json!([held["inviteeIds"], held["assistantIds"], held["attributes"]["waitHall"], held["emailNotice"]])
}

#[tokio::test]
async fn renaming_takes_away_nothing_that_the_vendor_does_not_tell() {
    each_database(async |database| {
        let world = begin_as_the_sample(database).await;
        let meeting = world.schedule(&with_people(&world)).await;
        let before = untold(&world, &meeting).await;
        assert_eq!(before, json!([[1_000_141_517, 1_000_141_533], [1_000_141_548], 1, 1]));
        world.pass(30);
        world.synchronise().await.unwrap();
        for subject in ["Renamed", "Renamed again"] {
            let form = opened(&world, &world.organizer, &meeting).await;
            let form = MeetingForm { subject: subject.into(), ..form };
            world.organizer.change(&meeting, &key(), &form, &zone()).await.unwrap();
            assert_eq!(world.indexed(&meeting).await.subject, subject);
            assert_eq!(untold(&world, &meeting).await, before, "{subject}");
        }
        let whole = world.organizer.meeting(&meeting).await.unwrap();
        assert_eq!(whole.history[0].0.detail, "subject");
    })
    .await;
}

#[tokio::test]
async fn what_is_taken_away_here_is_taken_away_there() {
    each_database(async |database| {
        let world = begin_as_the_sample(database).await;
        let meeting = world.schedule(&with_people(&world)).await;
        let bare = MeetingForm {
            invitee_ids: String::new(),
            cohost_ids: String::new(),
            waiting_hall: String::new(),
            ..opened(&world, &world.organizer, &meeting).await
        };
        for subject in ["Bare", "Still bare"] {
            let form = MeetingForm { subject: subject.into(), ..bare.clone() };
            world.pass(1);
            world.organizer.change(&meeting, &key(), &form, &zone()).await.unwrap();
            assert_eq!(untold(&world, &meeting).await, json!([[], [], 0, 1]));
        }
        let calls = world.control().calls_of("updateMeeting");
        let sent = |call: usize| serde_json::from_str::<Value>(&calls[call].body).unwrap();
        assert_eq!((&sent(0)["inviteeIds"], &sent(0)["attributes"]), (&json!([]), &json!({"waitHall": 0})));
        assert_eq!(
            sent(1),
            json!({"subject": "Still bare", "hostId": sent(1)["hostId"]}),
            "there is no more to say"
        );
    })
    .await;
}

#[tokio::test]
async fn what_neither_the_vendor_nor_the_index_knows_is_not_overwritten() {
    each_database(async |database| {
        let world = begin_as_the_sample(database).await;
        let draft = with_people(&world).read(Vendor::Cloudroom).unwrap();
        let draft = draft.place(|time| zone().place(time)).unwrap();
        let number = world.at_the_vendor().await.schedule(&draft).await.unwrap();
        world.synchronise().await.unwrap();
        let found = world.store.meetings().by_vendor_id(&world.connection, &number).await.unwrap();
        let meeting = found.unwrap().id;
        let before = untold(&world, &meeting).await;

        let organizer = world.administrator_as_organizer();
        let form = opened(&world, &organizer, &meeting).await;
        let form = MeetingForm { subject: "Renamed".into(), ..form };
        organizer.change(&meeting, &key(), &form, &zone()).await.unwrap();
        assert_eq!(world.indexed(&meeting).await.subject, "Renamed");
        assert_eq!(untold(&world, &meeting).await, before);
    })
    .await;
}

#[tokio::test]
async fn a_change_without_an_answer_is_judged_by_what_the_vendor_tells() {
    each_database(async |database| {
        let world = begin_as_the_sample(database).await;
        for (action, happens) in [(Action::DropAfter, true), (Action::DropBefore, false)] {
            world.control().clear_calls();
            let meeting = world.schedule(&with_people(&world)).await;
            let form = MeetingForm {
                subject: "Fewer".into(),
                invitee_ids: "1000141517".into(),
                ..opened(&world, &world.organizer, &meeting).await
            };
            let key = key();
            world.next("updateMeeting", action);
            refused_as(Kind::Unconfirmed, world.organizer.change(&meeting, &key, &form, &zone()).await);
            world.pass(21);
            assert_eq!(world.services.reconcile().await.unwrap(), 1);
            let invited = if happens { "1000141517" } else { "1000141517, 1000141533" };
            assert_eq!(opened(&world, &world.organizer, &meeting).await.invitee_ids, invited);
            // The same form again: done already, or done now.
            world.organizer.change(&meeting, &key, &form, &zone()).await.unwrap();
            assert_eq!(world.calls("updateMeeting"), if happens { 1 } else { 2 });
            assert_eq!(untold(&world, &meeting).await[0], json!([1_000_141_517]));
        }
    })
    .await;
}

async fn password(world: &World, meeting: &MeetingId) -> (Value, Option<String>) {
    let held = world.held_meeting(world.number(meeting).await).unwrap()["password"].clone();
    let known = world.store.meetings().password(meeting).await.unwrap();
    (held, known.map(|known| known.expose_secret().to_owned()))
}

#[tokio::test]
async fn a_lost_change_that_the_vendor_would_not_tell_of_is_not_taken_for_done() {
    each_database(async |database| {
        let world = begin_as_the_sample(database).await;
        for action in [Action::DropAfter, Action::DropBefore] {
            let first = MeetingForm { password: "2468".into(), ..with_people(&world) };
            let meeting = world.schedule(&first).await;
            let form = opened(&world, &world.organizer, &meeting).await;
            let passwords = MeetingForm { password: "1357".into(), ..form.clone() };
            let people = MeetingForm { invitee_ids: "1000141517".into(), ..form };
            for form in [passwords, people] {
                world.control().clear_calls();
                world.next("updateMeeting", action.clone());
                let key = key();
                refused_as(Kind::Unconfirmed, world.organizer.change(&meeting, &key, &form, &zone()).await);
                world.pass(21);
                assert_eq!(world.services.reconcile().await.unwrap(), 1);
                assert_eq!(world.calls("updateMeeting"), 2, "sent again");
                world.organizer.change(&meeting, &key, &form, &zone()).await.unwrap();
                assert_eq!(world.calls("updateMeeting"), 2, "and it is done");
                assert_eq!(password(&world, &meeting).await, (json!("1357"), Some("1357".into())));
            }
            assert_eq!(untold(&world, &meeting).await[0], json!([1_000_141_517]));
            assert_eq!(opened(&world, &world.organizer, &meeting).await.invitee_ids, "1000141517");
        }
    })
    .await;
}

#[tokio::test]
async fn what_can_neither_be_seen_nor_sent_again_is_said_to_be_unknown() {
    each_database(async |database| {
        let world = begin_as_the_sample(database).await;
        let meeting = world.schedule(&meeting_form(&world)).await;
        let form =
            MeetingForm { password: "1357".into(), ..opened(&world, &world.organizer, &meeting).await };
        let key = key();
        world.next("updateMeeting", Action::DropBefore);
        refused_as(Kind::Unconfirmed, world.organizer.change(&meeting, &key, &form, &zone()).await);
        // A running meeting is not changed.
        world.control().start_meeting(world.number(&meeting).await).unwrap();
        world.pass(21);
        assert_eq!(world.services.reconcile().await.unwrap(), 1);
        refused_as(Kind::Unconfirmed, world.organizer.change(&meeting, &key, &form, &zone()).await);
        assert_eq!(password(&world, &meeting).await, (Value::Null, None), "nothing is made up");
    })
    .await;
}

#[tokio::test]
async fn a_password_that_the_vendor_tells_is_compared() {
    each_database(async |database| {
        let world = begin(database).await;
        for (action, expected) in [(Action::DropAfter, "1357"), (Action::DropBefore, "2468")] {
            world.control().clear_calls();
            let first = MeetingForm { password: "2468".into(), ..meeting_form(&world) };
            let meeting = world.schedule(&first).await;
            let form = MeetingForm { password: "1357".into(), ..first };
            world.next("updateMeeting", action);
            refused_as(Kind::Unconfirmed, world.organizer.change(&meeting, &key(), &form, &zone()).await);
            world.pass(21);
            assert_eq!(world.services.reconcile().await.unwrap(), 1);
            assert_eq!(world.calls("updateMeeting"), 1, "nothing is left to send");
            assert_eq!(password(&world, &meeting).await, (json!(expected), Some(expected.into())));
        }
    })
    .await;
}
