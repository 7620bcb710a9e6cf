//! The passcode of a join link.

use super::Guest;
use crate::sessions::Visit;
use portico_domain::refusals::Refusal;
use secrecy::SecretString;

impl Guest {
    pub(super) async fn check_passcode(&self, typed: &str, visit: &Visit) -> Result<(), Refusal> {
        let Some(kept) = &self.found.passcode_hash else { return Ok(()) };
        self.services.check_passcode(self.found.link.id.as_str(), Some(kept), typed, visit).await
    }

    /// The cookie for the browser of somebody who typed a passcode, `right` or not, if it is to get another one.
    pub fn browser_cookie(&self, visit: &Visit, right: bool) -> Option<SecretString> {
        let kept = self.found.passcode_hash.as_ref()?;
        self.services.browser_cookie(self.found.link.id.as_str(), kept, visit, right)
    }
}
