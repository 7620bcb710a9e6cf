//! The `auth` header. Document: 鉴权说明.
//!
//! The document says that a public cloud's key "is made of API ID and API KEY" and not how. The usual
//! form joins them with a colon; a connection may say otherwise, or give the whole, as private clouds do.

use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

/// Longest `auth`, in characters (the tables of the document).
pub const MOST_AUTH_CHARS: usize = 60;

/// What the `auth` header is made of.
#[derive(Clone, Debug)]
pub enum VmrAuth {
    /// As it is sent, such as a private cloud's tenant number.
    Whole(SecretString),
    /// Made from two halves by a form that holds `{id}` and `{key}` once each.
    Pair { api_id: String, api_key: SecretString, form: String },
}

/// Why no header can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadAuth {
    /// The form lacks `{id}` or `{key}`, or has one of them twice.
    Form,
    /// Empty, or something that cannot stand in a header.
    Character,
    /// Longer than [`MOST_AUTH_CHARS`].
    TooLong,
}

impl VmrAuth {
    /// The usual form of a public cloud.
    pub const USUAL_FORM: &'static str = "{id}:{key}";

    /// A pair in the usual form.
    pub fn pair(api_id: impl Into<String>, api_key: SecretString) -> Self {
        Self::Pair { api_id: api_id.into(), api_key, form: Self::USUAL_FORM.to_owned() }
    }

    /// The header's value, marked so that its Debug shows nothing.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn header(&self) -> Result<HeaderValue, BadAuth> {
        let text = match self {
            VmrAuth::Whole(whole) => whole.clone(),
            VmrAuth::Pair { api_id, api_key, form } => joined(form, api_id, api_key)?,
        };
        let text = text.expose_secret();
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(BadAuth::Character);
        }
        if text.len() > MOST_AUTH_CHARS {
            return Err(BadAuth::TooLong);
        }
        let mut value = HeaderValue::from_str(text).map_err(|_| BadAuth::Character)?;
        value.set_sensitive(true);
        Ok(value)
    }
}

/// Fills the form in. It is taken apart before anything is put in, so a half that happens to hold
/// `{key}` stays as it is.
fn joined(form: &str, id: &str, key: &SecretString) -> Result<SecretString, BadAuth> {
    if id.is_empty() || key.expose_secret().is_empty() {
        return Err(BadAuth::Character);
    }
    if form.matches("{id}").count() != 1 || form.matches("{key}").count() != 1 {
        return Err(BadAuth::Form);
    }
    let fill = |part: &str| part.replace("{id}", id);
    let (before, after) = form.split_once("{key}").ok_or(BadAuth::Form)?;
    Ok(SecretString::from([&fill(before), key.expose_secret(), &fill(after)].concat()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(auth: &VmrAuth) -> Result<String, BadAuth> {
        auth.header().map(|value| value.to_str().expect("ASCII").to_owned())
    }

    fn form(form: &str, id: &str, key: &str) -> Result<String, BadAuth> {
        made(&VmrAuth::Pair { api_id: id.into(), api_key: key.into(), form: form.into() })
    }

    #[test]
    fn whole_or_joined() {
        assert_eq!(made(&VmrAuth::Whole("800".into())).as_deref(), Ok("800"));
        assert_eq!(made(&VmrAuth::pair("id", "key".into())).as_deref(), Ok("id:key"));
        assert_eq!(form("{key}/{id}", "id", "key").as_deref(), Ok("key/id"));
        assert_eq!(form("v1-{id}{key}", "a", "b").as_deref(), Ok("v1-ab"));
        assert_eq!(form("{id}:{key}", "{key}", "{id}").as_deref(), Ok("{key}:{id}"), "halves are not forms");
    }

    #[test]
    fn what_makes_no_header_is_refused() {
        for bad in ["", "{id}", "{key}", "{id}:{id}:{key}", "{id}:{key}{key}"] {
            assert_eq!(form(bad, "id", "key"), Err(BadAuth::Form), "{bad}");
        }
        for bad in ["", "a\r\nX-Evil: 1", "a b", "会"] {
            assert_eq!(made(&VmrAuth::Whole(bad.into())), Err(BadAuth::Character), "{bad:?}");
            assert_eq!(form("{id}:{key}", bad, "key"), Err(BadAuth::Character), "{bad:?}");
            assert_eq!(form("{id}:{key}", "id", bad), Err(BadAuth::Character), "{bad:?}");
        }
        assert!(made(&VmrAuth::Whole("x".repeat(60).into())).is_ok());
        assert_eq!(made(&VmrAuth::Whole("x".repeat(61).into())), Err(BadAuth::TooLong));
    }

    #[test]
    fn debug_shows_no_secret() {
        let auth = VmrAuth::pair("id", "canary-key".into());
        let shown = format!("{auth:?} {:?} {:?}", auth.header(), VmrAuth::Whole("canary-key".into()));
        assert!(!shown.contains("canary-key"), "{shown}");
    }
}
