//! The code table. Document: 常见响应状态码.

use crate::kit::{CodeEntry, Fault};
use portico_domain::language::Bilingual;
use portico_domain::refusals::Kind;

/// 会议号和当前的认证的auth不匹配
pub const OTHER_AUTH: &str = "200001";
/// 该会议已开启录制
pub const ALREADY_RECORDING: &str = "200003";
/// 该会议还未开启
pub const NOT_BEGUN: &str = "200006";
/// 该会议未开启录制
pub const NOT_RECORDING: &str = "200007";
/// 该会议不存在
pub const NO_MEETING: &str = "200008";
/// 当前时间段，此会议室已被预约
pub const ROOM_TAKEN: &str = "200009";

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

use Fault::{Administrator, Organizer};

/// Every code of the document, in its order.
#[rustfmt::skip]
pub const CODES: &[CodeEntry] = &[
    // Not a credential failure of the whole connection: one number of another tenant is enough for it.
    entry(OTHER_AUTH, Administrator, ("This meeting number does not belong to the credential of the connection.", "会议号与当前认证的 auth 不匹配。"), ("Check the meeting number; if every meeting is refused so, enter the connection's API ID and API KEY again.", "请检查会议号；若所有会议均如此，请在连接设置中重新填写 API ID 和 API KEY。")),
    entry("200002", Organizer, ("The meeting is already being streamed.", "该会议已开启直播。"), ("Nothing needs to be done; stop the running stream first if you want a new one.", "无需操作；如需重新直播，请先停止当前直播。")),
    entry(ALREADY_RECORDING, Organizer, ("The meeting is already being recorded.", "该会议已开启录制。"), ("Nothing needs to be done; look at the meeting's recording state to see whether someone else started it.", "无需操作；可在会议的录制状态中查看是否由他人开启。")),
    entry("200004", Administrator, ("This meeting may not be recorded.", "该会议不允许录制。"), ("Ask the vendor to allow recording for this room, or choose another room.", "请联系厂商为该会议室开通录制，或更换会议室。")),
    entry("200005", Administrator, ("This meeting may not be streamed.", "该会议不允许直播。"), ("Ask the vendor to allow streaming for this room, or choose another room.", "请联系厂商为该会议室开通直播，或更换会议室。")),
    CodeEntry { retryable: true, ..entry(NOT_BEGUN, Organizer, ("The meeting has not begun.", "该会议还未开启。"), ("Enter the meeting first, then try again.", "请先进入会议，再重试。")) },
    entry(NOT_RECORDING, Organizer, ("The meeting is not being recorded.", "该会议未开启录制。"), ("Nothing needs to be stopped; look at the meeting's recording state.", "无需停止；请查看会议的录制状态。")),
    entry(NO_MEETING, Organizer, ("The meeting does not exist.", "该会议不存在。"), ("Check the meeting number; the booking may have been cancelled at the vendor.", "请检查会议号；预约可能已在厂商处取消。")),
    CodeEntry { field: Some("start"), ..entry(ROOM_TAKEN, Organizer, ("The room is already booked in this time.", "当前时间段，此会议室已被预约。"), ("Choose another time or another room, or let the vendor choose the room.", "请更换时间或会议室，或由系统分配会议室。")) },
];

#[cfg(test)]
#[path = "codes_tests.rs"]
mod tests;
