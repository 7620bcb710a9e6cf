//! The passcodes of links. One function reads what is typed at links that there are and at others, so that
//! neither time nor patience tells which links there are.

use crate::Services;
use crate::access::tokens;
use crate::sessions::Visit;
use portico_domain::refusals::{Refusal, Rule};
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

/// Longest slug that is looked up, in bytes.
pub(crate) const LONGEST_SLUG: usize = 64;

impl Services {
    /// What is typed at a link that there is not: as at a link whose passcode it is not.
    ///
    /// # Errors
    /// Always, as [`Services::check_passcode`] with a wrong one.
    pub(crate) async fn check_nothing(&self, slug: &str, typed: &str, visit: &Visit) -> Result<(), Refusal> {
        let end = slug.floor_char_boundary(LONGEST_SLUG);
        self.check_passcode(&tokens::hash_token(&slug[..end]), None, typed, visit).await
    }

    /// `link`: what failures are counted for. `kept`: what is stored of its passcode; without, none is right.
    ///
    /// # Errors
    /// [`portico_domain::refusals::Kind::Invalid`] with the field `passcode`;
    /// [`portico_domain::refusals::Kind::Throttled`].
    pub(crate) async fn check_passcode(
        &self,
        link: &str,
        kept: Option<&SecretString>,
        typed: &str,
        visit: &Visit,
    ) -> Result<(), Refusal> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(Refusal::field("passcode", Rule::Missing));
        }
        let mac = self.seal_passcode(link, typed);
        let none = self.seal_passcode(link, "");
        let same = mac.expose_secret().as_bytes().ct_eq(kept.unwrap_or(&none).expose_secret().as_bytes());
        let right = bool::from(same) && kept.is_some();
        let browser = self.read_browser(visit, link, kept);
        match self.typed(link, &visit.network, browser.as_ref(), right).await? {
            true => Ok(()),
            false => Err(Refusal::field("passcode", Rule::WrongPasscode)),
        }
    }

    /// The cookie for the browser of somebody who typed the passcode `kept` of a link, `right` or not, if it is to get
    /// another one.
    pub(crate) fn browser_cookie(
        &self,
        link: &str,
        kept: &SecretString,
        visit: &Visit,
        right: bool,
    ) -> Option<SecretString> {
        let browser = self.read_browser(visit, link, Some(kept));
        match right {
            true if browser.as_ref().is_some_and(|browser| browser.known) => None,
            true => Some(self.cookie_of_known(browser, link, kept)),
            false => self.cookie_of_unknown(browser.as_ref()),
        }
    }
}
