//! Rules that hold for every input, over real HTTP.

use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::rig::{Answer, NOW, Rig};

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());
static RIG: LazyLock<Rig> = LazyLock::new(|| RUNTIME.block_on(Rig::empty()));

fn create(body: &Value) -> Answer {
    RUNTIME.block_on(RIG.post("/conference", body))
}

/// What the table of OrderConfig says, in other words than the sandbox's.
fn expected(start: i64, end: i64, period: i64, until: Option<i64>) -> i64 {
    if !(0..=5).contains(&period) {
        22220
    } else if start < NOW {
        22215
    } else if end < start {
        22218
    } else if end > start + 86_400 {
        22222
    } else {
        match until {
            _ if period == 0 => 0,
            None => 22211,
            Some(-1) => 0,
            Some(until) if until < start => 22221,
            Some(_) => 0,
        }
    }
}

/// Any JSON that a confused caller might send.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,60}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 5, |inner| {
        let names = prop::sample::select(vec![
            "subject",
            "hostId",
            "inviteIds",
            "inviteeIds",
            "assistantInfos",
            "password",
            "orderConfig",
            "scheduleTime",
            "scheduleEndTime",
            "periodType",
            "periodEndTime",
            "attributes",
            "vwallo",
            "allowJoin",
            "permission",
            "publicIM",
            "voteIds",
            "other",
        ]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(names.prop_map(str::to_owned), inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn subjects_of_up_to_fifty_characters(subject in "\\PC{0,60}") {
        let count = subject.chars().count();
        let expected = if subject.trim().is_empty() { 22209 } else if count > 50 { 22212 } else { 0 };
        prop_assert_eq!(create(&json!({ "subject": subject })).code(), expected);
    }

    #[test]
    fn passwords_of_four_to_six_digits(password in "[0-9]{0,8}|[0-9a-z０-９]{3,7}") {
        let digits = password.chars().all(|it| it.is_ascii_digit());
        let fits = digits && (4..=6).contains(&password.chars().count());
        let code = create(&json!({ "subject": "a", "password": password })).code();
        prop_assert_eq!(code, if fits { 0 } else { 22210 });
    }

    #[test]
    fn schedules(
        start in NOW - 5..NOW + 100_000,
        length in prop_oneof![-5..5i64, 86_395..86_405i64],
        period in -1..8i64,
        until in prop::option::of(prop_oneof![Just(-1), NOW..NOW + 100_000]),
    ) {
        let mut order = json!({ "scheduleTime": start, "scheduleEndTime": start + length, "periodType": period });
        if let Some(until) = until {
            order["periodEndTime"] = json!(until);
        }
        let answer = create(&json!({ "subject": "a", "orderConfig": order }));
        prop_assert_eq!(answer.code(), expected(start, start + length, period, until));
    }

    #[test]
    fn any_body_gets_a_documented_answer(body in any_json()) {
        let answer = create(&body);
        match answer.status {
            200 => prop_assert!(answer.body["confId"].is_i64()),
            status => {
                prop_assert_eq!(status, 500);
                let code = answer.code();
                prop_assert!(code == 400 || (22201..=22236).contains(&code), "{}", code);
                prop_assert!(answer.body["msg"].is_string());
            }
        }
    }

    #[test]
    fn any_query_gets_a_documented_answer(query in "[ -~]{0,60}") {
        let query = query.replace(['#', '\\', '"', '<', '>', '`', ' '], "+");
        let answer = RUNTIME.block_on(RIG.get(&format!("/video/1?{query}")));
        prop_assert_eq!(answer.code(), 22201);
        let answer = RUNTIME.block_on(RIG.get(&format!("/conference/1/join?{query}")));
        prop_assert_eq!(answer.code(), 22201);
    }
}
