//! The passcode of a link. One function reads what is typed at links that there are and at others, so that
//! neither time nor patience tells which links there are.

use super::{Guest, LONGEST_SLUG};
use crate::Services;
use crate::access::tokens;
use crate::sessions::Visit;
use portico_domain::refusals::{Refusal, Rule};
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

impl Guest {
    pub(super) async fn check_passcode(&self, typed: &str, visit: &Visit) -> Result<(), Refusal> {
        let Some(kept) = &self.found.passcode_hash else { return Ok(()) };
        self.services.check_passcode(self.found.link.id.as_str(), Some(kept), typed, visit).await
    }

    /// The cookie for the browser of somebody who typed a passcode, `right` or not, if it is to get another one.
    pub fn browser_cookie(&self, visit: &Visit, right: bool) -> Option<SecretString> {
        let (kept, link) = (self.found.passcode_hash.as_ref()?, self.found.link.id.as_str());
        let browser = self.services.read_browser(visit, link, Some(kept));
        match right {
            true if browser.as_ref().is_some_and(|browser| browser.known) => None,
            true => Some(self.services.cookie_of_known(browser, link, kept)),
            false => self.services.cookie_of_unknown(browser.as_ref()),
        }
    }
}

impl Services {
    /// What is typed at a link that there is not: as at a link whose passcode it is not.
    ///
    /// # Errors
    /// Always, as [`Guest::check_passcode`] with a wrong one.
    pub(super) async fn check_nothing(&self, slug: &str, typed: &str, visit: &Visit) -> Result<(), Refusal> {
        let end = slug.floor_char_boundary(LONGEST_SLUG);
        self.check_passcode(&tokens::hash_token(&slug[..end]), None, typed, visit).await
    }

    /// `link`: what failures are counted for. `kept`: what is stored of its passcode; without, none is right.
    async fn check_passcode(
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
}
