//! The code table. Document: 错误码.

use crate::kit::{CodeEntry, Fault};
use portico_domain::language::Bilingual;
use portico_domain::refusals::Kind;

/// 会议不存在
pub const MEETING_GONE: &str = "22201";
/// 会议记录为空
pub const NOTHING_LISTED: &str = "22233";
/// 录像不存在
pub const RECORDING_GONE: &str = "21030";

/// What the document says of a code.
pub fn find(code: &str) -> Option<&'static CodeEntry> {
    CODES.iter().find(|entry| entry.code == code)
}

const fn entry(
    code: &'static str,
    fault: Fault,
    meaning: (&'static str, &'static str),
    remedy: (&'static str, &'static str),
) -> CodeEntry {
    CodeEntry {
        code,
        meaning: Bilingual { en: meaning.0, zh: meaning.1 },
        fault,
        retryable: false,
        remedy: Bilingual { en: remedy.0, zh: remedy.1 },
        field: None,
        kind: Kind::VendorRefused,
    }
}

impl CodeEntry {
    const fn at(self, field: &'static str) -> Self {
        Self { field: Some(field), ..self }
    }

    const fn kind(self, kind: Kind) -> Self {
        Self { kind, ..self }
    }

    const fn retryable(self) -> Self {
        Self { retryable: true, ..self }
    }
}

const CRED: Kind = Kind::VendorCredential;
use Fault::{Administrator, Organizer, Participant, Portico, Vendor};

/// Every code of the document, in its order.
pub const CODES: &[CodeEntry] = &[
    // Authentication: HTTP 400. 鉴权错误码.
    entry("22001", Portico, ("The header X-CR-SecretId is missing.", "请求头缺少 X-CR-SecretId。"), ("Enter secretId and secretKey of this connection again, as the vendor's console shows them.", "请在连接设置中重新填写厂商后台显示的 secretId 和 secretKey。")).kind(CRED),
    entry("22002", Portico, ("The header X-CR-Timestamp is missing.", "请求头缺少 X-CR-Timestamp。"), ("Give this code and the incident number to whoever runs Portico.", "请将此错误码和事件编号告知 Portico 的运维人员。")).kind(CRED),
    entry("22003", Portico, ("The header X-CR-Signature is missing.", "请求头缺少 X-CR-Signature。"), ("Give this code and the incident number to whoever runs Portico.", "请将此错误码和事件编号告知 Portico 的运维人员。")).kind(CRED),
    entry("22004", Administrator, ("The signature has expired: the clocks of Portico and the vendor differ by more than five minutes.", "签名过期：Portico 与厂商服务器的时间相差超过 5 分钟。"), ("Set the clock of the machine that runs Portico (switch on NTP).", "请校准运行 Portico 的服务器时间（启用 NTP）。")).kind(Kind::VendorClock).retryable(),
    entry("22005", Administrator, ("The signature is not valid: the secretKey does not belong to the secretId.", "签名无效：secretKey 与 secretId 不匹配。"), ("Enter secretId and secretKey of this connection again, as the vendor's console shows them.", "请在连接设置中重新填写厂商后台显示的 secretId 和 secretKey。")).kind(CRED),
    entry("22006", Administrator, ("No account has this secretId.", "账号不存在：找不到该 secretId 对应的账号。"), ("Enter secretId and secretKey of this connection again, as the vendor's console shows them.", "请在连接设置中重新填写厂商后台显示的 secretId 和 secretKey。")).kind(CRED),
    entry("22007", Administrator, ("The company has no permission to use the API.", "企业未开放 API 接口权限。"), ("Ask the vendor to open the Web API for this company.", "请联系厂商为该企业开通 WEB-API 权限。")).kind(CRED),
    entry("22009", Portico, ("The header X-CR-Timestamp has a wrong form.", "请求头 X-CR-Timestamp 格式不正确。"), ("Give this code and the incident number to whoever runs Portico.", "请将此错误码和事件编号告知 Portico 的运维人员。")).kind(CRED),
    // Frequency: HTTP 429.
    entry("22008", Portico, ("Too many calls in a short time.", "接口调用超出频率限制。"), ("Wait a minute and try again.", "请等待一分钟后重试。")).kind(Kind::VendorBusy).retryable(),
    // Business: HTTP 500. 业务错误码.
    entry("400", Portico, ("The address or a parameter of the request is wrong.", "请求地址或参数错误。"), ("Check the connection's address; if it is right, give this code and the incident number to whoever runs Portico.", "请检查连接地址；若地址无误，请将此错误码和事件编号告知 Portico 的运维人员。")),
    entry("500", Vendor, ("The vendor's server had an internal error.", "厂商服务器内部异常。"), ("Look whether it was done all the same, then try again; if it stays, ask the vendor's support.", "请先确认操作是否已生效，再重试；若仍失败，请联系厂商技术支持。")).retryable(),
    entry("22201", Organizer, ("The meeting does not exist.", "会议不存在。"), ("It was probably deleted at the vendor. Schedule a new one.", "会议可能已在厂商处被删除，请重新预约。")),
    entry("22202", Participant, ("The meeting password is wrong.", "会议密码错误。"), ("Enter the password that came with the invitation.", "请输入邀请中提供的会议密码。")).at("passcode"),
    entry("22203", Participant, ("The meeting has not begun.", "会议未开始。"), ("Come back at the time it begins.", "请在会议开始时再试。")).retryable(),
    entry("22204", Participant, ("The meeting has ended.", "会议已结束。"), ("Ask the organizer whether there is another one.", "请向组织者确认是否另有会议。")),
    entry("22205", Participant, ("Only invited people may enter this meeting.", "仅邀请对象可加入会议。"), ("Ask the organizer to invite you or to let everyone enter.", "请联系组织者邀请您，或放开参会权限。")),
    entry("22206", Participant, ("Only people of the company may enter this meeting.", "仅企业内用户可加入会议。"), ("Ask the organizer to let everyone enter.", "请联系组织者放开参会权限。")),
    entry("22207", Vendor, ("The vendor could not get a token for its mini program.", "获取小程序 token 异常。"), ("Try again; if it stays, join with the installed client.", "请重试；若仍失败，请使用已安装的客户端入会。")).retryable(),
    entry("22208", Administrator, ("The company has no mini program set up.", "企业暂无小程序配置。"), ("Join with the installed client instead; the company has to set up the mini program at the vendor.", "请改用已安装的客户端入会；小程序须由企业在厂商处配置。")),
    entry("22209", Organizer, ("The subject is missing.", "会议主题不能为空。"), ("Enter a subject.", "请填写会议主题。")).at("subject"),
    entry("22210", Organizer, ("The password must be 4 to 6 digits.", "会议密码为 4-6 位数字。"), ("Enter 4 to 6 digits, or nothing.", "请输入 4-6 位数字，或留空。")).at("password"),
    entry("22211", Organizer, ("A repeating meeting needs a last day.", "周期会议结束时间不能为空。"), ("Enter the last day of the repetition.", "请填写周期的结束日期。")).at("until"),
    entry("22212", Organizer, ("The subject is longer than 50 characters.", "会议主题不能超过 50 个字符。"), ("Shorten the subject.", "请缩短会议主题。")).at("subject"),
    entry("22213", Organizer, ("The last day of the repetition is not a time.", "周期会议结束时间格式错误。"), ("Enter the last day of the repetition again.", "请重新填写周期的结束日期。")).at("until"),
    entry("22214", Organizer, ("The start is missing.", "预约开始时间不能为空。"), ("Enter when the meeting starts.", "请填写开始时间。")).at("start"),
    entry("22215", Organizer, ("The start lies in the past.", "预约开始时间不能小于当前时间。"), ("Choose a start in the future.", "请选择将来的开始时间。")).at("start"),
    entry("22216", Organizer, ("The start is not a time.", "预约开始时间格式错误。"), ("Enter the start again.", "请重新填写开始时间。")).at("start"),
    entry("22217", Organizer, ("The end is missing.", "预约结束时间不能为空。"), ("Enter when the meeting ends.", "请填写结束时间。")).at("end"),
    entry("22218", Organizer, ("The end lies before the start.", "预约结束时间不能小于开始时间。"), ("Choose an end after the start.", "请选择晚于开始时间的结束时间。")).at("end"),
    entry("22219", Organizer, ("The end is not a time.", "预约结束时间格式错误。"), ("Enter the end again.", "请重新填写结束时间。")).at("end"),
    entry("22220", Organizer, ("The vendor does not know this kind of repetition.", "非法的周期会议类型。"), ("Choose daily, working days, weekly, fortnightly or monthly.", "请选择每天、每个工作日、每周、每两周或每月。")).at("repeat"),
    entry("22221", Organizer, ("The last day of the repetition lies before the start.", "周期会议结束时间不能小于开始时间。"), ("Choose a last day after the start.", "请选择晚于开始时间的周期结束日期。")).at("until"),
    entry("22222", Organizer, ("A meeting may not be longer than 24 hours.", "预约时间不能超过 24 小时。"), ("Choose an end within 24 hours of the start.", "请将结束时间设在开始后 24 小时以内。")).at("end"),
    entry("22223", Organizer, ("The vendor has no user with the host's number.", "主持人不存在。"), ("Check the host's user number, or leave it empty.", "请检查主持人 ID，或留空。")).at("host_id"),
    entry("22224", Administrator, ("The account has not enough rights for this.", "权限不足。"), ("Ask the company's administrator at the vendor for the right, or choose another host.", "请联系企业在厂商处的管理员授权，或更换主持人。")),
    entry("22225", Organizer, ("The vendor does not know this video layout.", "会议分屏数错误。"), ("Choose another layout.", "请选择其他视频布局。")).at("layout"),
    entry("22226", Organizer, ("The number of virtual members must be 0 to 2000.", "虚拟人数应在 0-2000 之间。"), ("Enter a number from 0 to 2000.", "请输入 0 到 2000 之间的数字。")).at("virtual_members"),
    entry("22227", Organizer, ("The meeting has begun or has ended, so this is no longer possible.", "会议已开始或已结束，无法进行此操作。"), ("Look at the meeting's state; end a running meeting before you change it.", "请查看会议状态；如需修改，请先结束进行中的会议。")),
    entry("22228", Organizer, ("The vendor has no user with the number of one of the invited people.", "邀请人不存在。"), ("Check the user numbers of the invited people.", "请检查参会人 ID。")).at("invitee_ids"),
    entry("22229", Organizer, ("Nobody is invited.", "邀请人不能为空。"), ("Invite someone, or let everyone enter.", "请填写参会人，或放开参会权限。")).at("invitee_ids"),
    entry("22230", Participant, ("The name is missing.", "昵称不能为空。"), ("Enter the name that others shall see.", "请填写入会昵称。")).at("name"),
    entry("22231", Portico, ("The vendor does not know this kind of participant.", "参会者类型错误。"), ("Give this code and the incident number to whoever runs Portico.", "请将此错误码和事件编号告知 Portico 的运维人员。")),
    entry("22232", Participant, ("The name is longer than 30 characters.", "昵称不能大于 30 个字符。"), ("Shorten the name.", "请缩短昵称。")).at("name"),
    entry("22233", Organizer, ("The vendor has no record of this meeting.", "会议记录为空。"), ("It may not have taken place yet; look again later.", "会议可能尚未召开，请稍后再查看。")),
    entry("22234", Organizer, ("A meeting may have at most four co-hosts.", "联席主持人个数不能超过四个。"), ("Name at most four co-hosts.", "请将联席主持人减至四人以内。")).at("cohost_ids"),
    entry("22235", Organizer, ("The vendor has no user with the number of one of the co-hosts.", "联席主持人不存在。"), ("Check the user numbers of the co-hosts.", "请检查联席主持人 ID。")).at("cohost_ids"),
    entry("22236", Portico, ("A list may span at most one year.", "查询时间间隔不能超过一年。"), ("Choose a span of at most one year.", "请将查询时间范围缩短至一年以内。")),
    entry("21030", Organizer, ("The recording does not exist.", "录像不存在。"), ("It was probably deleted at the vendor.", "录像可能已在厂商处被删除。")),
];

#[cfg(test)]
#[path = "codes_tests.rs"]
mod tests;
