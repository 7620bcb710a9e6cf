//! With whom a meeting is shared.

use super::accounts::AccountChoice;
use super::{Answer, Refused};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Who sees a meeting besides its owner and administrators, and who else could.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharesView {
    pub shared: Vec<AccountChoice>,
    pub others: Vec<AccountChoice>,
    /// Whose it is; nobody's if it was made elsewhere.
    pub owner: Option<AccountChoice>,
    /// Whose it could become.
    pub heirs: Vec<AccountChoice>,
}

/// `None` for who may not change the meeting.
#[server(prefix = "/fn", endpoint = "shares/list", output = Answer)]
pub async fn list_shares(meeting: String) -> Result<Option<SharesView>, Refused> {
    super::words::shares::list(meeting).await
}

#[server(prefix = "/fn", endpoint = "shares/add", output = Answer)]
pub async fn share_meeting(meeting: String, #[server(default)] person: String) -> Result<(), Refused> {
    super::words::shares::add(meeting, person).await
}

#[server(prefix = "/fn", endpoint = "shares/remove", output = Answer)]
pub async fn unshare_meeting(meeting: String, person: String) -> Result<(), Refused> {
    super::words::shares::remove(meeting, person).await
}

#[server(prefix = "/fn", endpoint = "shares/hand-over", output = Answer)]
pub async fn hand_over_meeting(meeting: String, #[server(default)] owner: String) -> Result<(), Refused> {
    super::words::shares::hand_over(meeting, owner).await
}
