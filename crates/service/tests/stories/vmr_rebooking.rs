//! Changing a meeting where the vendor has no change: whatever is refused, lost or killed, exactly one
//! booking stands in the end, and the link leads to it.

use crate::support::vmr::{begin_vmr, in_the_big_room, vmr_form};
use crate::support::*;
use portico_domain::forms::MeetingForm;
use portico_domain::ids::{IntentId, MeetingId, PersonId};
use portico_domain::meetings::MeetingState;
use portico_domain::refusals::Kind;
use portico_sandbox::Action;
use portico_store::intents::{Intent, IntentState, NewIntent};
use serde_json::json;

fn refuse(code: &str) -> Action {
    let body = json!({ "code": code, "data": null, "message": "no", "state": 0 }).to_string();
    Action::Refuse { status: 200, body, content_type: "application/json".into(), retry_after: None }
}

fn moved(form: MeetingForm) -> MeetingForm {
    // Meets the time that it had, so that the old booking may be in the way.
    MeetingForm { subject: "Moved".into(), start: minutes(90), end: minutes(180), ..form }
}

/// Looks until nothing is open any more.
async fn reconcile(world: &World) {
    for _ in 0..12 {
        world.pass(21);
        Box::pin(world.services.reconcile()).await.unwrap();
    }
}

#[track_caller]
fn the_one(world: &World) -> serde_json::Value {
    let booked = world.booked();
    assert_eq!(booked.len(), 1, "{booked:?}");
    booked[0].clone()
}

/// Exactly one booking, one row, and a link that leads there, also after the vendor was asked what it has.
async fn exactly_one_stands(world: &World, meeting: &MeetingId, slug: &str, subject: &str) {
    let booking = the_one(world);
    assert_eq!(booking["theme"], subject);
    for _ in 0..2 {
        let known = world.indexed(meeting).await;
        assert_eq!((known.subject.as_str(), known.state), (subject, MeetingState::Scheduled));
        assert_eq!(world.number(meeting).await, booking["id"]);
        assert_eq!(world.all_indexed().await.len(), 1, "no second row");
        world.pass(30);
        world.synchronise().await.unwrap();
    }
    assert_eq!(world.dials(slug).await, (world.room_number(meeting).await, "2468".into()));
    let host = world.vmr_as(vmr::ACCOUNT).bookings(world.vmr_as(vmr::ACCOUNT).account()).await.unwrap();
    let pin = host[0].host_pin.as_ref().map(|pin| secrecy::ExposeSecret::expose_secret(pin).to_owned());
    assert_eq!(pin.as_deref(), Some("97531"), "the host keeps the password that nobody typed again");
}

async fn intent(world: &World, key: &str) -> Intent {
    let person: &PersonId = &world.organizer.person().id;
    world.store.intents().by_key(Some(person), key).await.unwrap().unwrap()
}

/// What somebody sends who leaves the host's password as it is.
fn untouched(form: MeetingForm) -> MeetingForm {
    MeetingForm { host_password: String::new(), ..form }
}

#[tokio::test]
async fn the_number_changes_and_nothing_else_does() {
    each_database(async |database| {
        let world = begin_vmr(database).await;
        let meeting = world.schedule(&vmr_form(&world)).await;
        let (before, slug) = (world.number(&meeting).await, world.early_link(&meeting).await);
        let old_page = world.indexed(&meeting).await.public_url;
        world.pass(1);
        let form = untouched(moved(vmr_form(&world)));
        let key = key();
        world.organizer.change(&meeting, &key, &form, &zone()).await.unwrap();
        world.organizer.change(&meeting, &key, &form, &zone()).await.unwrap();
        assert_eq!(world.calls("createmeet"), 2, "the same key books nothing more");
        let after = world.number(&meeting).await;
        assert_ne!(before, after);
        assert_ne!(world.indexed(&meeting).await.public_url, old_page, "the vendor's page is another");
        Box::pin(exactly_one_stands(&world, &meeting, &slug, "Moved")).await;

        let history = world.organizer.meeting(&meeting).await.unwrap().history;
        let lines: Vec<_> = history.iter().map(|(line, _)| line.what.as_str()).collect();
        assert_eq!(lines, ["renumbered", "changed", "link-created", "scheduled"]);
        assert_eq!(history[0].0.detail, format!("{before} → {after}"));
        assert_eq!(history[1].0.detail, "subject start end");
        assert_eq!(history[0].1.as_deref(), Some("The organizer"));
    })
    .await;
}

#[tokio::test]
async fn what_changes_nothing_leaves_the_number_alone() {
    each_database(async |database| {
        let world = begin_vmr(database).await;
        let meeting = world.schedule(&vmr_form(&world)).await;
        let before = world.number(&meeting).await;
        world.change_to(&meeting, &untouched(vmr_form(&world))).await.unwrap();
        assert_eq!((world.number(&meeting).await, world.calls("createmeet")), (before, 1));
        // A password is a change, too.
        let form = MeetingForm { password: "1357".into(), ..untouched(vmr_form(&world)) };
        world.change_to(&meeting, &form).await.unwrap();
        assert_ne!(world.number(&meeting).await, before);
        let history = world.organizer.meeting(&meeting).await.unwrap().history;
        assert_eq!(history[1].0.detail, "password");
    })
    .await;
}

#[tokio::test]
async fn in_its_own_room_and_time_the_old_booking_makes_way() {
    each_database(async |database| {
        let world = begin_vmr(database).await;
        let meeting = world.schedule(&in_the_big_room(&world)).await;
        let slug = world.early_link(&meeting).await;
        world.pass(1);
        world.change_to(&meeting, &untouched(moved(in_the_big_room(&world)))).await.unwrap();
        assert_eq!(the_one(&world)["pid"], 486);
        Box::pin(exactly_one_stands(&world, &meeting, &slug, "Moved")).await;
    })
    .await;
}

#[tokio::test]
async fn a_refusal_leaves_the_old_booking_untouched() {
    each_database(async |database| {
        let world = begin_vmr(database).await;
        let meeting = world.schedule(&vmr_form(&world)).await;
        let (before, slug) = (world.number(&meeting).await, world.early_link(&meeting).await);
        world.big_room_taken(100, 130).await;
        // The room that is wanted is not the one that we are in, so nothing is given up for it.
        let outcome = world.change_to(&meeting, &untouched(moved(in_the_big_room(&world)))).await;
        let refusal = refused_as(Kind::VendorRefused, outcome);
        assert_eq!(code(&refusal), "200009");
        assert!(refusal.for_field("start").is_some(), "said beside the field");
        assert_eq!((world.calls("cancelmeet"), world.number(&meeting).await), (0, before));
        Box::pin(exactly_one_stands(&world, &meeting, &slug, "Weekly review")).await;
    })
    .await;
}

#[tokio::test]
async fn if_somebody_else_is_in_the_way_too_the_old_booking_is_made_again() {
    each_database(async |database| {
        let world = begin_vmr(database).await;
        let meeting = world.schedule(&in_the_big_room(&world)).await;
        let (before, slug) = (world.number(&meeting).await, world.early_link(&meeting).await);
        world.big_room_taken(150, 200).await;
        world.pass(1);
        let outcome = world.change_to(&meeting, &untouched(moved(in_the_big_room(&world)))).await;
        assert_eq!(code(&refused_as(Kind::VendorRefused, outcome)), "200009");
        assert_eq!(the_one(&world)["pid"], 486, "in its room");
        let after = world.number(&meeting).await;
        Box::pin(exactly_one_stands(&world, &meeting, &slug, "Weekly review")).await;
        let history = world.organizer.meeting(&meeting).await.unwrap().history;
        assert_eq!(history[0].0.detail, format!("{before} → {after}"));
    })
    .await;
}

#[tokio::test]
async fn if_its_room_was_taken_meanwhile_another_is_better_than_none() {
    each_database(async |database| {
        let world = begin_vmr(database).await;
        let meeting = world.schedule(&in_the_big_room(&world)).await;
        let slug = world.early_link(&meeting).await;
        for code in ["200009", "400", "200009"] {
            world.next("createmeet", refuse(code));
        }
        let outcome = world.change_to(&meeting, &untouched(moved(in_the_big_room(&world)))).await;
        assert_eq!(code(&refused_as(Kind::VendorRefused, outcome)), "400");
        assert_ne!(the_one(&world)["pid"], 486);
        Box::pin(exactly_one_stands(&world, &meeting, &slug, "Weekly review")).await;
    })
    .await;
}

#[tokio::test]
async fn an_old_booking_that_the_vendor_keeps_stays_and_the_new_one_goes() {
    for lost in [None, Some(Action::DropBefore), Some(Action::DropAfter)] {
        each_database(async |database| {
            let world = begin_vmr(database).await;
            let meeting = world.schedule(&vmr_form(&world)).await;
            let (before, slug) = (world.number(&meeting).await, world.early_link(&meeting).await);
            world.pass(1);
            world.next("cancelmeet", refuse("200001"));
            let expected = if lost.is_none() { Kind::VendorRefused } else { Kind::Unconfirmed };
            if let Some(action) = lost.clone() {
                world.next("cancelmeet", action);
            }
            refused_as(expected, world.change_to(&meeting, &untouched(moved(vmr_form(&world)))).await);
            assert_eq!(world.number(&meeting).await, before, "links lead to what is sure to stand");
            reconcile(&world).await;
            Box::pin(exactly_one_stands(&world, &meeting, &slug, "Weekly review")).await;
        })
        .await;
    }
}

/// Which answers get lost, what was refused before, and as what the meeting stands in the end.
type Loss = (&'static str, &'static [&'static str], &'static str, Action, &'static str);

const LOSSES: [Loss; 9] = [
    ("the booking beside", &[], "createmeet", Action::DropAfter, "Moved"),
    ("the booking beside, never made", &[], "createmeet", Action::DropBefore, "Weekly review"),
    ("the old one's cancellation", &[], "cancelmeet", Action::DropAfter, "Moved"),
    ("the old one's cancellation, never made", &[], "cancelmeet", Action::DropBefore, "Moved"),
    ("making way", &["200009"], "cancelmeet", Action::DropAfter, "Moved"),
    ("making way, never made", &["200009"], "cancelmeet", Action::DropBefore, "Moved"),
    ("the booking instead", &["200009"], "createmeet", Action::DropAfter, "Moved"),
    ("the booking instead, never made", &["200009"], "createmeet", Action::DropBefore, "Moved"),
    ("the restoring", &["200009", "400"], "createmeet", Action::DropAfter, "Weekly review"),
];

#[tokio::test]
async fn whichever_answer_is_lost_one_booking_stands_in_the_end() {
    each_database(async |database| {
        let world = begin_vmr(database).await;
        for (what, refusals, operation, action, subject) in LOSSES {
            println!("lost: {what}");
            Box::pin(lose(&world, refusals, operation, action, subject)).await;
        }
        let restoring = &["200009", "400"];
        Box::pin(lose(&world, restoring, "createmeet", Action::DropBefore, "Weekly review")).await;
    })
    .await;
}

async fn lose(world: &World, refusals: &[&str], operation: &str, action: Action, subject: &str) {
    for meeting in world.all_indexed().await {
        world.organizer.cancel(&meeting.id, &key()).await.unwrap();
    }
    let first = world.all_indexed().await.len();
    let start = MeetingForm { start: minutes(60 * 24), end: minutes(60 * 25), ..in_the_big_room(world) };
    let meeting = world.schedule(&start).await;
    let slug = world.early_link(&meeting).await;
    world.pass(1);
    for code in refusals {
        world.next("createmeet", refuse(code));
    }
    world.next(operation, action);
    let form = MeetingForm { subject: "Moved".into(), end: minutes(60 * 26), ..untouched(start) };
    // Where the vendor does not refuse by itself, the old booking is in another room and not in the way.
    let form = if refusals.is_empty() { MeetingForm { room: "502".into(), ..form } } else { form };
    let key = key();
    refused_as(Kind::Unconfirmed, world.organizer.change(&meeting, &key, &form, &zone()).await);
    let open = intent(world, &key).await;
    assert_eq!(open.state, IntentState::Unknown);
    let text = open.payload.to_string();
    assert!(!text.contains("2468") && !text.contains("97531"), "no password lies open: {text}");
    // While it is open, nothing else is done to the meeting.
    refused(world.organizer.cancel(&meeting, &self::key()).await);
    refused(world.change_to(&meeting, &form).await);
    world.pass(2);
    world.synchronise().await.unwrap();

    reconcile(world).await;
    assert_eq!(the_one(world)["theme"], subject);
    let known = world.indexed(&meeting).await;
    assert_eq!((known.subject.as_str(), known.state), (subject, MeetingState::Scheduled));
    assert_eq!(world.number(&meeting).await, the_one(world)["id"]);
    world.pass(30);
    world.synchronise().await.unwrap();
    assert_eq!(world.all_indexed().await.len(), first + 1, "no second row");
    assert_eq!(world.dials(&slug).await, (world.room_number(&meeting).await, "2468".into()));
    let settled = intent(world, &key).await;
    let done = if subject == "Moved" { IntentState::Done } else { IntentState::Refused };
    assert_eq!(settled.state, done);
    assert!(world.store.intents().secrets(&open.id).await.unwrap().is_none(), "kept no longer than needed");
    // The same form again: done already, or done now.
    world.organizer.change(&meeting, &key, &form, &zone()).await.unwrap();
    assert_eq!(the_one(world)["theme"], "Moved");
}

#[tokio::test]
async fn killed_before_its_first_call_it_did_not_happen() {
    each_database(async |database| {
        let world = begin_vmr(database).await;
        let meeting = world.schedule(&vmr_form(&world)).await;
        let slug = world.early_link(&meeting).await;
        let intent = NewIntent {
            id: IntentId(portico_store::new_id()),
            person: Some(world.organizer.person().id.clone()),
            idempotency_key: "killed".into(),
            action: "meeting.change".into(),
            body_hash: "hash".into(),
            connection: Some(world.connection.clone()),
            meeting: Some(meeting.clone()),
            payload: json!({}),
            at: world.services.now(),
        };
        world.store.intents().begin(&intent).await.unwrap();
        let busy = world.change_to(&meeting, &untouched(moved(vmr_form(&world)))).await;
        refused_as(Kind::InProgress, busy);
        reconcile(&world).await;
        assert_eq!(self::intent(&world, "killed").await.state, IntentState::Refused);
        Box::pin(exactly_one_stands(&world, &meeting, &slug, "Weekly review")).await;
        world.change_to(&meeting, &untouched(moved(vmr_form(&world)))).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn killed_between_the_vendors_answer_and_the_index_it_goes_on_from_there() {
    for laid_down in [false, true] {
        each_database(async |database| {
            let world = begin_vmr(database).await;
            let meeting = world.schedule(&vmr_form(&world)).await;
            let before = world.indexed(&meeting).await.vendor_id.unwrap();
            let slug = world.early_link(&meeting).await;
            world.pass(1);
            world.next("cancelmeet", Action::DropBefore);
            refused_as(
                Kind::Unconfirmed,
                world.change_to(&meeting, &untouched(moved(vmr_form(&world)))).await,
            );
            // As it was when the vendor had just booked the new one.
            let (meetings, now) = (world.store.meetings(), world.services.now());
            meetings.lay_down_number(&meeting, now).await.unwrap();
            if !laid_down {
                meetings.confirm(&meeting, &before, MeetingState::Scheduled, now).await.unwrap();
            }
            world.pass(5);
            world.synchronise().await.unwrap();
            reconcile(&world).await;
            Box::pin(exactly_one_stands(&world, &meeting, &slug, "Moved")).await;
        })
        .await;
    }
}

#[tokio::test]
async fn a_silent_vendor_concludes_nothing() {
    each_database(async |database| {
        let world = begin_vmr(database).await;
        let meeting = world.schedule(&in_the_big_room(&world)).await;
        let slug = world.early_link(&meeting).await;
        world.next("createmeet", refuse("200009"));
        world.next("createmeet", Action::DropBefore);
        let form = untouched(moved(in_the_big_room(&world)));
        refused_as(Kind::Unconfirmed, world.change_to(&meeting, &form).await);
        assert!(world.booked().is_empty());
        world.control().add_fault(portico_sandbox::Fault::always(Action::Html502));
        reconcile(&world).await;
        assert_eq!(world.state(&meeting).await, MeetingState::Unconfirmed);
        world.control().clear_faults();
        reconcile(&world).await;
        Box::pin(exactly_one_stands(&world, &meeting, &slug, "Moved")).await;
    })
    .await;
}

#[tokio::test]
async fn many_at_once_leave_one_booking() {
    each_database(async |database| {
        let world = begin_vmr(database).await;
        let meeting = world.schedule(&vmr_form(&world)).await;
        let slug = world.early_link(&meeting).await;
        let form = untouched(moved(vmr_form(&world)));
        let work = (0..6).map(|_| {
            let (organizer, meeting, form) = (world.organizer.clone(), meeting.clone(), form.clone());
            async move { organizer.change(&meeting, &key(), &form, &zone()).await }
        });
        for outcome in together(work).await {
            if let Err(refusal) = outcome {
                // Whoever comes late may find the meeting between its two bookings.
                assert!(matches!(refusal.kind, Kind::InProgress | Kind::Unconfirmed), "{refusal}");
            }
        }
        reconcile(&world).await;
        // Whoever was refused tries again.
        world.change_to(&meeting, &form).await.unwrap();
        Box::pin(exactly_one_stands(&world, &meeting, &slug, "Moved")).await;
    })
    .await;
}

#[tokio::test]
async fn a_running_meeting_is_not_booked_again() {
    each_database(async |database| {
        let world = begin_vmr(database).await;
        let meeting = world.schedule(&vmr_form(&world)).await;
        world.pass(65 * 60);
        world.poke(&meeting, portico_sandbox::RoomPoke::Start).await;
        let form = MeetingForm { end: minutes(180), ..untouched(vmr_form(&world)) };
        refused_as(Kind::Conflict, world.change_to(&meeting, &form).await);
        assert_eq!(world.calls("createmeet"), 1);
    })
    .await;
}
