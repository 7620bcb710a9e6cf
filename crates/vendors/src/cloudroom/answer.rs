//! Tells success, the vendor's own refusals, and everything else apart.

use super::codes;
use crate::kit::{Answer, Cause, without_mark};
use serde_json::Value;

/// Reads an answer: the JSON object of a success, or why there is none.
///
/// Refusals are `{code, msg}` under HTTP 400, 429 or 500; a code that the document knows is taken as
/// a refusal even under 200. Anything else that is not 2xx is told by its status alone.
pub(super) fn read(answer: Answer) -> Result<Value, Cause> {
    let Answer { status, retry_after, body, .. } = answer;
    let success = (200..300).contains(&status);
    let json = match body.as_deref().map(without_mark) {
        // Changes answer `{}`; nothing at all says as much.
        Ok(body) if success && body.iter().all(u8::is_ascii_whitespace) => {
            Ok(Value::Object(Default::default()))
        }
        Ok(body) => serde_json::from_slice(body).map_err(|_| Cause::Unreadable { at: "body".to_owned() }),
        Err(cause) => Err(cause.clone()),
    };
    let code = json.as_ref().ok().and_then(read_code);
    match (success, code, json) {
        (true, Some(code), Ok(_)) if codes::find(&code).is_some() => Err(coded(status, code, retry_after)),
        (true, _, Ok(value @ Value::Object(_))) => Ok(value),
        (true, _, Ok(_)) => Err(Cause::Unreadable { at: "body".to_owned() }),
        (true, _, Err(cause)) => Err(cause),
        (false, Some(code), _) => Err(coded(status, code, retry_after)),
        (false, None, _) => Err(Cause::Status { status, retry_after }),
    }
}

fn coded(status: u16, code: String, retry_after: Option<u32>) -> Cause {
    let entry = codes::find(&code);
    Cause::Code { status, code, entry, retry_after }
}

/// The code of a `{code, msg}`, as int or text. Only what looks like a code is taken, because it
/// will be shown and logged.
fn read_code(json: &Value) -> Option<String> {
    let code = crate::kit::text(json.as_object()?.get("code")?)?;
    let code = code.trim();
    let harmless = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    ((1..=32).contains(&code.len()) && code.bytes().all(harmless)).then(|| code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, body: &str) -> Result<Value, Cause> {
        read(Answer { status, date: None, retry_after: None, body: Ok(body.as_bytes().to_vec()) })
    }

    fn code(status: u16, body: &str) -> Option<(String, bool)> {
        match answer(status, body) {
            Err(Cause::Code { code, entry, .. }) => Some((code, entry.is_some())),
            _ => None,
        }
    }

    #[test]
    fn codes_come_as_number_or_text_under_any_status() {
        assert_eq!(code(500, r#"{"code":22201,"msg":"x"}"#), Some(("22201".into(), true)));
        assert_eq!(code(500, r#"{"code":"22201"}"#), Some(("22201".into(), true)));
        assert_eq!(code(200, r#"{"code":22201,"msg":"x"}"#), Some(("22201".into(), true)));
        assert_eq!(code(500, r#"{"code":99999,"msg":"x"}"#), Some(("99999".into(), false)));
        assert_eq!(code(200, r#"{"code":0,"crmt":"x"}"#), None);
    }

    #[test]
    fn what_is_no_code_is_not_kept() {
        for body in [r#"{"code":"<script>"}"#, r#"{"code":[1]}"#, "{}", "<html>", "", r#"[{"code":1}]"#] {
            assert_eq!(answer(500, body), Err(Cause::Status { status: 500, retry_after: None }), "{body}");
        }
        let long = format!(r#"{{"code":"{}"}}"#, "1".repeat(33));
        assert_eq!(answer(500, &long), Err(Cause::Status { status: 500, retry_after: None }));
    }

    #[test]
    fn a_success_is_an_object_or_nothing() {
        assert_eq!(answer(200, ""), Ok(serde_json::json!({})));
        assert_eq!(answer(204, " \n"), Ok(serde_json::json!({})));
        assert_eq!(answer(200, "\u{feff}{}"), Ok(serde_json::json!({})), "a byte order mark says nothing");
        assert_eq!(code(500, "\u{feff}{\"code\":22201}"), Some(("22201".into(), true)));
        for body in ["[]", "null", "1", "{", "<html>", "\u{1}"] {
            assert_eq!(answer(200, body), Err(Cause::Unreadable { at: "body".into() }), "{body}");
        }
    }
}
