//! The code table. Document: 错误码参考. Many codes belong to operations that the document does not
//! describe; they are explained all the same, for a server may give any of them.

use crate::kit::{CodeEntry, Fault};
use portico_domain::language::Bilingual;
use portico_domain::refusals::Kind;

/// 会议不存在、会议无效已被删除、会议过期
pub const MEETING_GONE: &str = "4007";
/// 会议已删除或过期
pub const MEETING_DELETED: &str = "3003";
/// 没有符合的数据
pub const NOTHING_FOUND: &str = "4105";

/// What the document says of a code.
pub fn find(code: &str) -> Option<&'static CodeEntry> {
    CODES.iter().find(|entry| entry.code == code)
}

type Words = (&'static str, &'static str);

const fn entry(code: &'static str, fault: Fault, meaning: Words, remedy: Words) -> CodeEntry {
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

/// A code that blames one input of a form.
const fn at(field: &'static str, entry: CodeEntry) -> CodeEntry {
    CodeEntry { field: Some(field), ..entry }
}

/// A code that says that the connection's credential or licence is not good.
const fn credential(entry: CodeEntry) -> CodeEntry {
    CodeEntry { kind: Kind::VendorCredential, ..entry }
}

/// A code that may be gone a moment later.
const fn passing(entry: CodeEntry) -> CodeEntry {
    CodeEntry { retryable: true, ..entry }
}

const TELL_PORTICO: Words = (
    "Give this code and the incident number to whoever runs Portico.",
    "请将此错误码和事件编号告知 Portico 的运维人员。",
);
const CHECK_KEY: Words = (
    "Enter the enterprise ID of this connection again, as the vendor handed it out.",
    "请在连接设置中重新填写厂商提供的企业 ID。",
);
const ASK_VENDOR: Words = ("Ask the vendor's support.", "请联系厂商技术支持。");
const ENTER_PASSWORD: Words =
    ("Enter a chairman password of 4 to 20 characters.", "请填写 4 到 20 个字符的主席密码。");
const ASK_ORGANIZER: Words =
    ("Ask the organizer for the right password or a new link.", "请向组织者索取正确的密码或新的链接。");
const CHECK_TIMES: Words = (
    "Check start and end; the end must lie after the start.",
    "请检查开始和结束时间，结束时间须晚于开始时间。",
);
const TRY_AGAIN: Words = (
    "Look whether it was done all the same, then try again; if it stays, ask the vendor's support.",
    "请先确认操作是否已生效，再重试；若仍失败，请联系厂商技术支持。",
);
const SCHEDULE_ANEW: Words = (
    "It was deleted at the vendor or its time is over. Schedule a new one.",
    "会议已在厂商处被删除或已过期，请重新预约。",
);

use Fault::{Administrator, Organizer, Participant, Portico, Vendor};

/// Every code of the document, in its order.
pub const CODES: &[CodeEntry] = &[
    // The server and the company.
    credential(entry(
        "3001",
        Administrator,
        ("The meeting server's licence has expired.", "会议服务器已过期。"),
        ("Renew the licence with the vendor.", "请联系厂商续期。"),
    )),
    credential(entry(
        "3002",
        Administrator,
        ("The vendor has frozen the company's account.", "公司已被厂商冻结。"),
        ("Ask the vendor to open the account again.", "请联系厂商解除冻结。"),
    )),
    entry(
        "3003",
        Organizer,
        ("The meeting was deleted or has expired.", "会议已删除或过期。"),
        SCHEDULE_ANEW,
    ),
    credential(entry(
        "4001",
        Administrator,
        ("The vendor does not know the company.", "该公司不存在。"),
        CHECK_KEY,
    )),
    entry("4002", Participant, ("The user name or password is wrong.", "用户名或密码错误。"), ASK_ORGANIZER),
    at(
        "subject",
        entry(
            "4003",
            Organizer,
            ("The meeting has no name.", "会议名称不能为空。"),
            ("Enter a subject.", "请填写会议主题。"),
        ),
    ),
    at("start", entry("4004", Organizer, ("A time has a wrong form.", "时间格式错误。"), CHECK_TIMES)),
    at("start", entry("4005", Organizer, ("The times do not fit together.", "时间设置有误。"), CHECK_TIMES)),
    at(
        "password",
        entry(
            "4006",
            Organizer,
            ("The chairman password has a wrong form.", "主席密码格式错误。"),
            ENTER_PASSWORD,
        ),
    ),
    entry(
        "4007",
        Organizer,
        ("The meeting does not exist, was deleted or has expired.", "会议不存在、已被删除或已过期。"),
        SCHEDULE_ANEW,
    ),
    at(
        "passcode",
        entry("4008", Participant, ("The meeting password is wrong.", "会议密码错误。"), ASK_ORGANIZER),
    ),
    at(
        "password",
        entry(
            "4009",
            Organizer,
            ("The password for participants has a wrong form.", "普通用户密码格式错误。"),
            ("Enter another password.", "请更换密码。"),
        ),
    ),
    credential(entry(
        "4101",
        Portico,
        ("The call carried no enterprise ID.", "请求缺少企业 ID。"),
        CHECK_KEY,
    )),
    credential(entry(
        "4102",
        Administrator,
        ("The enterprise ID is wrong.", "企业 ID 验证错误。"),
        CHECK_KEY,
    )),
    entry(
        "4103",
        Administrator,
        ("The company has as many meetings as it may have.", "会议数超过最大限制。"),
        (
            "Delete meetings that nobody needs, or ask the vendor for more.",
            "请删除不再需要的会议，或联系厂商扩容。",
        ),
    ),
    entry(
        "4105",
        Organizer,
        ("The vendor has nothing that fits.", "没有符合条件的数据。"),
        ("There may be nothing yet; look again later.", "可能尚无数据，请稍后再查看。"),
    ),
    entry(
        "4106",
        Organizer,
        ("The meeting has as many documents as it may have.", "会议文件数量超过限制。"),
        ("Attach fewer documents.", "请减少会议关联的文档数量。"),
    ),
    passing(entry("4107", Vendor, ("The vendor's database failed.", "厂商数据库操作错误。"), TRY_AGAIN)),
    entry(
        "4108",
        Administrator,
        ("The company may not do this.", "没有权限。"),
        ("Ask the vendor to allow it for this company.", "请联系厂商为该企业开通权限。"),
    ),
    credential(entry(
        "4109",
        Administrator,
        ("The authorisation is not right.", "鉴权信息（Auth）不正确。"),
        CHECK_KEY,
    )),
    at(
        "passcode",
        entry(
            "4110",
            Participant,
            ("The meeting wants a password.", "该会议需要密码。"),
            ("Enter the password that came with the invitation.", "请输入邀请中提供的会议密码。"),
        ),
    ),
    entry(
        "4111",
        Participant,
        (
            "Only registered users of the vendor may enter this meeting, or the password is wrong.",
            "该会议仅限注册用户参加，或密码不正确。",
        ),
        ("Ask the organizer to let everyone enter.", "请联系组织者放开参会权限。"),
    ),
    // Groups.
    entry("4200", Portico, ("The number of the group is missing.", "缺少组 ID。"), TELL_PORTICO),
    entry("4201", Portico, ("The name of the group is missing.", "缺少组名。"), TELL_PORTICO),
    // What a meeting must have.
    entry("5000", Portico, ("User name and password are missing.", "缺少用户名和密码。"), TELL_PORTICO),
    at(
        "password",
        entry(
            "5001",
            Portico,
            ("It is not said whether the meeting has a password.", "未指明会议是否有密码。"),
            TELL_PORTICO,
        ),
    ),
    at(
        "password",
        entry("5002", Organizer, ("The chairman password is missing.", "缺少主席密码。"), ENTER_PASSWORD),
    ),
    at(
        "password",
        entry(
            "5003",
            Organizer,
            ("The password for participants is missing.", "缺少会议普通密码。"),
            ("Enter a password.", "请填写密码。"),
        ),
    ),
    at(
        "start",
        entry(
            "5004",
            Organizer,
            ("Start and end are missing.", "缺少开始时间和结束时间。"),
            ("Enter when the meeting starts and ends.", "请填写会议的开始和结束时间。"),
        ),
    ),
    entry(
        "5005",
        Portico,
        ("A meeting that allows listeners needs a password for them.", "允许旁听用户时须设置旁听密码。"),
        TELL_PORTICO,
    ),
    at(
        "password",
        entry(
            "5006",
            Organizer,
            ("The password for participants has a wrong form.", "会议普通密码格式错误。"),
            ("Enter another password.", "请更换密码。"),
        ),
    ),
    entry("5007", Portico, ("The password for listeners is wrong.", "旁听用户密码错误。"), TELL_PORTICO),
    entry(
        "5008",
        Portico,
        ("The greatest number of users is not a number.", "最大用户数格式错误。"),
        TELL_PORTICO,
    ),
    entry(
        "5009",
        Administrator,
        ("More users are wanted than the company may have.", "最大用户数超过限制。"),
        ASK_VENDOR,
    ),
    entry(
        "5010",
        Portico,
        ("The greatest number of listeners is wrong.", "最大旁听用户数错误。"),
        TELL_PORTICO,
    ),
    entry(
        "5011",
        Administrator,
        ("More listeners are wanted than the company may have.", "最大旁听用户数超过限制。"),
        ASK_VENDOR,
    ),
    entry(
        "5012",
        Portico,
        ("The greatest number of videos is not a number.", "最大视频数格式错误。"),
        TELL_PORTICO,
    ),
    entry("5013", Portico, ("The greatest number of videos is wrong.", "最大视频数错误。"), TELL_PORTICO),
    entry(
        "5014",
        Portico,
        ("The greatest number of voices is not a number.", "最大音频数格式错误。"),
        TELL_PORTICO,
    ),
    entry("5015", Portico, ("The greatest number of voices is wrong.", "最大音频数错误。"), TELL_PORTICO),
    entry(
        "5016",
        Portico,
        ("The video resolution has a wrong form.", "视频分辨率参数格式错误。"),
        TELL_PORTICO,
    ),
    entry("5100", Portico, ("The meeting number is missing.", "缺少会议编号。"), TELL_PORTICO),
    entry("5101", Portico, ("The user account is missing.", "缺少用户账号。"), TELL_PORTICO),
    // Entering.
    at(
        "password",
        entry("5200", Participant, ("The chairman password is wrong.", "主席密码错误。"), ASK_ORGANIZER),
    ),
    entry("5201", Participant, ("The password for listeners is wrong.", "旁听密码错误。"), ASK_ORGANIZER),
    at(
        "passcode",
        entry(
            "5203",
            Participant,
            ("The password for participants is not right.", "普通密码不正确。"),
            ASK_ORGANIZER,
        ),
    ),
    at("passcode", entry("5204", Participant, ("There is no password.", "没有密码。"), ASK_ORGANIZER)),
    at(
        "name",
        entry(
            "5205",
            Participant,
            ("The name is missing.", "昵称不能为空。"),
            ("Enter the name that others shall see.", "请填写入会昵称。"),
        ),
    ),
    passing(entry("5206", Vendor, ("The vendor could not write its data.", "厂商数据写入失败。"), TRY_AGAIN)),
    entry(
        "5207",
        Portico,
        (
            "The vendor does not know this kind of user (0 ordinary, 1 chairman, 2 listener, 3 assistant, 4 inspector).",
            "用户类型错误（0 普通交互用户，1 主席，2 旁听，3 助理，4 巡视）。",
        ),
        TELL_PORTICO,
    ),
    passing(entry(
        "5208",
        Participant,
        ("The user is in the meeting already.", "用户已登录。"),
        ("Leave the meeting on the other device, then try again.", "请先在其他设备上退出会议，再重试。"),
    )),
    entry(
        "5300",
        Portico,
        ("The sign-in key of 40 characters is missing.", "缺少 40 位登录 key。"),
        TELL_PORTICO,
    ),
    entry(
        "5301",
        Portico,
        ("The sign-in key of 40 characters is wrong.", "40 位登录 key 错误。"),
        TELL_PORTICO,
    ),
    // The vendor's own servers.
    entry("6000", Administrator, ("The number of the server is wrong.", "serverid 不正确。"), ASK_VENDOR),
    entry(
        "6001",
        Administrator,
        ("The vendor does not accept the address from which the call came.", "IP 地址不正确。"),
        (
            "Ask the vendor to allow the address of the machine that runs Portico.",
            "请联系厂商将运行 Portico 的服务器 IP 加入白名单。",
        ),
    ),
    entry(
        "6002",
        Administrator,
        ("There are more ordinary users than allowed.", "普通用户数超出范围。"),
        ASK_VENDOR,
    ),
    entry(
        "6003",
        Administrator,
        ("There are more listeners than allowed.", "旁听用户数超出范围。"),
        ASK_VENDOR,
    ),
    // Users.
    entry("7001", Portico, ("The user's number is missing.", "缺少用户 ID（userid）。"), TELL_PORTICO),
    entry("7002", Portico, ("The account is missing.", "缺少账号（accout）。"), TELL_PORTICO),
    entry("7003", Portico, ("The password is missing.", "缺少密码。"), TELL_PORTICO),
    entry("7004", Portico, ("The department's number is missing.", "缺少部门 ID。"), TELL_PORTICO),
    entry(
        "7005",
        Portico,
        ("The company's number is missing; it is 1 where there is only one.", "缺少公司 ID，缺省为 1。"),
        TELL_PORTICO,
    ),
    entry("7006", Portico, ("The account exists already.", "账号（accout）已经存在。"), TELL_PORTICO),
    entry("7007", Portico, ("The user's account does not exist.", "用户账号不存在。"), TELL_PORTICO),
    // Departments.
    entry("8001", Portico, ("The department's number is missing.", "缺少部门 ID。"), TELL_PORTICO),
    entry("8002", Portico, ("The department's name is missing.", "缺少部门名称。"), TELL_PORTICO),
    entry(
        "8003",
        Portico,
        ("The company's number is missing; it is 1 where there is only one.", "缺少公司 ID，缺省为 1。"),
        TELL_PORTICO,
    ),
    entry(
        "8004",
        Portico,
        ("The number of the department above is missing.", "缺少父部门 ID。"),
        TELL_PORTICO,
    ),
    entry("8005", Portico, ("The department's level is missing.", "缺少部门级别。"), TELL_PORTICO),
    // Companies.
    entry("9001", Portico, ("The company's number is missing.", "缺少公司 ID。"), TELL_PORTICO),
    entry("9002", Portico, ("The company's name is missing.", "缺少公司名。"), TELL_PORTICO),
    entry(
        "9003",
        Portico,
        ("A telephone number or a subdomain is missing.", "电话号码和二级域名须至少填写一个。"),
        TELL_PORTICO,
    ),
    entry(
        "9004",
        Portico,
        ("The number of the company's administrator is not right.", "公司管理员 ID 有误。"),
        TELL_PORTICO,
    ),
    entry("9006", Portico, ("The company exists already.", "该公司已经存在。"), TELL_PORTICO),
    credential(entry("9007", Portico, ("The enterprise ID is missing.", "缺少企业 ID。"), CHECK_KEY)),
    // The call itself.
    CodeEntry {
        kind: Kind::VendorBusy,
        ..passing(entry(
            "9999",
            Vendor,
            ("The vendor's system is busy.", "厂商系统繁忙。"),
            ("Wait a minute and try again.", "请等待一分钟后重试。"),
        ))
    },
    entry("20001", Portico, ("The vendor wants this call as POST.", "请使用 POST 请求。"), TELL_PORTICO),
];

#[cfg(test)]
#[path = "codes_tests.rs"]
mod tests;
