//! Secrets planted everywhere turn up nowhere.

use crate::support::*;
use portico_domain::forms::{LinkForm, MeetingForm};
use portico_sandbox::{Action, Fault};
use secrecy::ExposeSecret;

const MEETING_PASSWORD: &str = "739154";
const PASSCODE: &str = "canary-passcode";

#[tokio::test]
async fn no_secret_is_in_any_debug_output_refusal_history_or_audit_line() {
    each_database(async |database| {
        let world = begin(database).await;
        let form = MeetingForm { password: MEETING_PASSWORD.into(), ..meeting_form(&world) };
        let meeting = world.schedule(&form).await;
        let slug = world.a_link(&meeting, &LinkForm { passcode: PASSCODE.into(), ..link_form() }).await;
        let session = world.services.sign_in("admin", &PASSWORD.into(), &at("n")).await.unwrap();
        world.pass(3600);
        let guest = world.services.guest(&slug).await.unwrap();
        let (crmt, _) = crmt_of(guest.enter("Eve", PASSCODE, &at("n")).await.unwrap());
        world.organizer.change(&meeting, &key(), &form, &zone()).await.unwrap_err();

        let mut said = vec![
            shown(&world.connection().await),
            shown(&world.indexed(&meeting).await),
            shown(&world.administrator.test_connection(&world.connection).await),
            shown(&world.services.caller(&session).await.unwrap()),
            shown(&session),
            shown(&crmt),
            shown(&guest.link()),
            shown(&world.store.changes().of_meeting(&meeting, 50).await.unwrap()),
            shown(&world.organizer.meeting(&meeting).await.unwrap().password),
        ];
        for action in [Action::Html502, Action::Garbage, Action::DropAfter] {
            world.control().clear_faults();
            world.control().add_fault(Fault::always(action));
            said.push(shown(&world.organizer.end(&meeting, &key()).await));
            said.push(shown(&guest.enter("Eve", PASSCODE, &at("n")).await.err()));
            said.push(shown(&guest.enter("Eve", "wrong", &at("n")).await.err()));
        }
        said.push(shown(&world.administrator.audit(None, 1000).await.unwrap()));
        said.push(all_intents(&world).await);

        let crmt = crmt.expose_secret().trim_start_matches("CRMT:").to_owned();
        let canaries = [
            VENDOR_SECRET,
            MEETING_PASSWORD,
            PASSCODE,
            PASSWORD,
            AUDIT_KEY,
            slug.as_str(),
            session.expose_secret(),
            crmt.as_str(),
        ];
        for text in said {
            for canary in canaries {
                assert!(!text.contains(canary), "{canary} in {text}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_short_password_cannot_be_guessed_from_what_is_stored_of_its_form() {
    use sha2::{Digest, Sha256};
    each_database(async |database| {
        let world = begin(database).await;
        let form = MeetingForm { password: MEETING_PASSWORD.into(), ..meeting_form(&world) };
        world.schedule(&form).await;
        let guess = hex::encode(Sha256::digest(serde_json::to_vec(&form).unwrap()));
        assert!(!all_intents(&world).await.contains(&guess));
    })
    .await;
}

async fn all_intents(world: &World) -> String {
    use portico_store::intents::IntentState::*;
    let mut all = Vec::new();
    for state in [Pending, Done, Refused, Unknown] {
        let later = world.services.now().plus_seconds(60);
        all.push(world.store.intents().older_than(state, later, 1000).await.unwrap());
    }
    assert!(all.iter().any(|some| !some.is_empty()));
    shown(&all)
}
