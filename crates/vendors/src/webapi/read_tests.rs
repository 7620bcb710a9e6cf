use super::super::operations::{files, meetings, reports};
use super::super::values::Wanted;
use super::*;
use crate::kit::{Operation, Reading};
use proptest::prelude::*;

fn reading() -> Reading {
    Reading {
        zone: TimeZone::get("Asia/Shanghai").expect("a zone"),
        now: Timestamp::from_seconds(1_700_000_000),
    }
}

fn any_serial() -> Serial {
    Serial::read(&VendorMeetingId::new("754884357")).expect("a serial")
}

const NAMES: &[&str] = &[
    "result",
    "code",
    "serial",
    "roomid",
    "sig",
    "pushurl",
    "duration",
    "meetingfile",
    "fileid",
    "filename",
    "downloadpath",
    "filetype",
    "cdnStreams",
    "serverStreams",
    "pullUrl",
    "logininfo",
    "userid",
    "entertime",
    "leavetime",
    "records",
    "id",
    "filepath",
    "createtime",
    "picPath",
];

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (-2i64..10).prop_map(|n| Value::from(n.to_string())),
        ".{0,8}".prop_map(Value::from),
        "[/\\\\.%?#a-z0-9:]{0,12}".prop_map(Value::from),
        "[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 60, 8, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            proptest::collection::vec((proptest::sample::select(NAMES), inner), 0..8).prop_map(|members| {
                Value::Object(members.into_iter().map(|(name, value)| (name.into(), value)).collect())
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]
    #[test]
    fn no_json_makes_a_reader_panic(reply in any_json(), inner in any_json()) {
        let reading = reading();
        let rows = serde_json::json!({"serial": 1, "duration": inner.clone(), "meetingfile": [inner.clone()],
            "cdnStreams": [inner.clone()], "logininfo": [inner.clone()], "records": [inner]});
        let wanted = Wanted { name: "n", start: reading.now, end: None, chairman_password: None, live: false };
        for reply in [reply, rows] {
            let _ = meetings::Create { wanted: &wanted }.read(&reply, &reading);
            let _ = reports::ClassBeginTime { serial: any_serial() }.read(&reply, &reading);
            let _ = files::MeetingFiles { serial: any_serial() }.read(&reply, &reading);
            let _ = reports::LiveStreamQuery { serial: None }.read(&reply, &reading);
            let _ = reports::LoginInfo { serial: any_serial() }.read(&reply, &reading);
            let _ = reports::RoomRecord { serial: None, user_id: None }.read(&reply, &reading);
        }
    }

    #[test]
    fn no_path_leaves_its_base(text in "[/\\\\.%?#@:a-e0-9 ]{0,24}") {
        let base = url::Url::parse("https://rec.example:9443/store").expect("an address");
        // A whole address is another matter: it is checked when it is opened.
        let path = ServerPath::read(&text).filter(|_| !text.contains("://"));
        if let Some(url) = path.map(|path| path.on(&base)) {
            prop_assert_eq!(url.origin(), base.origin());
            prop_assert!(url.path().starts_with("/store/"), "{}", url);
            prop_assert!(url.username().is_empty() && url.fragment().is_none());
        }
    }
}
