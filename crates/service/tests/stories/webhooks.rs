//! Other systems are told what happens: signed, in order, again until it arrives.

use crate::support::receiver::{Answer, Got, Receiver};
use crate::support::*;
use portico_domain::forms::{MeetingForm, WebhookForm};
use portico_domain::ids::{DeliveryId, MeetingId, WebhookId};
use portico_domain::refusals::{Kind, Rule};
use portico_domain::webhooks::{Delivery, DeliveryState, EventKind, Failing, StopReason};
use portico_service::vendors::kit::{Deadlines, FixedClock};
use portico_service::{NewSecret, Sending, Services};
use secrecy::{ExposeSecret, SecretString};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_millis(300);
const HOUR: i64 = 3600;

fn form(url: &str, kinds: &[EventKind]) -> WebhookForm {
    let events = kinds.iter().map(|kind| (kind.name().to_owned(), "on".to_owned())).collect();
    WebhookForm { name: "Calendar".into(), url: url.into(), events, private_network: "on".into() }
}

fn quick(services: &Services) {
    services.use_sending(Sending::new(Deadlines::all(PATIENCE), Arc::new(|| 0.5)).unwrap());
}

struct Told {
    world: World,
    receiver: Receiver,
    id: WebhookId,
    secret: SecretString,
}

/// A receiver of these events, past the scheduling of meetings that a story is not about.
async fn begin_telling(database: &Database, kinds: &[EventKind]) -> Told {
    let world = begin(database).await;
    quick(&world.services);
    let receiver = Receiver::start().await;
    let NewSecret { webhook, secret } =
        world.administrator.add_webhook(&form(&receiver.url(), kinds)).await.unwrap();
    Told { world, receiver, id: webhook.id, secret }
}

impl Told {
    async fn deliver(&self) -> u64 {
        self.world.services.deliver_due().await.unwrap()
    }

    async fn log(&self) -> Vec<Delivery> {
        self.world.administrator.deliveries(&self.id, None, None, 100).await.unwrap().rows
    }

    /// The newest.
    async fn last(&self) -> Delivery {
        self.log().await.remove(0)
    }
}

/// A new process on the same database, with the same clock.
async fn another_process(database: &Database, clock: &Arc<FixedClock>) -> Services {
    let store = database.open().await;
    let services = Services::with_pace(store, AUDIT_KEY.into(), clock.clone(), Duration::ZERO);
    quick(&services);
    services
}

/// As a receiver reads it: with the library of those who wrote the specification. (Its own check of the time knows
/// only the machine's clock.)
fn verify(got: &Got, secret: &SecretString) -> bool {
    let reader = standardwebhooks::Webhook::new(secret.expose_secret()).unwrap();
    let seconds = got.header("webhook-timestamp").parse().unwrap();
    let expected = reader.sign(got.header("webhook-id"), seconds, got.body.as_bytes()).unwrap();
    got.header("webhook-signature").split(' ').any(|signature| signature == expected)
}

/// A meeting in an hour, whatever the time.
async fn a_meeting(world: &World) -> MeetingId {
    let start = world.services.now().plus_minutes(60);
    let (start, end) = (zone().field(start), zone().field(start.plus_minutes(60)));
    let form = MeetingForm { start, end, ..meeting_form(world) };
    Box::pin(world.schedule(&form)).await
}

/// A meeting that is moved, entered, ended, recorded, and whose recording is deleted.
async fn a_whole_meeting(world: &World) -> MeetingId {
    let meeting = a_meeting(world).await;
    let moved = MeetingForm { start: minutes(30), end: minutes(90), ..meeting_form(world) };
    Box::pin(world.organizer.change(&meeting, &key(), &moved, &zone())).await.unwrap();
    let slug = Box::pin(world.a_link(&meeting, &link_form())).await;
    world.pass(1800);
    let guest = Box::pin(world.services.guest(&slug)).await.unwrap();
    Box::pin(guest.enter("Eve", "", &at("n"))).await.unwrap();
    Box::pin(world.viewer.fresh(&meeting)).await.unwrap();
    world.pass(600);
    Box::pin(world.organizer.end(&meeting, &key())).await.unwrap();
    world.pass(60);
    let recording = Box::pin(world.organizer.meeting(&meeting)).await.unwrap().recordings.remove(0);
    Box::pin(world.organizer.delete_recording(&recording.id)).await.unwrap();
    meeting
}

#[tokio::test]
async fn a_meeting_is_told_of_from_beginning_to_end() {
    each_database(async |database| {
        let told = begin_telling(database, &EventKind::ALL).await;
        let meeting = Box::pin(a_whole_meeting(&told.world)).await;
        assert!(told.deliver().await >= 7);
        assert_eq!(told.deliver().await, 0, "each once");

        let kinds = told.receiver.kinds();
        let place = |kind: EventKind| kinds.iter().position(|it| it == kind.name()).unwrap_or(usize::MAX);
        let order = [
            EventKind::Scheduled,
            EventKind::Changed,
            EventKind::Started,
            EventKind::Ended,
            EventKind::RecordingReady,
            EventKind::RecordingDeleted,
        ];
        assert!(order.map(place).is_sorted() && kinds.contains(&"recording.deleted".to_owned()), "{kinds:?}");
        let got = told.receiver.got();
        for one in &got {
            assert!(verify(one, &told.secret), "{}", one.body);
            assert!(!verify(one, &"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".into()));
            assert_eq!((one.header("content-type"), one.path.as_str()), ("application/json", "/in?key=1"));
        }
        let scheduled = got[0].json();
        let sent = NOW.seconds() + 1800 + 600 + 60;
        assert_eq!(got[0].header("webhook-timestamp"), sent.to_string(), "when it was sent");
        assert_eq!(scheduled["timestamp"], "2026-11-21T04:00:00Z", "when it happened");
        assert_eq!(scheduled["data"]["meeting"]["id"], meeting.as_str());
        assert_eq!(scheduled["data"]["meeting"]["subject"], "Weekly review");
        assert_eq!(scheduled["data"]["meeting"]["start"], "2026-11-21T05:00:00Z");
        let joined = got.iter().find(|one| one.kind() == "meeting.joined").unwrap().json();
        assert_eq!(joined["data"]["guest"]["name"], "Eve");
    })
    .await;
}

#[tokio::test]
async fn everybody_is_told_only_what_they_asked_for() {
    each_database(async |database| {
        let told = begin_telling(database, &[EventKind::Scheduled, EventKind::Cancelled]).await;
        let world = &told.world;
        let meeting = a_meeting(world).await;
        Box::pin(world.organizer.cancel(&meeting, &key())).await.unwrap();
        let some = form(&told.receiver.url(), &[EventKind::Scheduled]);
        world.administrator.change_webhook(&told.id, &some).await.unwrap();
        let meeting = a_meeting(world).await;
        Box::pin(world.organizer.cancel(&meeting, &key())).await.unwrap();
        told.deliver().await;
        let mut kinds = told.receiver.kinds();
        kinds.sort();
        assert_eq!(kinds, ["meeting.cancelled", "meeting.scheduled", "meeting.scheduled"]);
    })
    .await;
}

#[tokio::test]
async fn what_fails_is_sent_again_and_what_comes_later_waits() {
    each_database(async |database| {
        let kinds = [EventKind::Scheduled, EventKind::Cancelled];
        let told = begin_telling(database, &kinds).await;
        let (world, receiver) = (&told.world, &told.receiver);
        let meeting = a_meeting(world).await;
        Box::pin(world.organizer.cancel(&meeting, &key())).await.unwrap();
        let busy = Answer::With(429, "retry-after", "90".into());
        receiver.answer([Answer::Status(500), Answer::Silence, busy, Answer::Status(302)]);

        assert_eq!(told.deliver().await, 1);
        let first = told.log().await.pop().unwrap();
        assert_eq!((first.state, first.status, first.attempts), (DeliveryState::Waiting, Some(500), 1));
        assert_eq!(
            (first.failing, first.next),
            (Some(Failing::Status), world.services.now().plus_seconds(5))
        );
        assert_eq!(told.deliver().await, 0, "not yet");
        world.pass(5);
        assert_eq!(told.deliver().await, 1);
        let second = told.log().await.pop().unwrap();
        assert_eq!((second.failing, second.status), (Some(Failing::Late), None));
        assert!(second.took.unwrap() >= 250, "{second:?}");
        world.pass(30);
        assert_eq!(told.deliver().await, 1);
        world.pass(89);
        assert_eq!(told.deliver().await, 0, "it asked for a minute and a half, longer than it would be");
        world.pass(31);
        assert_eq!(told.deliver().await, 1);
        assert_eq!(told.log().await.pop().unwrap().status, Some(302), "nobody is followed elsewhere");
        world.pass(600);
        assert_eq!(told.deliver().await, 2, "it arrives, and with it what waited");

        let got = receiver.got();
        let kinds = receiver.kinds();
        assert_eq!(kinds[..5], ["meeting.scheduled"; 5]);
        assert_eq!(kinds[5..], ["meeting.cancelled"]);
        assert!(got[..5].iter().all(|one| one.header("webhook-id") == got[0].header("webhook-id")));
        assert_ne!(
            got[0].header("webhook-timestamp"),
            got[4].header("webhook-timestamp"),
            "each try its own"
        );
        assert!(got.iter().all(|one| verify(one, &told.secret)));
        assert!(told.log().await.iter().all(|row| row.state == DeliveryState::Delivered));
        let row = world.administrator.webhook(&told.id).await.unwrap();
        assert_eq!((row.waiting, row.webhook.failing), (0, None));
    })
    .await;
}

#[tokio::test]
async fn after_a_day_it_is_given_up_and_after_three_the_address_too() {
    each_database(async |database| {
        let told = begin_telling(database, &[EventKind::Scheduled]).await;
        let world = &told.world;
        told.receiver.answer(vec![Answer::Status(503); 200]);
        a_meeting(world).await;
        let mut hours = 0;
        while told.last().await.state == DeliveryState::Waiting {
            told.deliver().await;
            world.pass(HOUR / 4);
            hours += 1;
        }
        assert!((24 * 4..25 * 4).contains(&hours), "{hours} quarters");
        let last = told.last().await;
        assert_eq!((last.state, last.failing), (DeliveryState::Failed, Some(Failing::Status)));
        assert!((10..=14).contains(&last.attempts), "{last:?}");
        let failing = world.administrator.webhook(&told.id).await.unwrap().webhook;
        assert_eq!((failing.failing, failing.stopped), (Some(NOW), None));

        world.pass(2 * 24 * HOUR);
        a_meeting(world).await;
        a_meeting(world).await;
        told.deliver().await;
        let stopped = world.administrator.webhook(&told.id).await.unwrap().webhook.stopped;
        assert_eq!(stopped, Some((world.services.now(), StopReason::Failing)));
        assert_eq!(told.last().await.failing, Some(Failing::Stopped));
        let tries = told.receiver.got().len();
        a_meeting(world).await;
        assert_eq!(told.deliver().await, 0);
        assert_eq!((told.log().await.len(), told.receiver.got().len()), (3, tries), "nothing is kept for it");

        // Somebody mends the receiver and lets it go on.
        let receiver = Receiver::start().await;
        let mended = form(&receiver.url(), &[EventKind::Scheduled]);
        world.administrator.change_webhook(&told.id, &mended).await.unwrap();
        world.administrator.pause_webhook(&told.id, false).await.unwrap();
        a_meeting(world).await;
        told.deliver().await;
        assert_eq!(receiver.kinds(), ["meeting.scheduled"]);
        let again = world.administrator.replay(&told.id, &last.id).await.unwrap();
        assert_eq!(
            (again.state, again.status, again.event.clone()),
            (DeliveryState::Delivered, Some(204), last.event)
        );
        assert_eq!(receiver.got()[1].header("webhook-id"), again.event);
        let kept = world.administrator.deliveries(&told.id, Some(DeliveryState::Failed), None, 100).await;
        assert_eq!(kept.unwrap().rows.len(), 3, "the log still says how it went");
    })
    .await;
}

#[tokio::test]
async fn who_is_gone_hears_no_more() {
    each_database(async |database| {
        let told = begin_telling(database, &[EventKind::Scheduled]).await;
        told.receiver.answer([Answer::Status(410)]);
        a_meeting(&told.world).await;
        told.deliver().await;
        let webhook = told.world.administrator.webhook(&told.id).await.unwrap().webhook;
        assert_eq!(webhook.stopped, Some((NOW, StopReason::Gone)));
        assert_eq!((told.last().await.state, told.last().await.status), (DeliveryState::Failed, Some(410)));
        let lines = told.world.store.audit().of_subject(told.id.as_str(), 1).await.unwrap();
        assert_eq!((lines[0].line.action.as_str(), lines[0].line.detail.as_str()), ("webhook.stop", "gone"));
        a_meeting(&told.world).await;
        assert_eq!(told.deliver().await, 0);
    })
    .await;
}

#[tokio::test]
async fn what_happened_is_told_by_the_next_process() {
    each_database(async |database| {
        let told = begin_telling(database, &[EventKind::Scheduled, EventKind::Cancelled]).await;
        let Told { world, receiver, .. } = told;
        let meeting = a_meeting(&world).await;
        Box::pin(world.organizer.cancel(&meeting, &key())).await.unwrap();
        // It ends between the event and its delivery.
        let clock = world.clock.clone();
        world.services.close().await;
        drop(world);
        let next = another_process(database, &clock).await;
        // This one ends while the first is on its way.
        receiver.answer([Answer::Silence]);
        let dying = next.clone();
        let delivering = tokio::spawn(async move { dying.deliver_due().await });
        receiver.wait_for(1).await;
        delivering.abort();
        let _ = delivering.await;
        next.close().await;
        drop(next);

        let last = another_process(database, &clock).await;
        assert_eq!(last.deliver_due().await.unwrap(), 0, "it may still be on its way");
        clock.set(NOW.plus_seconds(61));
        assert_eq!(last.deliver_due().await.unwrap(), 2);
        let got = receiver.got();
        assert_eq!(receiver.kinds(), ["meeting.scheduled", "meeting.scheduled", "meeting.cancelled"]);
        assert_eq!(got[0].header("webhook-id"), got[1].header("webhook-id"), "it is the same event");
        last.close().await;
    })
    .await;
}

#[tokio::test]
async fn replicas_share_the_work_without_doubles() {
    each_database(async |database| {
        let told = begin_telling(database, &EventKind::ALL).await;
        let world = &told.world;
        let mut meetings: Vec<MeetingId> = Vec::new();
        for _ in 0..12 {
            let meeting = a_meeting(world).await;
            Box::pin(world.organizer.cancel(&meeting, &key())).await.unwrap();
            meetings.push(meeting);
        }
        let others =
            [another_process(database, &world.clock).await, another_process(database, &world.clock).await];
        let [one, two] = &others;
        let done = tokio::join!(world.services.deliver_due(), one.deliver_due(), two.deliver_due());
        let done = [done.0.unwrap(), done.1.unwrap(), done.2.unwrap()];
        assert_eq!(done.iter().sum::<u64>(), 24, "{done:?}");
        let mut kinds: HashMap<String, Vec<String>> = HashMap::new();
        for got in told.receiver.got() {
            let meeting = got.json()["data"]["meeting"]["id"].as_str().unwrap().to_owned();
            kinds.entry(meeting).or_default().push(got.kind());
        }
        for meeting in meetings {
            assert_eq!(kinds[meeting.as_str()], ["meeting.scheduled", "meeting.cancelled"]);
        }
        for other in others {
            other.close().await;
        }
    })
    .await;
}

#[tokio::test]
async fn both_secrets_sign_for_a_day() {
    each_database(async |database| {
        let told = begin_telling(database, &[EventKind::Scheduled]).await;
        let world = &told.world;
        let new = world.administrator.rotate_webhook(&told.id).await.unwrap().secret;
        a_meeting(world).await;
        told.deliver().await;
        let during = told.receiver.got().remove(0);
        assert!(verify(&during, &told.secret) && verify(&during, &new));
        assert_eq!(during.header("webhook-signature").split(' ').count(), 2);
        world.pass(24 * HOUR);
        a_meeting(world).await;
        told.deliver().await;
        let after = told.receiver.got().remove(1);
        assert!(!verify(&after, &told.secret) && verify(&after, &new));
        // Shown once: nothing that can be asked for later holds it.
        let rows = world.administrator.webhooks().await.unwrap();
        let lines = world.administrator.audit(None, 100).await.unwrap();
        for text in [shown(&rows), shown(&lines), shown(&told.log().await)] {
            assert!(!text.contains(new.expose_secret()) && !text.contains(told.secret.expose_secret()));
        }
    })
    .await;
}

#[tokio::test]
async fn private_addresses_only_where_the_configuration_allows_them() {
    each_database(async |database| {
        let told = begin_telling(database, &[EventKind::Scheduled]).await;
        let administrator = &told.world.administrator;
        let public =
            |url: &str| WebhookForm { private_network: String::new(), ..form(url, &[EventKind::Scheduled]) };
        for (url, rule) in [
            ("http://receiver.example/", Rule::NotSecure),
            ("https://127.0.0.1/", Rule::NotAnAddress),
            ("https://[::ffff:10.0.0.1]/in", Rule::NotAnAddress),
            ("https://2130706433/", Rule::NotAnAddress),
        ] {
            let refusal = refused_as(Kind::Invalid, administrator.add_webhook(&public(url)).await);
            assert_eq!((refusal.fields[0].field.as_str(), &refusal.fields[0].rule), ("url", &rule), "{url}");
        }
        // A name says nothing of where it leads before it is connected to.
        let port = told.receiver.url().rsplit(':').next().unwrap().to_owned();
        let url = format!("https://localhost:{port}");
        let webhook = administrator.add_webhook(&public(&url)).await.unwrap().webhook;
        let tried = administrator.test_webhook(&webhook.id).await.unwrap();
        assert_eq!((tried.state, tried.failing), (DeliveryState::Failed, Some(Failing::NotAllowed)));
        // Metadata services are nowhere, whatever is allowed.
        let metadata = form("http://169.254.169.254/latest", &[EventKind::Scheduled]);
        refused_as(Kind::Invalid, administrator.add_webhook(&metadata).await);
        assert!(told.receiver.got().is_empty());
    })
    .await;
}

#[tokio::test]
async fn an_address_is_tried_out_paused_and_removed() {
    each_database(async |database| {
        let told = begin_telling(database, &[EventKind::Scheduled]).await;
        let Told { world, receiver, id, .. } = &told;
        let administrator = &world.administrator;
        let test = administrator.test_webhook(id).await.unwrap();
        assert_eq!(
            (test.kind, test.state, test.status),
            (EventKind::Test, DeliveryState::Delivered, Some(204))
        );
        assert!(verify(&receiver.got()[0], &told.secret));
        receiver.answer([Answer::Status(500)]);
        let failed = administrator.test_webhook(id).await.unwrap();
        assert_eq!((failed.state, failed.attempts), (DeliveryState::Failed, 1), "a test is sent once");
        administrator.pause_webhook(id, true).await.unwrap();
        a_meeting(world).await;
        assert_eq!(told.deliver().await, 0);
        assert_eq!(administrator.webhook(id).await.unwrap().waiting, 1);
        world.pass(3 * 24 * HOUR);
        administrator.pause_webhook(id, false).await.unwrap();
        assert_eq!(told.deliver().await, 1, "it was kept");
        let delivered = told.last().await;
        refused_as(Kind::NotFound, administrator.replay(id, &DeliveryId::new("nothing")).await);
        administrator.remove_webhook(id).await.unwrap();
        refused_as(Kind::NotFound, administrator.webhook(id).await);
        refused_as(Kind::NotFound, administrator.replay(id, &delivered.id).await);
        a_meeting(world).await;
        assert_eq!(told.deliver().await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_running_server_tells_by_itself() {
    each_database(async |database| {
        let told = begin_telling(database, &[EventKind::Scheduled]).await;
        let background = told.world.services.start_background();
        a_meeting(&told.world).await;
        told.receiver.wait_for(1).await;
        background.stop().await;
        assert_eq!(told.receiver.kinds(), ["meeting.scheduled"]);
    })
    .await;
}
