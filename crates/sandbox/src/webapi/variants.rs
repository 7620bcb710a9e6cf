//! Ways in which the document contradicts itself or leaves a form open, as switches.

use serde::{Deserialize, Serialize};

use crate::number_form::NumberForm;

/// How WebAPI's answers are written. The default follows the tables, and the samples where the
/// tables leave a form open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WebapiVariants {
    /// `result` and `code` as text (table of 预约会议) instead of a number (all samples).
    pub result_as_text: bool,
    /// 会议号: the samples write it as a number here and as text there.
    pub serials: NumberForm,
    /// `duration` as text, as in the sample of 获取录制文件.
    pub durations_as_text: bool,
    /// Times of attendance and recordings.
    pub times: TimeForm,
    /// What stands in `leavetime` while somebody is still in.
    pub no_leave_time: NoLeaveTime,
    /// Empty lists are refused with 4105 instead of being empty.
    pub empty_refused: bool,
    /// Addresses of streams with their scheme; the samples begin with `域名`.
    pub stream_scheme: bool,
    /// Members that no table names.
    pub extra_fields: bool,
    /// JSON under the name of HTML, as PHP sends it when nobody says otherwise.
    pub html_content_type: bool,
    /// Every call with a good key is refused with this code, before it acts.
    pub fail_with: Option<i64>,
    /// The enterprise's limit of meetings that are not over (4103).
    pub meeting_limit: Option<usize>,
    /// Documents per meeting (4106).
    pub file_limit: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeForm {
    /// `2020-12-30 09:56:50`, in Shanghai.
    #[default]
    Text,
    /// Unix seconds.
    Seconds,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoLeaveTime {
    /// `""`.
    #[default]
    Empty,
    /// The member is left out.
    Absent,
    Null,
}

impl Default for WebapiVariants {
    fn default() -> Self {
        Self {
            result_as_text: false,
            serials: NumberForm::default(),
            durations_as_text: false,
            times: TimeForm::default(),
            no_leave_time: NoLeaveTime::default(),
            empty_refused: false,
            stream_scheme: false,
            extra_fields: false,
            html_content_type: false,
            fail_with: None,
            meeting_limit: None,
            file_limit: 20,
        }
    }
}
