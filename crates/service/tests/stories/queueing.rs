//! The queue at a door whose vendor is asked once for each person: who waits is told how long, and goes in then.

use crate::support::*;
use portico_domain::forms::{ConnectionForm, LinkForm, MeetingForm};
use portico_domain::ids::MeetingId;
use portico_domain::refusals::{Kind, Refusal, Rule};
use portico_domain::time::Timestamp;
use portico_sandbox::Action;
use portico_service::Services;
use portico_service::joining::{Door, HandOver, Place};
use portico_store::budgets::Calls;
use secrecy::ExposeSecret;
use std::time::Duration;

/// What came of a try to go in.
enum Outcome {
    In,
    Told(Place),
}

impl Outcome {
    #[track_caller]
    fn place(self) -> Place {
        match self {
            Outcome::Told(place) => place,
            Outcome::In => panic!("there should be a queue"),
        }
    }

    fn is_in(&self) -> bool {
        matches!(self, Outcome::In)
    }
}

fn outcome(way: HandOver) -> Outcome {
    match way {
        HandOver::Queued(place) => Outcome::Told(place),
        HandOver::Client { .. } => Outcome::In,
        _ => panic!("another vendor's way"),
    }
}

async fn try_in(services: &Services, slug: &str) -> Result<Outcome, Refusal> {
    services.guest(slug).await?.enter("Eve", "", &at("n")).await.map(outcome)
}

async fn try_back(services: &Services, slug: &str, place: &Place) -> Result<Outcome, Refusal> {
    let guest = services.guest_unasked(slug).await?;
    guest.come_back("Eve", place.ticket.expose_secret(), &at("n")).await.map(outcome)
}

/// A CloudRoom that takes so many joins a minute, with a meeting that is open.
async fn crowded(database: &Database, joins: &str) -> (World, MeetingId) {
    let world = begin(database).await;
    let form = ConnectionForm {
        joins_a_minute: joins.into(),
        ..connection_form("Sandbox", &world.sandbox.cloudroom_base())
    };
    world.administrator.change_connection(&world.connection, &form, &"".into()).await.unwrap();
    let long = MeetingForm { end: minutes(600), ..meeting_form(&world) };
    let meeting = world.schedule(&long).await;
    world.pass(3600);
    (world, meeting)
}

/// So many seconds after [`crowded`] began, here and at the vendor.
fn go_to(world: &World, millis: i64) {
    let now = Timestamp::from_millis(NOW.plus_seconds(3600).millis() + millis);
    world.clock.set(now);
    world.control().clock().set(now.seconds());
}

fn refuse(world: &World, retry_after: Option<u64>) {
    let body = r#"{"code":22008,"msg":"x"}"#.to_owned();
    let content_type = "application/json".to_owned();
    world.next("joinMeeting", Action::Refuse { status: 429, body, content_type, retry_after });
}

/// The most calls within any 60 s.
fn busiest_minute(world: &World, operation: &str) -> usize {
    let times: Vec<i64> = world.control().calls_of(operation).iter().map(|call| call.time).collect();
    let within = |begin: &i64| times.iter().filter(|at| (*begin..begin + 60).contains(at)).count();
    times.iter().map(within).max().unwrap_or(0)
}

#[tokio::test]
async fn who_cannot_go_in_at_once_is_told_a_place_and_goes_in_at_that_time() {
    each_database(async |database| {
        // Six a minute are eleven seconds apart.
        let (world, meeting) = crowded(database, "6").await;
        let slug = world.a_link(&meeting, &link_form()).await;
        assert!(try_in(&world.services, &slug).await.unwrap().is_in());
        let mut places = Vec::new();
        for n in 0..3 {
            let place = try_in(&world.services, &slug).await.unwrap().place();
            assert_eq!((place.before, place.wait_seconds), (n, 11 * (n + 1)));
            assert_eq!(place.turn, world.services.now().plus_seconds(11 * (n + 1)));
            assert!(place.public_url.is_some());
            assert_eq!(place.public_url, world.indexed(&meeting).await.public_url);
            places.push(place);
        }
        let [second, third, fourth] = places.try_into().ok().unwrap();
        assert_eq!(world.calls("joinMeeting"), 1);

        go_to(&world, 5_200);
        let same = try_back(&world.services, &slug, &second).await.unwrap().place();
        assert_eq!((same.turn, same.before, same.wait_seconds), (second.turn, 0, 6), "too early");
        go_to(&world, 11_000);
        assert!(try_back(&world.services, &slug, &same).await.unwrap().is_in());
        let spent = try_back(&world.services, &slug, &second).await.unwrap().place();
        assert_eq!(spent.turn, world.services.now().plus_seconds(33), "a place is used once");

        go_to(&world, 26_000);
        assert!(try_back(&world.services, &slug, &third).await.unwrap().is_in(), "a little late");
        go_to(&world, 37_001);
        let late = try_back(&world.services, &slug, &fourth).await.unwrap().place();
        assert_eq!(late.turn, spent.turn.plus_seconds(11), "too late");
        assert_eq!(world.calls("joinMeeting"), 3);
        go_to(&world, 44_000);
        assert!(try_back(&world.services, &slug, &spent).await.unwrap().is_in());
        // Nobody is left but one who has time; whoever comes after the last place goes in at once.
        go_to(&world, 200_000);
        assert!(try_in(&world.services, &slug).await.unwrap().is_in());
    })
    .await;
}

#[tokio::test]
async fn a_host_in_the_queue_is_offered_their_own_page_and_no_other() {
    each_database(async |database| {
        let (world, meeting) = crowded(database, "6").await;
        let host = world.a_link(&meeting, &LinkForm { role: "host".into(), ..link_form() }).await;
        assert!(try_in(&world.services, &host).await.unwrap().is_in());
        let own = try_in(&world.services, &host).await.unwrap().place().public_url.unwrap();
        assert_ne!(Some(&own), world.indexed(&meeting).await.public_url.as_ref());
        let told = world.store.meetings().told(&meeting).await.unwrap().unwrap();
        assert!(told.expose_secret().contains(&own), "{own}");
        let guest = world.services.guest(&host).await.unwrap();
        world.store.meetings().set_told(&meeting, &"unreadable".into()).await.unwrap();
        let place = outcome(guest.enter("Ada", "", &at("n")).await.unwrap()).place();
        assert_eq!(place.public_url, None);
    })
    .await;
}

#[tokio::test]
async fn a_short_wait_is_waited_out() {
    each_database(async |database| {
        // Sixty a minute are 1.1 seconds apart.
        let (world, meeting) = crowded(database, "60").await;
        let slug = world.a_link(&meeting, &link_form()).await;
        let began = std::time::Instant::now();
        assert!(try_in(&world.services, &slug).await.unwrap().is_in());
        assert!(try_in(&world.services, &slug).await.unwrap().is_in());
        assert!(began.elapsed() >= Duration::from_millis(1_100));
        let place = try_in(&world.services, &slug).await.unwrap().place();
        assert_eq!((place.before, place.wait_seconds), (1, 3));
        let began = std::time::Instant::now();
        go_to(&world, 1_200);
        assert!(try_back(&world.services, &slug, &place).await.unwrap().is_in(), "a second early");
        assert!(began.elapsed() >= Duration::from_millis(1_000));
    })
    .await;
}

#[tokio::test]
async fn no_sixty_seconds_have_more_joins_than_allowed_over_all_replicas() {
    each_database(async |database| {
        let (world, meeting) = crowded(database, "6").await;
        let slug = world.a_link(&meeting, &link_form()).await;
        let other =
            Services::with_pace(world.store.clone(), AUDIT_KEY.into(), world.clock.clone(), Duration::ZERO);
        let replicas = [&world.services, &other];
        assert!(try_in(&other, &slug).await.unwrap().is_in());
        let mut places = Vec::new();
        for n in 0..40 {
            places.push(try_in(replicas[n % 2], &slug).await.unwrap().place());
        }
        // The worst that can come: first all come as late as they may, then all as early.
        let begin = world.services.now();
        for (n, place) in places.iter().enumerate() {
            let late = if n < 20 { 4_000 } else { 0 };
            go_to(&world, place.turn.since(begin) + late);
            let outcome = try_back(replicas[(n + n / 2) % 2], &slug, place).await.unwrap();
            assert!(outcome.is_in(), "what they were told is what happens: {n}");
        }
        assert_eq!(world.calls("joinMeeting"), 41);
        assert_eq!(busiest_minute(&world, "joinMeeting"), 6);
    })
    .await;
}

#[tokio::test]
async fn a_paused_connection_gives_out_no_places() {
    each_database(async |database| {
        let (world, meeting) = crowded(database, "6").await;
        let slug = world.a_link(&meeting, &link_form()).await;
        world.administrator.pause_connection(&world.connection, true).await.unwrap();
        refused_as(Kind::Paused, try_in(&world.services, &slug).await.map(|_| ()));
        world.administrator.pause_connection(&world.connection, false).await.unwrap();
        assert!(try_in(&world.services, &slug).await.unwrap().is_in(), "the first place is still free");
    })
    .await;
}

#[tokio::test]
async fn a_ticket_is_good_at_its_own_link_alone_and_nobody_can_make_one() {
    each_database(async |database| {
        let (world, meeting) = crowded(database, "6").await;
        let slug = world.a_link(&meeting, &link_form()).await;
        let locked = LinkForm { passcode: "open sesame".into(), ..link_form() };
        let locked = world.a_link(&meeting, &locked).await;
        assert!(try_in(&world.services, &slug).await.unwrap().is_in());
        let place = try_in(&world.services, &slug).await.unwrap().place();

        let refusal = refused(try_back(&world.services, &locked, &place).await);
        assert_eq!(refusal.for_field("passcode"), Some(&Rule::Missing));
        let guest = world.services.guest(&locked).await.unwrap();
        let own = outcome(guest.enter("Eve", "open sesame", &at("n")).await.unwrap()).place();
        assert_eq!(own.turn, place.turn.plus_seconds(11));
        // Earlier than it was given.
        let ticket = place.ticket.expose_secret();
        let (turn, rest) = ticket.split_once('-').unwrap();
        let forged = format!("{}-{rest}", turn.parse::<i64>().unwrap() - 11_000);
        for bad in [forged.as_str(), "", "-", "1-2-3-4", &ticket[1..], &format!("{ticket}0")] {
            let guest = world.services.guest_unasked(&slug).await.unwrap();
            let came = outcome(guest.come_back("Eve", bad, &at("n")).await.unwrap()).place();
            assert!(came.turn > own.turn, "{bad}: at the end");
            assert_eq!(world.calls("joinMeeting"), 1);
        }
        // With their own ticket they need not type the passcode again, for a while.
        go_to(&world, 22_000);
        assert!(try_back(&world.services, &locked, &own).await.unwrap().is_in());
        go_to(&world, 22_000 + 900_000);
        let refusal = refused(try_back(&world.services, &locked, &own).await);
        assert_eq!(refusal.for_field("passcode"), Some(&Rule::Missing));
        let shown = shown(&place.ticket);
        assert!(!shown.contains(turn), "{shown}");
    })
    .await;
}

#[tokio::test]
async fn a_vendor_that_asks_for_fewer_calls_gets_fewer_and_nobody_is_refused() {
    each_database(async |database| {
        let (world, meeting) = crowded(database, "6").await;
        let slug = world.a_link(&meeting, &link_form()).await;
        let begin = world.services.now();
        let mut waiting = Vec::new();
        assert!(try_in(&world.services, &slug).await.unwrap().is_in());
        for _ in 0..6 {
            waiting.push(try_in(&world.services, &slug).await.unwrap().place());
        }
        let mut came = Vec::new();
        refuse(&world, None);
        for round in 0..20 {
            waiting.sort_by_key(|place| place.turn);
            if waiting.is_empty() {
                break;
            }
            let place = waiting.remove(0);
            let at = place.turn.since(begin);
            go_to(&world, at);
            match try_back(&world.services, &slug, &place).await.unwrap() {
                Outcome::In => came.push(at / 1000),
                Outcome::Told(anew) => {
                    assert!(anew.turn > place.turn, "{round}");
                    waiting.push(anew);
                }
            }
        }
        // At 11 the vendor refuses; until 72 every second place is used, and the others come again at the end.
        assert_eq!(came[..3], [22, 44, 66]);
        assert_eq!((came.len(), waiting.len()), (6, 0), "{came:?}");
        let gaps = came.windows(2).all(|pair| pair[1] - pair[0] >= 11);
        assert!(gaps, "{came:?}");
        assert_eq!(world.store.links().of_meeting(&meeting).await.unwrap()[0].uses, 7);
        assert_eq!(world.calls("joinMeeting"), 8, "one of them refused");
    })
    .await;
}

#[tokio::test]
async fn how_long_the_vendor_wants_to_hear_nothing_is_heeded() {
    each_database(async |database| {
        let (world, meeting) = crowded(database, "600").await;
        let slug = world.a_link(&meeting, &link_form()).await;
        refuse(&world, Some(30));
        let place = try_in(&world.services, &slug).await.unwrap().place();
        assert_eq!((place.turn, place.wait_seconds), (world.services.now().plus_seconds(30), 30));
        let next = try_in(&world.services, &slug).await.unwrap().place();
        assert_eq!(next.turn.since(place.turn), 220, "twice as far apart as set");
        go_to(&world, 30_220);
        assert!(try_back(&world.services, &slug, &next).await.unwrap().is_in());
        assert_eq!(world.connection().await.health.failure.as_deref(), Some("vendor-busy"));
    })
    .await;
}

#[tokio::test]
async fn a_place_costs_no_use_and_going_in_costs_one() {
    each_database(async |database| {
        let (world, meeting) = crowded(database, "6").await;
        let slug = world.a_link(&meeting, &LinkForm { most_uses: "2".into(), ..link_form() }).await;
        let uses = async || world.store.links().of_meeting(&meeting).await.unwrap()[0].uses;
        assert!(try_in(&world.services, &slug).await.unwrap().is_in());
        let first = try_in(&world.services, &slug).await.unwrap().place();
        let second = try_in(&world.services, &slug).await.unwrap().place();
        assert_eq!(first.public_url, None, "in the browser nobody counts");
        try_back(&world.services, &slug, &first).await.unwrap().place();
        assert_eq!(uses().await, 1);
        go_to(&world, 11_000);
        assert!(try_back(&world.services, &slug, &first).await.unwrap().is_in());
        assert_eq!(uses().await, 2);
        go_to(&world, 22_000);
        refused_as(Kind::Conflict, try_back(&world.services, &slug, &second).await);
        assert_eq!(world.services.guest(&slug).await.unwrap().door(), Door::UsedUp);
        assert_eq!((uses().await, world.calls("joinMeeting")), (2, 2));
    })
    .await;
}

#[tokio::test]
async fn a_meeting_that_ends_meanwhile_says_so() {
    each_database(async |database| {
        let (world, meeting) = crowded(database, "6").await;
        let slug = world.a_link(&meeting, &link_form()).await;
        assert!(try_in(&world.services, &slug).await.unwrap().is_in());
        let place = try_in(&world.services, &slug).await.unwrap().place();
        world.control().end_meeting(world.number(&meeting).await).unwrap();
        assert_eq!(world.services.guest(&slug).await.unwrap().door(), Door::Ended);
        go_to(&world, 11_000);
        refused_as(Kind::Conflict, try_back(&world.services, &slug, &place).await);
        assert_eq!(world.calls("joinMeeting"), 1);
    })
    .await;
}

#[tokio::test]
async fn list_calls_are_held_back_rather_than_made_beyond_the_limit() {
    each_database(async |database| {
        let (world, meeting) = crowded(database, "6").await;
        let slug = world.a_link(&meeting, &link_form()).await;
        world.synchronise().await.unwrap();
        // As if others had just made all that are allowed.
        let (budgets, now) = (world.store.budgets(), world.services.now());
        let taken = budgets.take(&world.connection, Calls::List, now, 130_000, now.plus_seconds(60)).await;
        assert!(taken.unwrap().is_some());
        let before = world.control().calls().len();
        refused_as(Kind::VendorBusy, world.synchronise().await);
        refused_as(Kind::VendorBusy, world.administrator.test_connection(&world.connection).await);
        assert_eq!(world.control().calls().len(), before, "nothing was sent");
        let health = world.connection().await.health;
        assert!(!health.is_failing(), "which says nothing of the vendor: {health:?}");
        assert!(try_in(&world.services, &slug).await.unwrap().is_in(), "joins are none of it");
        go_to(&world, 66_000);
        world.synchronise().await.unwrap();
    })
    .await;
}
