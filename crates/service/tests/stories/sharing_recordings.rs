//! Recordings shown to people without an account: links, passcodes, the way from the join page.

use crate::support::vmr::vmr_form;
use crate::support::webapi::webapi_form;
use crate::support::*;
use futures::StreamExt;
use portico_domain::capabilities::Vendor;
use portico_domain::forms::RecordingLinkForm;
use portico_domain::ids::{MeetingId, RecordingId, RecordingLinkId};
use portico_domain::people::Role;
use portico_domain::recordings::Recording;
use portico_domain::refusals::{Kind, Rule};
use portico_sandbox::RoomPoke;
use portico_service::vendors::MeetingVendor;
use portico_service::vendors::kit::MediaStream;
use portico_service::{RecordingDoor, RecordingGuest, Visit};
use secrecy::ExposeSecret;

/// For a day, for whoever has it, from the join page too.
fn form() -> RecordingLinkForm {
    RecordingLinkForm {
        expires: minutes(26 * 60),
        download: "on".into(),
        on_join_page: "on".into(),
        ..RecordingLinkForm::default()
    }
}

/// A meeting took place and was recorded.
async fn recorded(world: &World) -> (MeetingId, Recording) {
    let meeting = world.a_meeting().await;
    world.pass(3600);
    world.control().start_meeting(world.number(&meeting).await).unwrap();
    world.pass(1800);
    world.organizer.end(&meeting, &key()).await.unwrap();
    world.pass(60);
    the_recording(world, meeting).await
}

async fn recorded_in_a_room(world: &World) -> (MeetingId, Recording) {
    let meeting = world.schedule(&vmr_form(world)).await;
    world.pass(3600);
    world.poke(&meeting, RoomPoke::Start).await;
    world.organizer.start_recording(&meeting, &key()).await.unwrap();
    world.pass(600);
    world.organizer.stop_recording(&meeting, &key()).await.unwrap();
    world.pass(30);
    world.synchronise().await.unwrap();
    the_recording(world, meeting).await
}

async fn recorded_by_the_server(world: &World) -> (MeetingId, Recording) {
    let meeting = world.schedule(&webapi_form(world)).await;
    world.pass(3600);
    world.control().webapi_enter(world.number(&meeting).await, "a", "Ann").unwrap();
    world.pass(1800);
    world.control().webapi_leave(world.number(&meeting).await, "a").unwrap();
    world.pass(1800);
    the_recording(world, meeting).await
}

async fn the_recording(world: &World, meeting: MeetingId) -> (MeetingId, Recording) {
    let found = world.organizer.meeting(&meeting).await.unwrap().recordings;
    assert_eq!(found.len(), 1);
    (meeting, found[0].clone())
}

/// A new link and its slug.
async fn share(world: &World, id: &RecordingId, form: &RecordingLinkForm) -> (RecordingLinkId, String) {
    let link = world.organizer.create_recording_link(id, form, &zone()).await.unwrap();
    let links = world.organizer.recording_links(id).await.unwrap();
    let own = links.into_iter().find(|own| own.link.id == link).unwrap();
    (link, own.slug.unwrap().expose_secret().to_owned())
}

async fn guest(world: &World, slug: &str) -> RecordingGuest {
    world.services.recording_guest(slug).await.unwrap()
}

async fn bytes(stream: MediaStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut pieces = stream.bytes;
    while let Some(piece) = pieces.next().await {
        bytes.extend_from_slice(&piece.unwrap());
    }
    bytes
}

#[tokio::test]
async fn whoever_has_the_link_watches_and_seeks_whatever_the_vendor() {
    for vendor in VENDORS {
        each_database(async |database| {
            let (world, _) = begin_at(database, vendor).await;
            let (_, recording) = match vendor {
                Vendor::Cloudroom => recorded(&world).await,
                Vendor::Vmr => recorded_in_a_room(&world).await,
                Vendor::Webapi => recorded_by_the_server(&world).await,
            };
            let (_, slug) = share(&world, &recording.id, &form()).await;
            assert_eq!(slug.len(), 26);
            let before = world.control().calls().len();
            let guest = guest(&world, &slug).await;
            assert!(guest.may_watch(None) && guest.door() == RecordingDoor::Open);
            assert_eq!(guest.recording().map(|it| it.title.as_str()), Some("Weekly review"));
            assert_eq!(guest.zone().name(), "Asia/Shanghai");
            assert_eq!(world.control().calls().len(), before, "looking asks no vendor");
            let (_, whole) = guest.stream(None, false, None).await.unwrap();
            let whole = bytes(whole).await;
            let (_, part) = guest.stream(None, true, Some("bytes=100-199")).await.unwrap();
            assert_eq!((part.status, bytes(part).await.as_slice()), (206, &whole[100..200]), "{vendor:?}");
        })
        .await;
    }
}

#[tokio::test]
async fn a_passcode_gives_a_pass_for_this_link_and_a_while() {
    each_database(async |database| {
        let world = begin(database).await;
        let (_, recording) = recorded(&world).await;
        let guarded = RecordingLinkForm { passcode: "open sesame".into(), download: String::new(), ..form() };
        let (link, slug) = share(&world, &recording.id, &guarded).await;
        let (_, other) = share(&world, &recording.id, &guarded).await;
        let (services, here) = (&world.services, at("10.0.0.5"));
        let found = guest(&world, &slug).await;
        assert!(!found.may_watch(None));
        refused_as(Kind::NotAllowed, found.stream(None, false, None).await);
        for (typed, rule) in [("", Rule::Missing), ("open barley", Rule::WrongPasscode)] {
            let refusal = refused(services.open_shared_recording(&slug, typed, &here).await);
            assert_eq!(refusal.for_field("passcode"), Some(&rule));
        }
        let (_, pass) = services.open_shared_recording(&slug, " open sesame ", &here).await.unwrap();
        let pass = pass.expose_secret();
        assert!(found.may_watch(Some(pass)));
        found.stream(Some(pass), false, None).await.map(drop).unwrap();
        refused_as(Kind::NotFound, found.stream(Some(pass), true, None).await.map(drop));

        assert!(
            !guest(&world, &other).await.may_watch(Some(pass)),
            "a pass for one link is none for another"
        );
        let (ends, proof) = pass.split_once('.').unwrap();
        let later = ends.parse::<i64>().unwrap() + 1;
        for forged in [format!("{later}.{proof}"), format!("{ends}."), ends.to_owned(), String::new()] {
            assert!(!found.may_watch(Some(&forged)), "{forged}");
        }
        world.pass(RecordingGuest::PASS_SECONDS - 1);
        assert!(found.may_watch(Some(pass)));
        world.pass(1);
        assert!(!found.may_watch(Some(pass)));

        let lines = world.administrator.audit(None, 100).await.unwrap();
        let of_link = |action: &str| {
            lines.iter().filter(|it| it.line.action == action && it.line.subject == link.as_str()).count()
        };
        assert_eq!((of_link("recording-link.create"), of_link("recording-link.open")), (1, 1));
        let all = shown(&lines);
        assert!(!all.contains(&slug) && !all.contains("open sesame"), "no secret is noted");
    })
    .await;
}

#[tokio::test]
async fn guessing_is_throttled_for_links_that_there_are_and_for_others() {
    each_database(async |database| {
        let world = begin(database).await;
        let (_, recording) = recorded(&world).await;
        let (_, slug) =
            share(&world, &recording.id, &RecordingLinkForm { passcode: "abcd".into(), ..form() }).await;
        let try_at = async |slug: &str, typed: &str, network: &str| {
            world.services.open_shared_recording(slug, typed, &at(network)).await.map(drop)
        };
        let mut guesses = 0;
        while refused(try_at(&slug, "guess", "evil").await).kind == Kind::Invalid {
            guesses += 1;
            assert!(guesses < 200, "guessing goes on for ever");
        }
        refused_as(Kind::Throttled, try_at(&slug, "abcd", "evil").await);
        try_at(&slug, "abcd", "school").await.expect("others are not locked out");

        let mut unknown = 0;
        while refused(try_at("abcdefghjkmnpqrstuvwxyz234", "guess", "worse").await).kind == Kind::NotFound {
            unknown += 1;
            assert!(unknown < 200, "guessing goes on for ever");
        }
        assert_eq!(unknown, guesses, "patience tells nothing either");
    })
    .await;
}

#[tokio::test]
async fn who_mistypes_all_the_time_keeps_only_that_browser_out() {
    each_database(async |database| {
        let world = begin(database).await;
        let (_, recording) = recorded(&world).await;
        let (_, slug) =
            share(&world, &recording.id, &RecordingLinkForm { passcode: "abcd".into(), ..form() }).await;
        let found = guest(&world, &slug).await;
        let cookie = found.browser_cookie(&at("school"), false).expect("it is told from the others");
        let there = Visit { browser: cookie.expose_secret().to_owned(), ..at("school") };
        let type_in = async |typed: &str, visit: &Visit| {
            world.services.open_shared_recording(&slug, typed, visit).await.map(drop)
        };
        for _ in 0..10 {
            refused_as(Kind::Invalid, type_in("guess", &there).await);
        }
        for _ in 0..200 {
            refused_as(Kind::Throttled, type_in("guess", &there).await);
        }
        refused_as(Kind::Throttled, type_in("abcd", &there).await);
        type_in("abcd", &at("school")).await.expect("others sit beside them");
    })
    .await;
}

#[tokio::test]
async fn expired_revoked_and_deleted_are_told_apart_and_show_nothing() {
    each_database(async |database| {
        let world = begin(database).await;
        let (meeting, recording) = recorded(&world).await;
        let (expiring, soon) =
            share(&world, &recording.id, &RecordingLinkForm { expires: minutes(100), ..form() }).await;
        let (revoked, withdrawn) = share(&world, &recording.id, &form()).await;
        let (_, lasting) = share(&world, &recording.id, &form()).await;
        world.pass(600);
        for _ in 0..2 {
            world.organizer.revoke_recording_link(&recording.id, &revoked).await.unwrap();
        }
        let shut = async |slug: &str, door: RecordingDoor| {
            let guest = guest(&world, slug).await;
            assert_eq!(guest.door(), door);
            assert!(!guest.may_watch(None));
            refused_as(Kind::NotFound, guest.stream(None, false, None).await);
        };
        shut(&soon, RecordingDoor::Expired).await;
        shut(&withdrawn, RecordingDoor::Revoked).await;
        let own = world.organizer.recording_links(&recording.id).await.unwrap();
        assert!(own.iter().all(|own| own.slug.is_some() == (own.link.id != revoked)));
        assert!(own.iter().any(|own| own.link.id == expiring), "what is over is still listed");
        world.organizer.delete_recording(&recording.id).await.unwrap();
        shut(&lasting, RecordingDoor::Deleted).await;
        refused_as(Kind::NotFound, world.services.recording_guest("nobody").await);
        let history = world.organizer.meeting(&meeting).await.unwrap().history;
        let times = |what: &str| history.iter().filter(|(line, _)| line.what == what).count();
        assert_eq!((times("recording-shared"), times("recording-unshared")), (3, 1));
    })
    .await;
}

#[tokio::test]
async fn only_whoever_may_edit_the_meeting_shares_or_sees_the_links() {
    each_database(async |database| {
        let world = begin(database).await;
        let (meeting, recording) = recorded(&world).await;
        let (link, _) = share(&world, &recording.id, &form()).await;
        let caller = somebody(&world.store, "colleague", Role::Organizer).await;
        let colleague = world.services.organizer(&caller).unwrap();
        refused_as(Kind::NotFound, colleague.recording_links(&recording.id).await);
        world.show(&meeting, &colleague).await;
        assert!(!colleague.recording(&recording.id).await.unwrap().may_share);
        refused_as(Kind::NotAllowed, colleague.recording_links(&recording.id).await);
        refused_as(Kind::NotAllowed, colleague.create_recording_link(&recording.id, &form(), &zone()).await);
        refused_as(Kind::NotAllowed, colleague.revoke_recording_link(&recording.id, &link).await);
        world.administrator_as_organizer().revoke_recording_link(&recording.id, &link).await.unwrap();

        for (field, rule, wrong) in [
            ("expires", Rule::Missing, RecordingLinkForm { expires: String::new(), ..form() }),
            ("expires", Rule::NotATime, RecordingLinkForm { expires: "soon".into(), ..form() }),
            ("expires", Rule::InThePast, RecordingLinkForm { expires: minutes(-1), ..form() }),
            ("passcode", Rule::TooShort { least: 4 }, RecordingLinkForm { passcode: "abc".into(), ..form() }),
        ] {
            let refusal =
                refused(world.organizer.create_recording_link(&recording.id, &wrong, &zone()).await);
            assert_eq!(refusal.for_field(field), Some(&rule), "{refusal}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_join_page_of_an_ended_meeting_leads_to_what_is_shared_there() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let join = world.a_link(&meeting, &link_form()).await;
        let shared = async || {
            let found = world.services.guest(&join).await.unwrap().shared_recordings().await.unwrap();
            found.iter().map(|one| one.slug.expose_secret().to_owned()).collect::<Vec<_>>()
        };
        world.pass(3600);
        world.control().start_meeting(world.number(&meeting).await).unwrap();
        assert!(shared().await.is_empty());
        world.pass(1800);
        world.organizer.end(&meeting, &key()).await.unwrap();
        world.pass(60);
        let (_, recording) = the_recording(&world, meeting.clone()).await;
        assert!(shared().await.is_empty(), "recorded is not shared");
        share(&world, &recording.id, &RecordingLinkForm { on_join_page: String::new(), ..form() }).await;
        assert!(shared().await.is_empty(), "shared is not for everyone");
        let (link, slug) = share(&world, &recording.id, &form()).await;
        assert_eq!(shared().await, [slug]);
        world.organizer.revoke_recording_link(&recording.id, &link).await.unwrap();
        assert!(shared().await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_silent_vendor_shuts_no_door() {
    each_database(async |database| {
        let world = begin(database).await;
        let (_, recording) = recorded(&world).await;
        let (_, slug) = share(&world, &recording.id, &form()).await;
        world.control().add_fault(portico_sandbox::Fault::always(portico_sandbox::Action::Html502));
        let found = guest(&world, &slug).await;
        refused_as(Kind::VendorSilent, found.stream(None, false, None).await);
        assert_eq!(guest(&world, &slug).await.door(), RecordingDoor::Open);
        world.control().clear_faults();
        world.at_the_vendor().await.delete_recording(&recording.vendor_id).await.unwrap();
        world.pass(10);
        refused_as(Kind::NotFound, found.stream(None, false, None).await);
        assert_eq!(guest(&world, &slug).await.door(), RecordingDoor::Deleted);
    })
    .await;
}
