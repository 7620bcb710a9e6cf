//! The two pages of the vendor that let people in. Documents: URL 加入会议(多参数), URL 加入会议(单参数).

use super::ids::Serial;
use super::token::{Claims, TokenCredential, token};
use crate::kit::{ExposeSecret, SecretString};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;

/// `joinRole`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JoinAs {
    /// 普通用户
    Presenter,
    /// 主讲
    Speaker,
    /// 主席
    Chairman,
}

impl JoinAs {
    pub const ALL: [JoinAs; 3] = [JoinAs::Presenter, JoinAs::Speaker, JoinAs::Chairman];

    pub const fn name(self) -> &'static str {
        match self {
            JoinAs::Presenter => "presenter",
            JoinAs::Speaker => "speaker",
            JoinAs::Chairman => "chairman",
        }
    }
}

/// Who enters, and as what.
#[derive(Clone, Copy, Debug)]
pub struct Person<'a> {
    /// "用户 id,保持唯一": what attendance will list.
    pub user_id: &'a str,
    pub name: &'a str,
    pub role: JoinAs,
    pub invisible: bool,
}

/// Unreserved characters stay, everything else is `%XX`.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The page that believes what its address says: whoever has it can make himself chairman by editing
/// it. Portico hands it to nobody; use [`token_page`].
pub fn login_page(server: &Url, serial: &Serial, person: Person<'_>) -> SecretString {
    let Person { user_id, name, role, invisible } = person;
    let invisible = if invisible { "1" } else { "0" };
    let pairs = [
        ("serial", serial.as_str()),
        ("userid", user_id),
        ("username", name),
        ("invisible", invisible),
        ("joinRole", role.name()),
    ];
    let encode = |text: &str| utf8_percent_encode(text, VALUE).to_string();
    let query = pairs.map(|(name, value)| format!("{name}={}", encode(value))).join("&");
    SecretString::from(format!("{}/h5/#/login?{query}", server.as_str().trim_end_matches('/')))
}

/// The claims of a person, in the order of the document's samples. `invisible` is there only where it is
/// 1: the samples of the token leave it out.
pub(super) fn claims(serial: &Serial, person: Person<'_>) -> Claims {
    let Person { user_id, name, role, invisible } = person;
    let first = [("serial", serial.as_str()), ("userid", user_id), ("username", name)];
    let hidden = invisible.then_some(("invisible", "1"));
    Claims::of(first.into_iter().chain(hidden).chain([("joinRole", role.name())]))
}

/// The page that believes a token. A credential for as long as the meeting lives: made at the moment of
/// the join, sent as a redirect, never stored or logged.
pub(super) fn token_page(
    server: &Url,
    credential: &TokenCredential,
    serial: &Serial,
    person: Person<'_>,
) -> SecretString {
    let token = token(credential, &claims(serial, person));
    let base = server.as_str().trim_end_matches('/');
    SecretString::from(format!("{base}/h5/index.html?token={}", token.expose_secret()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use portico_domain::ids::VendorMeetingId;

    fn person(name: &str, invisible: bool) -> Person<'_> {
        Person { user_id: "1234", name, role: JoinAs::Presenter, invisible }
    }

    fn serial(text: &str) -> Serial {
        Serial::read(&VendorMeetingId::new(text)).expect("a serial")
    }

    #[test]
    fn the_login_page_of_the_document() {
        let server = Url::parse("https://xx.com/").expect("an address");
        let page = login_page(&server, &serial("123456789"), person("name", true));
        assert_eq!(
            page.expose_secret(),
            "https://xx.com/h5/#/login?serial=123456789&userid=1234&username=name&invisible=1&joinRole=presenter"
        );
        let page = login_page(&server, &serial("1"), person("a&joinRole=chairman 李#", false));
        let page = page.expose_secret();
        assert!(page.contains("username=a%26joinRole%3Dchairman%20%E6%9D%8E%23&invisible=0&"), "{page}");
    }

    #[test]
    fn the_token_page_of_the_document() {
        let sample = TokenCredential::derive(&"SYXCXASD".into(), &"AYQTYCAXAX".into());
        let server = Url::parse("https://xx.com/a").expect("an address");
        let person = Person { user_id: "123456", ..person("weiyi我", false) };
        let page = token_page(&server, &sample, &serial("111111"), person);
        let token = "84FUudYrqSSBCHSoXUIw5VvXuOkuVOu%2F7PeQM3pTw%2B1Ekn5FqlitQ2Fwi4az9eAPC0hgQJB6IrFa6Mt8fG8mi5\
            HbvjaTnlxxt8gnlxcCo%2BzU8apaB1bD%2B1UIBNBXaAM0nSUr60RgWV5EK80mJWgC7w%3D%3D";
        assert_eq!(page.expose_secret(), format!("https://xx.com/a/h5/index.html?token={token}"));
    }

    #[test]
    fn a_name_cannot_claim_a_role() {
        let claims = claims(&serial("1"), person("x\",\"joinRole\":\"chairman", true));
        assert_eq!(
            claims.as_php_json(),
            r#"{"serial":"1","userid":"1234","username":"x\",\"joinRole\":\"chairman","invisible":"1","joinRole":"presenter"}"#
        );
        assert_eq!(JoinAs::ALL.map(JoinAs::name), ["presenter", "speaker", "chairman"]);
    }
}
