//! Attendance, streams, documents, background and recordings of a WebAPI meeting.

use crate::support::webapi::*;
use crate::support::*;
use futures::StreamExt;
use portico_domain::forms::{DocumentsForm, MeetingForm};
use portico_domain::links::JoinRole;
use portico_domain::people::Role;
use portico_domain::refusals::{Kind, Rule};
use portico_sandbox::{Action, Fault};
use portico_service::StreamPlace;
use portico_service::vendors::kit::MediaStream;
use secrecy::ExposeSecret;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and the rest";

async fn bytes(stream: MediaStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut pieces = stream.bytes;
    while let Some(piece) = pieces.next().await {
        bytes.extend_from_slice(&piece.unwrap());
    }
    bytes
}

#[tokio::test]
async fn attendance_grows_as_people_join_and_names_them() {
    each_database(async |database| {
        let world = begin_webapi(database).await;
        let id = world.schedule(&webapi_form(&world)).await;
        let (attendee, unseen) =
            (world.link_as(&id, "attendee").await, world.link_as(&id, "invisible").await);
        world.pass(3600);
        assert!(world.viewer.attendance(&id).await.unwrap().stays.is_empty());
        let name = "小明 😀 \"x\"/'y'";
        let first = world.walks_in(&attendee, name).await;
        world.walks_in(&unseen, "Inspector").await;
        world.control().webapi_enter(world.number(&id).await, "D171LM9P", "by the console").unwrap();
        world.pass(120);
        world.control().webapi_leave(world.number(&id).await, &first).unwrap();
        world.pass(60);
        let again = world.walks_in(&attendee, name).await;
        assert_ne!(first, again, "each join has an id of its own");
        world.pass(30);

        let seen = world.organizer.attendance(&id).await.unwrap();
        assert_eq!(seen.stays.len(), 4);
        assert_eq!(seen.stays[0].entered, NOW.plus_seconds(3600));
        let person = seen.people.iter().find(|person| person.name == name).unwrap();
        assert_eq!((person.seconds, person.stays, person.inside), (150, 2, true));
        assert_eq!((person.role, person.named), (Some(JoinRole::Attendee), true));
        let stranger = seen.people.iter().find(|person| person.name == "D171LM9P").unwrap();
        assert!(!stranger.named && stranger.role.is_none());
        // Who came unseen is told only to those who may edit.
        let public = world.viewer.attendance(&id).await.unwrap();
        assert_eq!((seen.people.len(), public.people.len(), public.stays.len()), (3, 2, 3));
        assert!(public.people.iter().all(|person| person.name != "Inspector"));
    })
    .await;
}

#[tokio::test]
async fn streams_are_for_those_who_may_edit() {
    each_database(async |database| {
        let world = begin_webapi(database).await;
        let id = world.schedule(&MeetingForm { live: "on".into(), ..webapi_form(&world) }).await;
        let streams = world.organizer.materials(&id).await.unwrap().streams.unwrap().unwrap();
        assert!(streams.broadcast && streams.push.unwrap().expose_secret().contains("/app/"));
        assert!(streams.pull.iter().all(|(place, _)| *place == StreamPlace::Kept) && streams.pull.len() == 2);
        world.pass(3600);
        let streams = world.organizer.materials(&id).await.unwrap().streams.unwrap().unwrap();
        let places: Vec<_> = streams.pull.iter().map(|(place, _)| *place).collect();
        assert_eq!(places, [StreamPlace::Cdn, StreamPlace::Server], "the same addresses, now on the air");
        assert!(world.viewer.materials(&id).await.unwrap().streams.is_none());
        let plain = world.schedule(&webapi_form_later(&world)).await;
        let streams = world.organizer.materials(&plain).await.unwrap().streams.unwrap().unwrap();
        assert!(!streams.broadcast);
    })
    .await;
}

fn webapi_form_later(world: &World) -> MeetingForm {
    MeetingForm { start: minutes(300), end: minutes(360), ..webapi_form(world) }
}

#[tokio::test]
async fn documents_are_attached_listed_and_downloaded() {
    each_database(async |database| {
        let world = begin_webapi(database).await;
        let id = world.schedule(&webapi_form(&world)).await;
        let documents = async || world.viewer.materials(&id).await.unwrap().documents.unwrap();
        assert!(documents().await.is_empty());
        let attach = async |files: &str| {
            let form = DocumentsForm { files: files.into() };
            world.organizer.attach_documents(&id, &key(), &form).await
        };
        attach("494, 497").await.unwrap();
        let names: Vec<_> = documents().await.into_iter().map(|it| (it.id, it.name, it.kind)).collect();
        let row = |id: &str, name: &str, kind: &str| (id.to_owned(), name.to_owned(), kind.to_owned());
        assert_eq!(names, [row("494", "1.png", "png"), row("497", "议程.txt", "txt")]);
        let (document, stream) = world.viewer.open_document(&id, "497", None).await.unwrap();
        assert_eq!(document.name, "议程.txt");
        assert_eq!(stream.content_type.as_deref(), Some("application/octet-stream"));
        assert!(String::from_utf8(bytes(stream).await).unwrap().contains("会议议程"));
        refused_as(Kind::NotFound, world.viewer.open_document(&id, "495", None).await);

        let refusal = refused(attach("494 ../x").await);
        assert_eq!(refusal.for_field("files"), Some(&Rule::BadCharacter));
        assert_eq!(code(&refused(attach("999999").await)), "4105");
        let history = world.organizer.meeting(&id).await.unwrap().history;
        assert_eq!(history[0].0.what, "documents-attached");
    })
    .await;
}

#[tokio::test]
async fn a_lost_answer_to_attaching_is_looked_up() {
    each_database(async |database| {
        let world = begin_webapi(database).await;
        let id = world.schedule(&webapi_form(&world)).await;
        let form = DocumentsForm { files: "494".into() };
        let lost = key();
        world.next("meetingbindfile", Action::DropAfter);
        refused_as(Kind::Unconfirmed, world.organizer.attach_documents(&id, &lost, &form).await);
        world.pass(21);
        assert_eq!(world.services.reconcile().await.unwrap(), 1);
        world.organizer.attach_documents(&id, &lost, &form).await.unwrap();
        assert_eq!(world.calls("meetingbindfile"), 1, "it had happened");
    })
    .await;
}

#[tokio::test]
async fn a_background_is_known_by_its_content_and_shown_through_us() {
    each_database(async |database| {
        let world = begin_webapi(database).await;
        let id = world.schedule(&webapi_form(&world)).await;
        refused_as(Kind::NotFound, world.viewer.background(&id).await);
        let set =
            async |bytes: &'static [u8]| world.organizer.set_background(&id, &key(), bytes.into()).await;
        let wrong = |refusal: portico_domain::refusals::Refusal| refusal.for_field("picture").cloned();
        assert_eq!(wrong(refused(set(b"<svg onload=alert(1)>").await)), Some(Rule::NotAPicture));
        assert_eq!(wrong(refused(set(b"").await)), Some(Rule::Missing));
        assert_eq!(world.calls("uploadRoomPic"), 0);

        set(PNG).await.unwrap();
        assert!(world.the_held()["picture"].as_str().unwrap().ends_with(".png"));
        assert!(world.viewer.materials(&id).await.unwrap().has_background);
        let stream = world.viewer.background(&id).await.unwrap();
        assert_eq!(stream.content_type.as_deref(), Some("image/png"));
        assert_eq!(bytes(stream).await, PNG);
        let told = world.store.meetings().told(&id).await.unwrap().unwrap();
        assert!(told.expose_secret().contains("/app/"), "what was told at the creation is still there");
    })
    .await;
}

#[tokio::test]
async fn only_who_may_edit_changes_anything() {
    each_database(async |database| {
        let world = begin_webapi(database).await;
        let id = world.schedule(&webapi_form(&world)).await;
        let caller = somebody(&world.store, "colleague", Role::Organizer).await;
        let colleague = world.services.organizer(&caller).unwrap();
        let form = DocumentsForm { files: "494".into() };
        refused_as(Kind::NotFound, colleague.attendance(&id).await);
        refused_as(Kind::NotFound, colleague.materials(&id).await);
        refused_as(Kind::NotFound, colleague.open_document(&id, "494", None).await);
        refused_as(Kind::NotFound, colleague.background(&id).await);
        refused_as(Kind::NotFound, colleague.set_background(&id, &key(), PNG.into()).await);
        world.show(&id, &colleague).await;
        refused_as(Kind::NotAllowed, colleague.attach_documents(&id, &key(), &form).await);
        refused_as(Kind::NotAllowed, colleague.set_background(&id, &key(), PNG.into()).await);
        assert!(colleague.materials(&id).await.unwrap().streams.is_none());
        assert_eq!(world.calls("meetingbindfile") + world.calls("uploadRoomPic"), 0);
    })
    .await;
}

#[tokio::test]
async fn each_part_may_fail_alone() {
    each_database(async |database| {
        let world = begin_webapi(database).await;
        let id = world.schedule(&webapi_form(&world)).await;
        world.control().add_fault(Fault::on("getmeetingfile", 9, Action::Html502));
        let materials = world.organizer.materials(&id).await.unwrap();
        assert_eq!(refused(materials.documents).kind, Kind::VendorSilent);
        assert!(materials.attendance.is_ok() && materials.streams.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn recordings_take_the_subject_play_and_cannot_be_deleted() {
    each_database(async |database| {
        let world = begin_webapi(database).await;
        let id = world.schedule(&webapi_form(&world)).await;
        let number = world.number(&id).await;
        world.pass(3600);
        world.control().webapi_enter(number, "a", "Ann").unwrap();
        world.pass(1800);
        world.control().webapi_leave(number, "a").unwrap();
        world.pass(1800);
        let recordings = world.organizer.meeting(&id).await.unwrap().recordings;
        assert_eq!(recordings.len(), 1);
        let recording = &recordings[0];
        assert_eq!(
            (recording.title.as_str(), recording.duration, recording.size),
            ("Weekly review", 1800, 0)
        );

        let (_, whole) = world.viewer.open_recording(&recording.id, None).await.unwrap();
        let whole = bytes(whole).await;
        let (_, part) = world.viewer.open_recording(&recording.id, Some("bytes=100-199")).await.unwrap();
        assert_eq!((part.status, bytes(part).await.as_slice()), (206, &whole[100..200]));

        assert!(!world.organizer.recording(&recording.id).await.unwrap().may_delete);
        refused_as(Kind::Unsupported, world.organizer.delete_recording(&recording.id).await);
        refused_as(
            Kind::Unsupported,
            world.administrator_as_organizer().delete_recording(&recording.id).await,
        );
        world.pass(60);
        assert_eq!(world.organizer.meeting(&id).await.unwrap().recordings.len(), 1);
    })
    .await;
}
