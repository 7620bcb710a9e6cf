//! The codes of the document's section 错误码参考 that these operations can produce by themselves.
//! Every other one can be had over the control port (`fail_with`).

/// A refusal: one row of the document's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub code: i64,
    /// Shown on pages alone: the API answers carry no text.
    pub text: &'static str,
}

pub(crate) const fn row(code: i64, text: &'static str) -> Refusal {
    Refusal { code, text }
}

pub(crate) const SERVER_EXPIRED: Refusal = row(3001, "服务器过期");
pub(crate) const COMPANY_FROZEN: Refusal = row(3002, "公司已经冻结");
pub(crate) const OVER: Refusal = row(3003, "会议已删除或过期");
pub(crate) const NO_NAME: Refusal = row(4003, "会议名称不允许为空");
pub(crate) const TIME_FORM: Refusal = row(4004, "时间格式错误");
pub(crate) const TIME_WRONG: Refusal = row(4005, "时间设置有误");
pub(crate) const CHAIRMAN_FORM: Refusal = row(4006, "主席密码格式错误");
pub(crate) const NO_MEETING: Refusal = row(4007, "会议不存在、会议无效已被删除、会议过期");
pub(crate) const KEY_MISSING: Refusal = row(4101, "需要验证企业 ID");
pub(crate) const KEY_WRONG: Refusal = row(4102, "验证企业 ID 错误");
pub(crate) const TOO_MANY_MEETINGS: Refusal = row(4103, "会议数超过最大限制");
pub(crate) const NO_DATA: Refusal = row(4105, "没有符合的数据");
pub(crate) const TOO_MANY_FILES: Refusal = row(4106, "会议文件数量超过数量限制");
pub(crate) const NOT_ALLOWED: Refusal = row(4108, "没有权限");
pub(crate) const BAD_TOKEN: Refusal = row(4109, "Auth 不正确");
pub(crate) const NO_CHAIRMAN: Refusal = row(5002, "主席密码必填");
pub(crate) const NO_TIMES: Refusal = row(5004, "开始时间,结束时间必填");
pub(crate) const NO_SERIAL: Refusal = row(5100, "需要会议编号");
pub(crate) const NO_USER: Refusal = row(5101, "需要用户账号");
pub(crate) const NO_NICKNAME: Refusal = row(5205, "昵称必填");
pub(crate) const NOT_WRITTEN: Refusal = row(5206, "数据写入失败");
pub(crate) const USER_KIND: Refusal = row(5207, "用户类型:0 普通交互用户,1 主席,2 旁听,3 助理,4 巡视");
pub(crate) const BUSY: Refusal = row(9999, "系统繁忙请重试");
pub(crate) const WANTS_POST: Refusal = row(20001, "请使用 POST 请求");
