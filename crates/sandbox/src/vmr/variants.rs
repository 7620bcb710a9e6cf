//! Ways in which the document contradicts itself, as switches: a tolerant client reads them all.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::number_form::NumberForm;

/// How VMR's answers are written. The default follows the tables, and the samples where the tables
/// leave a form open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct VmrVariants {
    pub code: CodeForm,
    /// `data` of 创建预约会议. The table of the envelope says object; the sample opens a list that it
    /// never closes.
    pub created: CreatedShape,
    /// `data` of 获取通讯录信息.
    pub contacts: ContactShape,
    /// id, pid, bizProductId, sipkey, entId and the ids of people.
    pub ids: NumberForm,
    /// isPublicVmr, isDispark, isAutoOpen.
    pub flags: FlagForm,
    /// While record is false, recordId holds the last recording, as in the sample of 获取直播录播状态;
    /// the table says `''`.
    pub stale_record_id: bool,
    /// failedReason is always there, `""` without a failure, as in the sample.
    pub empty_failed_reason: bool,
    /// `message` says 操作成功 on success, as in the sample of 取消预约会议.
    pub message_filled: bool,
    /// A missing or unknown `auth` is HTTP 401 instead of 200 with code 200001 alone.
    pub bad_auth_is_401: bool,
    /// How long a downUrl works. The document's samples last seven days.
    pub down_url_seconds: i64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeForm {
    /// varchar in the envelope; getmeetinginfo, which has no row for it, as its sample.
    #[default]
    Table,
    /// `"200"` in the first four operations, `200` in the others.
    Samples,
    /// A number everywhere.
    Number,
    /// Text everywhere, also in getmeetinginfo.
    Text,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CreatedShape {
    #[default]
    Object,
    /// A list of the one booking.
    Array,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactShape {
    /// A list of people with id and name.
    #[default]
    People,
    /// The document's sample: a list of bookings, whose people are the contacts.
    Bookings,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlagForm {
    /// `"yes"` and `"no"`, as in the samples.
    #[default]
    YesNo,
    /// true and false, as the table's type has it.
    Booleans,
}

/// How the samples of an operation write `code`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Envelope {
    /// The first four: `"200"`.
    Meeting,
    /// The other ones: `200`.
    Other,
    /// 获取会议信息, without an envelope: `200`.
    Flat,
}

impl VmrVariants {
    pub(super) fn code(&self, code: i64, envelope: Envelope) -> Value {
        let as_text = match self.code {
            CodeForm::Table => envelope != Envelope::Flat,
            CodeForm::Samples => envelope == Envelope::Meeting,
            CodeForm::Number => false,
            CodeForm::Text => true,
        };
        if as_text { json!(code.to_string()) } else { json!(code) }
    }

    pub(super) fn flag(&self, value: bool) -> Value {
        match self.flags {
            FlagForm::YesNo => json!(if value { "yes" } else { "no" }),
            FlagForm::Booleans => json!(value),
        }
    }
}

impl Default for VmrVariants {
    fn default() -> Self {
        Self {
            code: CodeForm::default(),
            created: CreatedShape::default(),
            contacts: ContactShape::default(),
            ids: NumberForm::default(),
            flags: FlagForm::default(),
            stale_record_id: false,
            empty_failed_reason: false,
            message_filled: false,
            bad_auth_is_401: false,
            // Short, so that who keeps an address learns better.
            down_url_seconds: 600,
        }
    }
}
