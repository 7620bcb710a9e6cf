//! The codes of the document's section 错误码, and how they are sent.

use http::StatusCode;
use serde_json::{Value, json};

/// A refusal: one row of the document's tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub code: i64,
    pub msg: &'static str,
}

const fn row(code: i64, msg: &'static str) -> Refusal {
    Refusal { code, msg }
}

// 鉴权错误码: HTTP 400.
pub(crate) const NO_SECRET_ID: Refusal = row(22001, "header传参X-CR-SecretId不能为空");
pub(crate) const NO_TIMESTAMP: Refusal = row(22002, "header传参X-CR-Timestamp不能为空");
pub(crate) const NO_SIGNATURE: Refusal = row(22003, "header传参X-CR-Signature不能为空");
pub(crate) const SIGNATURE_EXPIRED: Refusal = row(22004, "签名过期");
pub(crate) const SIGNATURE_INVALID: Refusal = row(22005, "签名无效");
pub(crate) const NO_SUCH_ACCOUNT: Refusal = row(22006, "账号不存在");
pub(crate) const API_NOT_OPEN: Refusal = row(22007, "企业未开放API接口权限");
pub(crate) const TIMESTAMP_FORMAT: Refusal = row(22009, "header传参X-CR-Timestamp格式不正确");

// 接口调用超出频率: HTTP 429.
pub(crate) const TOO_OFTEN: Refusal = row(22008, "接口超出频率");

// 业务错误码: HTTP 500.
pub(crate) const BAD_REQUEST: Refusal = row(400, "请求地址或参数错误");
pub(crate) const INTERNAL: Refusal = row(500, "服务器内部异常");
pub(crate) const NO_SUCH_MEETING: Refusal = row(22201, "会议不存在");
pub(crate) const WRONG_PASSWORD: Refusal = row(22202, "会议密码错误");
pub(crate) const NOT_STARTED: Refusal = row(22203, "会议未开始");
pub(crate) const ENDED: Refusal = row(22204, "会议已结束");
pub(crate) const INVITED_ONLY: Refusal = row(22205, "仅邀请对象可加入会议");
pub(crate) const COMPANY_ONLY: Refusal = row(22206, "仅企业内用户可加入会议");
pub(crate) const NO_SUBJECT: Refusal = row(22209, "会议主题不能为空");
pub(crate) const PASSWORD_FORM: Refusal = row(22210, "会议密码为4-6位数字");
pub(crate) const NO_PERIOD_END: Refusal = row(22211, "周期会议结束时间不能为空");
pub(crate) const SUBJECT_LONG: Refusal = row(22212, "会议主题不能超过50个字符");
pub(crate) const PERIOD_END_FORM: Refusal = row(22213, "周期会议结束时间格式错误");
pub(crate) const NO_START: Refusal = row(22214, "预约开始时间不能为空");
pub(crate) const START_PAST: Refusal = row(22215, "预约开始时间不能小于当前时间");
pub(crate) const START_FORM: Refusal = row(22216, "预约开始时间格式错误");
pub(crate) const NO_END: Refusal = row(22217, "预约结束时间不能为空");
pub(crate) const END_BEFORE_START: Refusal = row(22218, "预约结束时间不能小于开始时间");
pub(crate) const END_FORM: Refusal = row(22219, "预约结束时间格式错误");
pub(crate) const PERIOD_TYPE: Refusal = row(22220, "非法的周期会议类型");
pub(crate) const PERIOD_END_EARLY: Refusal = row(22221, "周期会议结束时间不能小于开始时间");
pub(crate) const TOO_LONG: Refusal = row(22222, "预约时间不能超过24小时");
pub(crate) const NO_SUCH_HOST: Refusal = row(22223, "主持人不存在");
pub(crate) const NOT_ALLOWED: Refusal = row(22224, "权限不足");
pub(crate) const LAYOUT: Refusal = row(22225, "会议分屏数错误");
pub(crate) const VIRTUAL_MEMBERS: Refusal = row(22226, "虚拟人数应在0-2000之间");
pub(crate) const STARTED_OR_ENDED: Refusal = row(22227, "会议已开始或已结束");
pub(crate) const NO_SUCH_INVITEE: Refusal = row(22228, "邀请人不存在");
pub(crate) const NO_INVITEES: Refusal = row(22229, "邀请人不能为空");
pub(crate) const NO_NICKNAME: Refusal = row(22230, "昵称不能为空");
pub(crate) const USER_TYPE: Refusal = row(22231, "参会者类型错误");
pub(crate) const NICKNAME_LONG: Refusal = row(22232, "昵称不能大于30个字符");
pub(crate) const NO_RECORDS: Refusal = row(22233, "会议记录为空");
pub(crate) const TOO_MANY_ASSISTANTS: Refusal = row(22234, "联席主持人个数不能超过四个");
pub(crate) const NO_SUCH_ASSISTANT: Refusal = row(22235, "联席主持人不存在");
pub(crate) const SPAN_TOO_LONG: Refusal = row(22236, "查询时间间隔不能超过一年");
pub(crate) const NO_SUCH_RECORDING: Refusal = row(21030, "录像不存在");
// 22207 and 22208 belong to the mini-program, which none of these operations touch.

impl Refusal {
    /// The three families of the document differ by their HTTP status alone.
    pub fn status(self) -> StatusCode {
        match self.code {
            22008 => StatusCode::TOO_MANY_REQUESTS,
            22001..=22009 => StatusCode::BAD_REQUEST,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// 响应体是JSON串，包含错误码code和详细的错误信息msg.
    pub fn body(self) -> Value {
        json!({ "code": self.code, "msg": self.msg })
    }
}
