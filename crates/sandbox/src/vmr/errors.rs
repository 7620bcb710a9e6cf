//! Section 常见响应状态码, and the codes for what that table leaves out.

/// A refusal: code and message of the envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub code: i64,
    pub message: &'static str,
}

const fn row(code: i64, message: &'static str) -> Refusal {
    Refusal { code, message }
}

pub(crate) const AUTH_MISMATCH: Refusal = row(200_001, "会议号和当前的认证的auth不匹配");
pub(crate) const ALREADY_RECORDING: Refusal = row(200_003, "该会议已开启录制");
pub(crate) const RECORDING_FORBIDDEN: Refusal = row(200_004, "该会议不允许录制");
pub(crate) const NOT_STARTED: Refusal = row(200_006, "该会议还未开启");
pub(crate) const NOT_RECORDING: Refusal = row(200_007, "该会议未开启录制");
pub(crate) const NO_MEETING: Refusal = row(200_008, "该会议不存在");
pub(crate) const ROOM_TAKEN: Refusal = row(200_009, "当前时间段，此会议室已被预约");
// 200002 and 200005 belong to opening a live stream, which none of these operations does.

// The table has nothing for requests that are wrong in themselves; `code` says 200 for success, so
// these follow HTTP.
pub(crate) const BAD_PARAMETER: Refusal = row(400, "请求参数错误");
pub(crate) const BAD_TIME: Refusal = row(400, "预约时间有误");
pub(crate) const NO_ACCOUNT: Refusal = row(400, "账号不存在");
pub(crate) const NO_CONTACT: Refusal = row(400, "参会者不存在");
pub(crate) const NO_RECORD: Refusal = row(404, "录制文件不存在");
pub(crate) const NOT_FOUND: Refusal = row(404, "请求地址错误");
pub(crate) const WRONG_METHOD: Refusal = row(405, "请求方式错误");

impl Refusal {
    /// 200001 is the only row of the table that speaks of auth.
    pub fn is_auth(self) -> bool {
        self == AUTH_MISMATCH
    }
}
