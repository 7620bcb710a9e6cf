//! 获取通讯录信息. Its sample is a list of bookings, pasted by mistake; by default the sandbox answers
//! with people in the form of the sample's visitorList.

use serde_json::{Value, json};

use super::Answer;
use super::auth::Tenant;
use super::errors::{self, Refusal};
use super::state::{Account, State};
use super::variants::ContactShape;
use crate::pairs::Pairs;
use crate::walltime;

/// The document gives no default; its example asks for ten.
const PAGE: usize = 10;

/// 获取通讯录信息: 是否获取全部 makes the page's parameters void. Pages count from 1; one after the last
/// is empty.
pub(super) fn list(state: &State, tenant: Tenant, query: &Pairs, origin: &str) -> Answer {
    let account = state.account(tenant, query.text("account"))?;
    let all = match query.filled("isAll") {
        None | Some("no") => false,
        Some("yes") => true,
        Some(_) => return Err(errors::BAD_PARAMETER),
    };
    let (skip, take) = if all { (0, usize::MAX) } else { page(query)? };
    let known = if tenant == Tenant::Own { state.contacts.as_slice() } else { &[] };
    let people: Vec<Value> = known
        .iter()
        .skip(skip)
        .take(take)
        .map(|(id, name)| json!({ "id": state.variants.ids.text(&id.to_string()), "name": name }))
        .collect();
    Ok(match state.variants.contacts {
        ContactShape::People => Value::Array(people),
        ContactShape::Bookings => pasted(people, account, origin, state),
    })
}

fn page(query: &Pairs) -> Result<(usize, usize), Refusal> {
    let number = |name: &str, default: usize| match query.filled(name) {
        None => Ok(default),
        Some(text) => text.parse().ok().filter(|it| *it > 0).ok_or(errors::BAD_PARAMETER),
    };
    let (index, size) = (number("pageIndex", 1)?, number("pageSize", PAGE)?);
    Ok(((index - 1).saturating_mul(size), size))
}

/// The sample's shape, with the contacts where it has its participants.
fn pasted(people: Vec<Value>, account: &Account, origin: &str, state: &State) -> Value {
    let ids = state.variants.ids;
    json!([{
        "id": ids.number(1429),
        "theme": "会议主题",
        "introduction": "接口会议",
        "randomHostPwd": "99999",
        "randomVisitorPwd": "",
        "sipkey": ids.text("2516"),
        "isAutoOpen": state.variants.flag(false),
        "startDate": "2020-01-30 09:00",
        "endDate": "2020-01-30 13:00",
        "createSubscriber": { "id": ids.number(account.id), "name": account.name },
        "createTime": walltime::local(1_578_365_320),
        "shortAddress": format!("{origin}/meet/share/VTZI8"),
        "bizProductId": ids.number(486),
        "visitorList": people,
    }])
}
