//! 获取录制文件.

use serde_json::{Value, json};

use super::attendance::{duration, time};
use super::keys::Company;
use super::params::Params;
use super::state::{Recording, State};
use super::variants::WebapiVariants;
use super::{Answer, errors, members};

/// 获取录制文件, the latest first; without serial those of the whole enterprise. A meeting that was
/// deleted still has its recordings; one that the vendor never knew is refused.
pub(super) fn list(state: &mut State, company: Company, params: &Params, now: i64) -> Answer {
    let serial = params.text("serial");
    let user = params.text("userid");
    let mut found: Vec<&Recording> = state
        .recordings
        .iter()
        .filter(|it| it.company == company && it.created <= now)
        .filter(|it| serial.is_none_or(|serial| it.serial.to_string() == serial))
        .collect();
    found.sort_by_key(|it| std::cmp::Reverse((it.created, it.id)));
    let deleted_but_recorded = !found.is_empty();
    let shown: Vec<Value> = found
        .into_iter()
        .filter(|it| user.is_none_or(|user| it.users.iter().any(|known| known == user)))
        .map(|it| row(it, &state.variants))
        .collect();
    if serial.is_some() && !deleted_but_recorded {
        state.meeting(company, serial)?;
    }
    if shown.is_empty() && state.variants.empty_refused {
        return Err(errors::NO_DATA);
    }
    Ok(members(json!({ "records": shown })))
}

fn row(recording: &Recording, variants: &WebapiVariants) -> Value {
    json!({
        "id": variants.serials.text(&recording.id.to_string()),
        "serial": variants.serials.text(&recording.serial.to_string()),
        "duration": duration(recording.duration, variants),
        // 需拼接录播服务器域名和端口.
        "filepath": recording.path,
        "createtime": time(recording.created, variants),
    })
}
