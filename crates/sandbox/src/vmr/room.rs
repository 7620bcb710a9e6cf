//! 获取当前账号可预约的会议室信息.

use serde_json::{Value, json};

use super::Answer;
use super::auth::Tenant;
use super::state::{Space, State};
use super::variants::VmrVariants;
use crate::pairs::Pairs;

/// 主持人屏幕视角.
const HOST_VIEW: &str = "1:7";
const GUEST_VIEW: &str = "1:21";

/// 获取当前账号可预约的会议室信息.
pub(super) fn bookable(state: &State, tenant: Tenant, query: &Pairs) -> Answer {
    let account = state.account(tenant, query.text("account"))?.address;
    let rows: Vec<Value> = state
        .spaces
        .values()
        .filter(|it| it.tenant == tenant && it.bookable)
        .filter(|it| it.only_for.is_none_or(|only| only == account))
        .map(|it| row(it, &state.variants))
        .collect();
    Ok(Value::Array(rows))
}

fn row(space: &Space, variants: &VmrVariants) -> Value {
    json!({
        "hostPin": space.host_pin,
        "isPublicVmr": variants.flag(space.kind == 1),
        "livePwd": "",
        "hostView": HOST_VIEW,
        "alias": space.alias,
        "guestView": GUEST_VIEW,
        "guestPin": space.guest_pin,
        "pid": variants.ids.number(space.pid),
        "type": space.kind,
        "maxSquare": space.max_square.to_string(),
        "pDesc": space.name,
        "sipkey": variants.ids.text(&space.sipkey),
        "isDispark": variants.flag(space.only_for.is_none()),
    })
}
