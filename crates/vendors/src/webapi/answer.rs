//! Tells success, the vendor's own refusals, and everything else apart.

use super::codes;
use crate::kit::{Answer, Cause, text, without_mark};
use serde_json::Value;

/// Reads an answer: the JSON object of a success, or why there is none.
///
/// Success is `result` or (getRoomRecord) `code` equal to 0, as number or text; an answer with neither
/// is none. `result` counts where both stand, unless `code` is a documented refusal. Under which HTTP
/// status refusals come the document does not say, so any will do.
pub(super) fn read(answer: Answer) -> Result<Value, Cause> {
    let Answer { status, retry_after, body, .. } = answer;
    let success = (200..300).contains(&status);
    let json = body.and_then(|body| {
        serde_json::from_slice::<Value>(without_mark(&body)).map_err(|_| unreadable("body"))
    });
    match (success, json.as_ref().ok().map(verdict), json) {
        (true, Some(Verdict::Success), Ok(value)) => Ok(value),
        (_, Some(Verdict::Refusal(code)), _) => {
            let entry = codes::find(&code);
            Err(Cause::Code { status, code, entry, retry_after })
        }
        (true, Some(Verdict::NoObject), _) => Err(unreadable("body")),
        (true, Some(Verdict::Nothing), _) => Err(unreadable("reply.result")),
        (true, _, Err(cause)) => Err(cause),
        (_, _, _) => Err(Cause::Status { status, retry_after }),
    }
}

fn unreadable(at: &str) -> Cause {
    Cause::Unreadable { at: at.to_owned() }
}

enum Verdict {
    Success,
    Refusal(String),
    /// An object without anything that could be a result.
    Nothing,
    NoObject,
}

fn verdict(json: &Value) -> Verdict {
    let Some(object) = json.as_object() else { return Verdict::NoObject };
    let read = |name: &str| object.get(name).filter(|value| !is_blank(value)).map(read_code);
    match (read("result"), read("code")) {
        (_, Some(Some(code))) if codes::find(&code).is_some() => Verdict::Refusal(code),
        (Some(Some(code)), _) | (None, Some(Some(code))) => {
            if code == "0" {
                Verdict::Success
            } else {
                Verdict::Refusal(code)
            }
        }
        _ => Verdict::Nothing,
    }
}

fn is_blank(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty())
}

/// A code as number or text, whole numbers in their shortest form. Only what looks like a code is
/// taken, because it will be shown and logged.
fn read_code(value: &Value) -> Option<String> {
    if let Some(number) = crate::kit::integer(value) {
        return Some(number.to_string());
    }
    let code = text(value)?.trim().to_owned();
    let harmless = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    ((1..=32).contains(&code.len()) && code.bytes().all(harmless)).then_some(code)
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
    fn success_is_zero_in_either_field_and_either_type() {
        for zero in ["0", "\"0\"", "\" 0 \"", "0.0", "\"00\""] {
            for field in ["result", "code"] {
                let body = format!("{{\"{field}\":{zero},\"serial\":1}}");
                assert!(answer(200, &body).is_ok(), "{body}");
            }
        }
        assert!(answer(200, "\u{feff}{\"result\":0}").is_ok());
        assert!(answer(200, "{\"result\":0,\"code\":200}").is_ok(), "200 is no code of the document");
        assert!(answer(200, "{\"result\":\"\",\"code\":0}").is_ok());
    }

    #[test]
    fn codes_come_in_either_field_and_either_type_under_any_status() {
        let known = || Some(("4007".to_owned(), true));
        for status in [200, 400, 500, 502] {
            assert_eq!(code(status, "{\"result\":4007}"), known());
            assert_eq!(code(status, "{\"result\":\"4007\",\"serial\":\"\"}"), known());
            assert_eq!(code(status, "{\"code\":\"4007\"}"), known());
        }
        assert_eq!(code(200, "{\"result\":0,\"code\":4007}"), known());
        assert_eq!(code(200, "{\"result\":-1}"), Some(("-1".into(), false)));
        assert_eq!(code(200, "{\"result\":\"failed\"}"), Some(("failed".into(), false)));
        assert_eq!(code(200, "{\"result\":9999,\"code\":0}"), Some(("9999".into(), true)));
    }

    #[test]
    fn neither_is_no_success() {
        for body in [
            "{}",
            "{\"serial\":1}",
            "{\"result\":null}",
            "{\"result\":true}",
            "{\"result\":[0]}",
            "{\"result\":\"<script>\"}",
            "{\"result\":\"\",\"code\":\"\"}",
            "{\"result\":{},\"code\":0}",
        ] {
            assert_eq!(answer(200, body), Err(unreadable("reply.result")), "{body}");
            assert_eq!(answer(500, body), Err(Cause::Status { status: 500, retry_after: None }), "{body}");
        }
        for body in ["", "[]", "null", "0", "{", "<html>", "{\"result\":0}}"] {
            assert_eq!(answer(200, body), Err(unreadable("body")), "{body}");
        }
        assert_eq!(answer(404, "{\"result\":0}"), Err(Cause::Status { status: 404, retry_after: None }));
    }
}
