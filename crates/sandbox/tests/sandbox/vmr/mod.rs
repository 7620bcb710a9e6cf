//! The VMR vendor over real HTTP.

mod bookings;
mod errors;
mod recording;
mod share;
mod variants;

use portico_sandbox::RoomPoke;
use reqwest::RequestBuilder;
use serde_json::{Value, json};

use crate::rig::Rig;

pub const AUTH: &str = "sandbox-api:sandbox-api-key-not-for-production";
pub const ACCOUNT: &str = "admin@portico.example";
/// A bookable room, and its short number.
pub const ROOM: i64 = 486;
pub const NUMBER: &str = "2516";
/// The other tenant's room.
pub const FOREIGN: &str = "8000000";

impl Rig {
    pub fn vmr(&self, path: &str) -> String {
        format!("{}{path}", self.sandbox.vmr_base())
    }

    pub async fn answered(&self, request: RequestBuilder) -> Value {
        let response = request.header("auth", AUTH).send().await.unwrap();
        assert_eq!(response.status(), 200);
        response.json().await.unwrap()
    }

    pub async fn vpost(&self, path: &str, body: Value) -> Value {
        self.answered(self.http.post(self.vmr(path)).json(&body)).await
    }

    pub async fn vget(&self, path: &str, query: &[(&str, &str)]) -> Value {
        self.answered(self.http.get(self.vmr(path)).query(query)).await
    }

    /// A booking of [`ROOM`] in these local minutes, with changes.
    pub async fn book(&self, start: &str, end: &str, change: Value) -> Value {
        let mut body = json!({
            "account": ACCOUNT, "theme": "会议 \"主题\"", "introduction": "接口会议",
            "visitor_ids": "9187,9182", "startDate": start, "endDate": end, "isAutoOpen": "no",
            "pid": ROOM, "shostPwd": "99999", "svisitorPwd": "888888",
        });
        for (name, value) in change.as_object().unwrap() {
            body[name] = value.clone();
        }
        self.vpost("/subscribe/createmeet", body).await
    }

    pub fn poke(&self, poke: RoomPoke) {
        self.control().vmr_poke(NUMBER, poke).unwrap();
    }

    pub async fn info(&self, number: &str) -> Value {
        let request = self.http.get(self.vmr("/api/getmeetinginfo")).query(&[("addr", number)]);
        request.send().await.unwrap().json().await.unwrap()
    }
}

/// A refusal exactly as the envelope has it.
#[track_caller]
pub fn expect_refusal(answer: &Value, code: &str, message: &str) {
    assert_eq!(*answer, json!({ "code": code, "data": null, "message": message, "state": 0 }));
}

/// The data of a good answer.
#[track_caller]
pub fn data(answer: Value) -> Value {
    assert_eq!((&answer["code"], &answer["state"]), (&json!("200"), &json!(1)), "{answer}");
    answer["data"].clone()
}
