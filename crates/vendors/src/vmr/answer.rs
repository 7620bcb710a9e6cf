//! Tells success, the vendor's own refusals, and everything else apart. Document: 响应参数说明.

use super::codes;
use crate::kit::{Answer, Cause, without_mark};
use serde_json::Value;

/// The code of a success, next to `state` 1 or alone in 获取会议信息.
const SUCCESS: &str = "200";
/// Stands for the code where a refusal has none.
const NO_CODE: &str = "state-0";

/// How an operation's reply is wrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Envelope {
    /// `{code, data, message, state}`: success is `state` 1.
    State,
    /// Fields beside `code` (获取会议信息): success is `code` 200.
    Flat,
}

/// Reads an answer: the whole reply of a success, or why there is none.
///
/// The document names no HTTP status but success. `message` is not looked at: it may be filled on
/// success, and nothing that the vendor wrote is kept but its code.
pub(super) fn read(answer: Answer, envelope: Envelope) -> Result<Value, Cause> {
    let Answer { status, retry_after, body, .. } = answer;
    let json = body.and_then(|body| {
        let json: Result<Value, _> = serde_json::from_slice(without_mark(&body));
        json.map_err(|_| unreadable("body"))
    });
    let code = json.as_ref().ok().and_then(read_code);
    let refused = |code: String| {
        let entry = codes::find(&code);
        Cause::Code { status, code, entry, retry_after }
    };
    if !(200..300).contains(&status) {
        // A code that nobody documented under 5xx is a gateway's or a framework's: no answer at all.
        return Err(match code {
            Some(code) if status < 500 || codes::find(&code).is_some() => refused(code),
            _ => Cause::Status { status, retry_after },
        });
    }
    let json = json?;
    if !json.is_object() {
        return Err(unreadable("body"));
    }
    let success = match envelope {
        Envelope::State => read_state(&json)?,
        Envelope::Flat => None,
    };
    match (success, code) {
        // Success and failure in one breath: for a change that means looking, not believing.
        (Some(true), Some(code)) if codes::find(&code).is_some() => Err(unreadable("reply.state")),
        (Some(true), _) => Ok(json),
        (Some(false), code) => Err(refused(code.unwrap_or_else(|| NO_CODE.to_owned()))),
        (None, Some(code)) if code == SUCCESS => Ok(json),
        (None, Some(code)) => Err(refused(code)),
        (None, None) => Err(unreadable("reply.code")),
    }
}

fn unreadable(at: &str) -> Cause {
    Cause::Unreadable { at: at.to_owned() }
}

/// `state`: 1 success, 0 failure, as number, text or boolean; `None` where it is missing.
fn read_state(json: &Value) -> Result<Option<bool>, Cause> {
    match json.get("state") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Bool(state)) => Ok(Some(*state)),
        Some(state) => match crate::kit::integer(state) {
            Some(1) => Ok(Some(true)),
            Some(0) => Ok(Some(false)),
            _ => Err(unreadable("reply.state")),
        },
    }
}

/// `code`, as int or text. Only what looks like a code is taken, because it will be shown and logged.
fn read_code(json: &Value) -> Option<String> {
    let code = crate::kit::text(json.as_object()?.get("code")?)?;
    let code = code.trim();
    let harmless = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    ((1..=32).contains(&code.len()) && code.bytes().all(harmless)).then(|| code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::Envelope::{Flat, State};
    use super::*;

    fn answer(status: u16, body: &str, envelope: Envelope) -> Result<Value, Cause> {
        let answer = Answer { status, date: None, retry_after: None, body: Ok(body.as_bytes().to_vec()) };
        read(answer, envelope)
    }

    fn code(status: u16, body: &str, envelope: Envelope) -> Option<(String, bool)> {
        match answer(status, body, envelope) {
            Err(Cause::Code { code, entry, .. }) => Some((code, entry.is_some())),
            _ => None,
        }
    }

    #[test]
    fn success_is_state_one_whatever_code_and_message_say() {
        for body in [
            r#"{"code":"200","data":null,"message":null,"state":1}"#,
            r#"{"code":200,"data":null,"message":"操作成功","state":1}"#,
            r#"{"code":200,"state":"1"}"#,
            r#"{"code":0,"state":true}"#,
            r#"{"state":1}"#,
            r#"{"code":"200"}"#,
            "\u{feff}{\"state\":1}",
        ] {
            assert!(answer(200, body, State).is_ok(), "{body}");
        }
    }

    #[test]
    fn refusals_carry_their_code_as_int_or_text() {
        for body in [
            r#"{"code":"200009","message":"x","state":0}"#,
            r#"{"code":200009,"state":"0"}"#,
            r#"{"code":200009,"state":false}"#,
            r#"{"code":200009}"#,
        ] {
            assert_eq!(code(200, body, State), Some(("200009".into(), true)), "{body}");
        }
        assert_eq!(code(500, r#"{"code":200009,"state":0}"#, State), Some(("200009".into(), true)));
        assert_eq!(code(401, r#"{"code":"E1","state":0}"#, State), Some(("E1".into(), false)));
        assert_eq!(code(200, r#"{"code":"200","state":0}"#, State), Some(("200".into(), false)));
        assert_eq!(code(200, r#"{"state":0}"#, State), Some(("state-0".into(), false)));
    }

    #[test]
    fn a_contradiction_is_not_believed_either_way() {
        let both = answer(200, r#"{"code":200003,"state":1}"#, State);
        assert_eq!(both, Err(unreadable("reply.state")));
        for body in [r#"{"state":2}"#, r#"{"state":"yes"}"#, r#"{"state":[1]}"#] {
            assert_eq!(answer(200, body, State), Err(unreadable("reply.state")), "{body}");
        }
    }

    #[test]
    fn flat_goes_by_its_code() {
        assert!(answer(200, r#"{"code":200,"msg":"success"}"#, Flat).is_ok());
        assert!(answer(200, r#"{"code":"200","state":0}"#, Flat).is_ok(), "there is no state here");
        assert_eq!(code(200, r#"{"code":200008}"#, Flat), Some(("200008".into(), true)));
        assert_eq!(answer(200, r#"{"name":"x"}"#, Flat), Err(unreadable("reply.code")));
    }

    #[test]
    fn what_is_no_answer() {
        let status = |status| Err(Cause::Status { status, retry_after: None });
        for body in ["", "<html>", "[]", r#"{"code":500,"message":"x"}"#, r#"{"code":"<b>"}"#] {
            assert_eq!(answer(502, body, State), status(502), "{body}");
        }
        assert_eq!(answer(404, "<html>", State), status(404));
        for body in ["", "[]", "null", "{", "{\"state\":1,}", "{\"state\":1} # x"] {
            assert_eq!(answer(200, body, State), Err(unreadable("body")), "{body}");
        }
        assert_eq!(answer(200, r#"{"code":"<script>"}"#, State), Err(unreadable("reply.code")));
    }
}
