//! The WebAPI vendor over real HTTP.

mod attendance;
mod codes;
mod files;
mod mint;
mod token_page;
mod variants;

use reqwest::multipart::Form;
use serde_json::Value;

use crate::rig::{HOUR, Rig};

pub const KEY: &str = "sandbox-enterprise-not-for-production";
/// The neighbour's meeting.
pub const FOREIGN: &str = "888800000";

pub fn form(fields: &[(&str, &str)]) -> Form {
    let form = Form::new();
    fields.iter().fold(form, |form, (name, value)| form.text((*name).to_owned(), (*value).to_owned()))
}

impl Rig {
    pub fn webapi(&self, name: &str) -> String {
        format!("{}/{name}", self.sandbox.webapi_base())
    }

    /// A POST with the key, as multipart/form-data.
    pub async fn wpost(&self, name: &str, fields: &[(&str, &str)]) -> Value {
        let request = self.http.post(self.webapi(name)).multipart(form(fields).text("key", KEY));
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        response.json().await.unwrap()
    }

    /// A GET with the key.
    pub async fn wget(&self, name: &str, query: &[(&str, &str)]) -> Value {
        let request = self.http.get(self.webapi(name)).query(&[("key", KEY)]).query(query);
        request.send().await.unwrap().json().await.unwrap()
    }

    /// A meeting from now on for an hour; its number as text.
    pub async fn wmeeting(&self, more: &[(&str, &str)]) -> String {
        let (start, end) = (self.now().to_string(), (self.now() + HOUR).to_string());
        let mut fields = vec![
            ("meetingname", "会议 & \"more\""),
            ("starttime", start.as_str()),
            ("endtime", end.as_str()),
            ("chairmanpwd", "1234"),
        ];
        fields.extend_from_slice(more);
        let created = self.wpost("meetingcreate", &fields).await;
        assert_eq!(created["result"], 0, "{created}");
        created["serial"].to_string()
    }

    /// A page or file at the vendor's origin.
    pub fn at_webapi(&self, path: &str) -> String {
        let base = self.sandbox.webapi_base();
        format!("{}{path}", base.strip_suffix("/WebAPI").unwrap())
    }
}
