//! Ways in which the document contradicts itself, as switches: a tolerant client reads them all.

use serde::{Deserialize, Serialize};

/// How answers are written. The default follows the tables, and the sample where the sample shows
/// a form that the tables leave open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Variants {
    /// Times of 查询会议: as text like the sample, or as Unix seconds like the table.
    pub detail_times: DetailTimes,
    /// How a missing `periodEndTime` is written: `""` like the sample or `-1` like the table.
    pub no_period_end: NoPeriodEnd,
    /// The video layout's name in answers: `vwallo` of the table or `vwalldo` of the sample.
    pub layout_name: LayoutName,
    /// The sample's permissions (createWB, imForbidPic …) instead of the table's.
    pub old_permissions: bool,
    /// The sample's attributes (micUseLocal, onlyInvitee …) instead of the table's.
    pub old_attributes: bool,
    /// Details without people, notices and the password, as in the sample.
    pub details_lack_fields: bool,
    /// Lists without remaining, status, password and ownerId, as in the samples.
    pub lists_lack_fields: bool,
    /// Every number is sent as a string.
    pub numbers_as_text: bool,
    /// An empty history is refused with 22233 instead of being an empty list.
    pub empty_history_refused: bool,
    /// Users and departments want the platform's secret like companies. The document names a secret
    /// for companies alone; by default the other two want the company's own.
    pub directory_wants_platform: bool,
    /// 修改用户 keeps department and role that are not given. By the letter of the table an absent
    /// departmentId moves the user to the root, and an absent roleType is 2.
    pub user_change_keeps: bool,
    /// How long before its start ordinary participants may enter a meeting.
    pub join_lead_seconds: i64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DetailTimes {
    #[default]
    Text,
    Seconds,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoPeriodEnd {
    #[default]
    Empty,
    MinusOne,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LayoutName {
    #[default]
    Vwallo,
    Vwalldo,
}

impl Default for Variants {
    fn default() -> Self {
        Self {
            detail_times: DetailTimes::default(),
            no_period_end: NoPeriodEnd::default(),
            layout_name: LayoutName::default(),
            old_permissions: false,
            old_attributes: false,
            details_lack_fields: false,
            lists_lack_fields: false,
            numbers_as_text: false,
            empty_history_refused: false,
            directory_wants_platform: false,
            user_change_keeps: false,
            // The document says nothing of a lead; half an hour is usual for conference rooms.
            join_lead_seconds: 30 * 60,
        }
    }
}
