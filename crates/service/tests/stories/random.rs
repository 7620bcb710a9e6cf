//! Whatever goes wrong at whatever moment: in the end the index and the vendor agree, nothing is there
//! twice and nothing is lost. A hundred runs; `PORTICO_RUNS=1000` for more, `PORTICO_SEED` for others.

use crate::support::*;
use portico_domain::forms::MeetingForm;
use portico_domain::ids::MeetingId;
use portico_domain::meetings::MeetingState;
use portico_domain::refusals::Kind;
use portico_sandbox::Action;
use std::collections::HashSet;

/// A small generator (SplitMix64), so that a run can be had again by its seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % most
    }
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

fn a_fault(dice: &mut Dice) -> Option<Action> {
    Some(match dice.below(9) {
        0 | 1 => Action::DropAfter,
        2 => Action::DropBefore,
        3 => Action::Html502,
        4 => Action::Garbage,
        5 => Action::Truncate,
        6 => Action::Refuse {
            status: 500,
            body: r#"{"code":22224,"msg":"x"}"#.into(),
            content_type: "application/json".into(),
            retry_after: None,
        },
        _ => return None,
    })
}

/// In an hour from whenever it is.
fn soon(world: &World) -> MeetingForm {
    let start = world.services.now().plus_minutes(60);
    MeetingForm {
        start: zone().field(start),
        end: zone().field(start.plus_minutes(60)),
        ..meeting_form(world)
    }
}

/// One form on its way, sent up to three times with its key, as an impatient person does.
async fn create(world: &World, dice: &mut Dice, run: u64) -> Option<MeetingId> {
    // Some look alike, which makes it hard to tell them apart.
    let subject = format!("Run {}", run % 7);
    let form = MeetingForm { subject, ..soon(world) };
    let key = key();
    for _ in 0..=dice.below(3) {
        if let Some(action) = a_fault(dice) {
            world.next("createMeeting", action);
        }
        let outcome = world.organizer.schedule(&key, &form, &zone()).await;
        world.control().clear_faults();
        match outcome {
            Ok(meeting) => return Some(meeting),
            Err(refusal) => assert!(
                matches!(refusal.kind, Kind::Unconfirmed | Kind::VendorRefused | Kind::VendorSilent),
                "{refusal}"
            ),
        }
        if dice.below(4) == 0 {
            world.pass(21);
            world.services.reconcile().await.unwrap();
        }
        if dice.below(4) == 0 {
            world.synchronise().await.unwrap();
        }
    }
    None
}

async fn meddle(world: &World, dice: &mut Dice, meeting: &MeetingId, run: u64) {
    let operation = ["updateMeeting", "deleteMeeting", "endMeeting"][dice.below(3) as usize];
    if let Some(action) = a_fault(dice) {
        world.next(operation, action);
    }
    let _ = match operation {
        "updateMeeting" => {
            let form = MeetingForm { subject: format!("Changed in {run}"), ..soon(world) };
            world.organizer.change(meeting, &key(), &form, &zone()).await
        }
        "deleteMeeting" => world.organizer.cancel(meeting, &key()).await,
        _ => {
            let number = world.number(meeting).await;
            let _ = world.control().start_meeting(number);
            world.organizer.end(meeting, &key()).await
        }
    };
    world.control().clear_faults();
}

async fn agree(world: &World) {
    for _ in 0..4 {
        world.pass(21);
        world.services.reconcile().await.unwrap();
    }
    world.pass(30);
    world.synchronise().await.unwrap();
    let held = world.held();
    let mut numbers = HashSet::new();
    for meeting in world.all_indexed().await {
        let Some(number) = meeting.vendor_id.as_ref() else {
            assert_eq!(meeting.state, MeetingState::Cancelled, "nothing stays unconfirmed: {meeting:?}");
            continue;
        };
        let number: i64 = number.as_str().parse().unwrap();
        assert!(numbers.insert(number), "twice in the index: {meeting:?}");
        let there = held.iter().find(|it| it["confId"] == number);
        match (meeting.state, there) {
            (MeetingState::Cancelled, None) => {}
            (state, Some(there)) => {
                assert_eq!(there["subject"], meeting.subject.as_str());
                let status = match state {
                    MeetingState::Scheduled => 0,
                    MeetingState::Live => 1,
                    MeetingState::Ended => 2,
                    other => panic!("{other:?} here, but the vendor has it: {there}"),
                };
                assert_eq!(there["status"], status, "{meeting:?}");
                assert!(meeting.owner.is_some(), "an orphan: {meeting:?}");
            }
            (state, None) => panic!("{state:?} here, and the vendor does not have it: {meeting:?}"),
        }
    }
    for there in held {
        let number = there["confId"].as_i64().unwrap();
        assert!(numbers.contains(&number), "an orphan at the vendor: {there}");
    }
}

#[tokio::test]
async fn in_the_end_everything_agrees() {
    each_database(async |database| {
        let seed = number("PORTICO_SEED", 20_261_121);
        let mut dice = Dice(seed);
        let world = begin(database).await;
        let mut forms = 0;
        let mut alive: Vec<MeetingId> = Vec::new();
        for run in 0..number("PORTICO_RUNS", 100) {
            alive.extend(create(&world, &mut dice, run).await);
            forms += 1;
            if !alive.is_empty() && dice.below(2) == 0 {
                let place = dice.below(alive.len() as u64) as usize;
                let meeting = alive.swap_remove(place);
                meddle(&world, &mut dice, &meeting, run).await;
            }
            if run % 25 == 24 {
                agree(&world).await;
                let held = world.held().len();
                assert!(held <= forms, "{held} meetings of {forms} forms (seed {seed})");
            }
        }
        agree(&world).await;
    })
    .await;
}
