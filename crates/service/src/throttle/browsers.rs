//! The browser that types a passcode, by a cookie of ours, which it gets when it first mistypes one.
//!
//! Each is blocked by itself, so that one that mistypes all the time uses up nothing that it shares with the others
//! behind its address. A browser without one has only what it shares: throwing the cookie away wins nothing. One that
//! typed the right passcode of a link before gets another cookie, and goes in by it although the others are blocked.

use crate::Services;
use crate::access::tokens;
use crate::sessions::Visit;
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

/// A browser whose cookie is ours.
pub(crate) struct Browser {
    pub id: String,
    /// It typed the right passcode of this link before.
    pub known: bool,
}

impl Services {
    /// A cookie for a browser that has mistyped a passcode. `None`: it has one.
    pub(crate) fn cookie_of_unknown(&self, browser: Option<&Browser>) -> Option<SecretString> {
        browser.is_none().then(|| self.write_browser(&tokens::new_key(), "", None))
    }

    /// A cookie for a browser that has typed the right passcode `kept` of `link`.
    pub(crate) fn cookie_of_known(
        &self,
        browser: Option<Browser>,
        link: &str,
        kept: &SecretString,
    ) -> SecretString {
        let id = browser.map_or_else(tokens::new_key, |browser| browser.id);
        self.write_browser(&id, link, Some(kept))
    }

    /// The browser of a visit at `link`, the hash of whose passcode is `kept`.
    pub(crate) fn read_browser(
        &self,
        visit: &Visit,
        link: &str,
        kept: Option<&SecretString>,
    ) -> Option<Browser> {
        let (id, _) = visit.browser.split_once('.')?;
        let is = |cookie: &SecretString| {
            bool::from(cookie.expose_secret().as_bytes().ct_eq(visit.browser.as_bytes()))
        };
        let known = kept.is_some() && is(&self.write_browser(id, link, kept));
        let ours = known || is(&self.write_browser(id, "", None));
        ours.then(|| Browser { id: id.to_owned(), known })
    }

    fn write_browser(&self, id: &str, link: &str, kept: Option<&SecretString>) -> SecretString {
        let passcode = kept.map_or("", |kept| kept.expose_secret());
        let text = format!("{id}\0{link}\0{passcode}");
        let seal = tokens::keyed_hash(&self.inner.audit_key, "guest browser", text.as_bytes());
        format!("{id}.{seal}").into()
    }
}
