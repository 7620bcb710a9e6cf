//! Every documented code: those that the sandbox gives for real, and all of them as answers.

#[path = "common/stage.rs"]
mod stage;

use portico_domain::cloudroom::WhoMayJoin;
use portico_domain::ids::VendorMeetingId;
use portico_domain::links::JoinRole;
use portico_domain::meetings::{MeetingDraft, Period, Repeat};
use portico_domain::refusals::Kind;
use portico_sandbox::{Action, Fault};
use portico_vendors::cloudroom::{CloudRoomConfig, codes};
use portico_vendors::kit::{Certainty, SecretString, VendorError};
use portico_vendors::{Entry, Joiner, List, MeetingVendor};
use stage::{Stage, TODAY, blames, config, days, draft, number, options, told};

#[tokio::test]
async fn what_a_schedule_is_refused_for() {
    let stage = Stage::start().await;
    let refused = async |change: fn(&mut MeetingDraft)| {
        let mut draft = draft();
        change(&mut draft);
        told(stage.room.schedule(&draft).await)
    };
    assert_eq!(refused(|d| d.subject.clear()).await, blames("22209", "subject"));
    assert_eq!(refused(|d| d.password = Some("12".into())).await, blames("22210", "password"));
    assert_eq!(refused(|d| d.subject = "会".repeat(51)).await, blames("22212", "subject"));
    assert_eq!(refused(|d| d.start = TODAY.plus_minutes(-60)).await, blames("22215", "start"));
    assert_eq!(refused(|d| d.end = d.start.plus_minutes(-1)).await, blames("22218", "end"));
    assert_eq!(
        refused(|d| d.repeat = Some(Repeat { period: Period::Yearly, until: None })).await,
        blames("22220", "repeat")
    );
    assert_eq!(
        refused(|d| d.repeat = Some(Repeat { period: Period::Daily, until: Some(TODAY) })).await,
        blames("22221", "until")
    );
    assert_eq!(refused(|d| d.end = d.start.plus_minutes(24 * 60 + 1)).await, blames("22222", "end"));
    assert_eq!(refused(|d| options(d).host_id = Some(1)).await, blames("22223", "host_id"));
    assert_eq!(refused(|d| options(d).attributes.layout = 1999).await, blames("22225", "layout"));
    assert_eq!(
        refused(|d| options(d).attributes.virtual_members = 2001).await,
        blames("22226", "virtual_members")
    );
    assert_eq!(refused(|d| options(d).invitee_ids = vec![1]).await, blames("22228", "invitee_ids"));
    assert_eq!(refused(|d| options(d).cohost_ids = vec![1]).await, blames("22235", "cohost_ids"));
    let five: Vec<u64> = (0..5).map(|index| stage.person(index)).collect();
    let mut crowded = draft();
    options(&mut crowded).cohost_ids = five;
    assert_eq!(told(stage.room.schedule(&crowded).await), blames("22234", "cohost_ids"));
}

#[tokio::test]
async fn what_a_change_is_refused_for() {
    let stage = Stage::start().await;
    let nowhere = VendorMeetingId::new("99999999");
    assert_eq!(told(stage.room.change(&nowhere, &draft()).await), blames("22201", ""));
    assert_eq!(told(stage.room.end(&nowhere).await), blames("22201", ""));
    let id = stage.scheduled(|_| ()).await;
    let mut long = draft();
    long.subject = "会".repeat(51);
    assert_eq!(told(stage.room.change(&id, &long).await), blames("22212", "subject"));
    stage.at(draft().start.plus_minutes(1));
    stage.sandbox.control().start_meeting(number(&id)).expect("started");
    assert_eq!(told(stage.room.change(&id, &draft()).await), blames("22227", ""));
}

async fn join(stage: &Stage, id: &VendorMeetingId, name: &str, password: &str) -> Result<Entry, VendorError> {
    let password = SecretString::from(password);
    stage.room.join(id, Joiner { name, role: JoinRole::Attendee, password: Some(&password) }).await
}

#[tokio::test]
async fn what_a_join_is_refused_for() {
    let stage = Stage::start().await;
    let id = stage.scheduled(|draft| draft.password = Some("1234".into())).await;
    let mut closed = draft();
    options(&mut closed).attributes.who_may_join = WhoMayJoin::Invited;
    assert_eq!(told(stage.room.schedule(&closed).await), blames("22229", "invitee_ids"));
    options(&mut closed).invitee_ids = vec![stage.person(2)];
    let invited = stage.room.schedule(&closed).await.expect("scheduled");
    let company = stage.scheduled(|draft| options(draft).attributes.who_may_join = WhoMayJoin::Company).await;
    assert_eq!(told(join(&stage, &id, "甲", "1234").await), blames("22203", ""));
    stage.at(draft().start.plus_minutes(1));
    assert_eq!(told(join(&stage, &VendorMeetingId::new("99999999"), "甲", "").await), blames("22201", ""));
    assert_eq!(told(join(&stage, &id, "甲", "4321").await), blames("22202", "passcode"));
    assert_eq!(told(join(&stage, &id, "", "1234").await), blames("22230", "name"));
    assert_eq!(told(join(&stage, &id, &"长".repeat(31), "1234").await), blames("22232", "name"));
    assert_eq!(told(join(&stage, &invited, "甲", "").await), blames("22205", ""));
    assert_eq!(told(join(&stage, &company, "甲", "").await), blames("22206", ""));
    join(&stage, &id, "甲", "1234").await.expect("joined");
    stage.room.end(&id).await.expect("ended");
    assert_eq!(told(join(&stage, &id, "甲", "1234").await), blames("22204", ""));
}

#[tokio::test]
async fn what_a_list_is_refused_for() {
    let stage = Stage::start().await;
    assert_eq!(told(stage.room.list(List::Current, days(200, 200), 1).await), blames("22236", ""));
    assert_eq!(told(stage.room.list(List::History, days(400, 0), 1).await), blames("22236", ""));
    let mut busy = None;
    for _ in 0..=300 {
        busy = stage.room.list(List::Current, days(1, 1), 1).await.err();
        if busy.is_some() {
            break;
        }
    }
    let refusal = busy.expect("more than 300 in a minute").refusal();
    assert_eq!(
        (refusal.kind, refusal.vendor.map(|answer| answer.code)),
        (Kind::VendorBusy, Some("22008".into()))
    );
    stage.at(TODAY.plus_minutes(2));
    stage.room.list(List::Current, days(1, 1), 1).await.expect("a minute later");
}

#[tokio::test]
async fn credentials_that_are_not_taken() {
    let stage = Stage::start().await;
    let refused = async |config: CloudRoomConfig| {
        let error = Stage::client(config, &stage.clock).check().await.expect_err("refused");
        (error.kind(), error.code().map(str::to_owned), error.certainty())
    };
    let expected = |code: &str| (Kind::VendorCredential, Some(code.to_owned()), Certainty::NotDone);
    let wrong_key = CloudRoomConfig { secret_key: "another".into(), ..config(&stage.sandbox) };
    assert_eq!(refused(wrong_key).await, expected("22005"));
    let nobody = CloudRoomConfig { secret_id: "nobody".into(), ..config(&stage.sandbox) };
    assert_eq!(refused(nobody).await, expected("22006"));
}

#[tokio::test]
async fn four_minutes_off_work_and_six_are_told() {
    let stage = Stage::start().await;
    for minutes in [-4, 4] {
        stage.clock.set(TODAY.plus_minutes(minutes));
        let check = stage.room.check().await.expect("four minutes are fine");
        assert!(check.skew_seconds.is_some_and(|skew| (skew + minutes * 60).abs() <= 1), "{check:?}");
    }
    for minutes in [-6, 6] {
        stage.clock.set(TODAY.plus_minutes(minutes));
        let error = stage.room.schedule(&draft()).await.expect_err("six minutes are too many");
        assert_eq!(
            (error.code(), error.kind(), error.certainty()),
            (Some("22004"), Kind::VendorClock, Certainty::NotDone)
        );
        assert!(error.skew_seconds.is_some_and(|skew| (skew + minutes * 60).abs() <= 1), "{error:?}");
        let answer = error.refusal().vendor.expect("the vendor's answer");
        let (en, zh) = if minutes < 0 { ("s ahead of ours", "快") } else { ("s behind ours", "慢") };
        assert!(answer.meaning_en.contains(en) && answer.meaning_zh.contains(zh), "{answer:?}");
        // Knowing the skew, it still signs with our own clock: the second try fails as plainly.
        stage.room.schedule(&draft()).await.expect_err("not compensated");
    }
    let skewed = Action::ClockSkew { seconds: 360 };
    stage.clock.set(TODAY);
    stage.sandbox.control().add_fault(Fault::always(skewed));
    let error = stage.room.check().await.expect_err("the vendor's clock is off");
    assert_eq!(error.kind(), Kind::VendorClock);
    assert!(error.skew_seconds.is_some_and(|skew| (skew - 360).abs() <= 1), "{error:?}");
}

/// Every code of the table, as a read and as a change meet it.
#[tokio::test]
async fn every_documented_code_becomes_its_refusal() {
    let stage = Stage::start().await;
    let id = stage.scheduled(|_| ()).await;
    for entry in codes::CODES {
        let status = match entry.kind {
            Kind::VendorCredential | Kind::VendorClock => 400,
            Kind::VendorBusy => 429,
            _ => 500,
        };
        let body = format!("{{\"code\":{},\"msg\":\"sandbox-company\"}}", entry.code);
        stage.sandbox.control().clear_calls();
        stage.refuse("createMeeting", status, &body);
        stage.refuse("queryMeeting", status, &body);
        let change = stage.room.schedule(&draft()).await.expect_err("refused");
        let read = stage.room.detail(&id).await.expect_err("refused");
        for error in [change, read] {
            assert_eq!(
                (error.code(), error.certainty()),
                (Some(entry.code), Certainty::NotDone),
                "{error:?}"
            );
            let refusal = error.refusal();
            assert_eq!(refusal.kind, entry.kind, "{error:?}");
            assert_eq!(refusal.fields.first().map(|field| field.field.as_str()), entry.field, "{error:?}");
            let answer = refusal.vendor.expect("the vendor's answer");
            assert!(
                answer.meaning_en.starts_with(entry.meaning.en)
                    && answer.meaning_zh.starts_with(entry.meaning.zh)
            );
            assert_eq!(
                (answer.remedy_en.as_str(), answer.remedy_zh.as_str()),
                (entry.remedy.en, entry.remedy.zh)
            );
            assert!(!format!("{error} {error:?}").contains("sandbox-company"), "no message of the vendor");
        }
        assert_eq!(
            stage.sandbox.control().calls().len(),
            2,
            "{}: a code is an answer, not tried again",
            entry.code
        );
    }
}

#[tokio::test]
async fn an_undocumented_code_keeps_its_number() {
    let stage = Stage::start().await;
    stage.refuse("createMeeting", 500, "{\"code\":\"29999\",\"msg\":\"?\"}");
    let refusal = stage.room.schedule(&draft()).await.expect_err("refused").refusal();
    let answer = refusal.vendor.expect("the vendor's answer");
    assert_eq!((refusal.kind, answer.code.as_str()), (Kind::VendorRefused, "29999"));
    assert!(!answer.meaning_zh.is_empty() && !answer.remedy_en.is_empty());
}
