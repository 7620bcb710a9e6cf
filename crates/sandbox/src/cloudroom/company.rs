//! 创建企业, 修改企业, 删除企业: with the platform's own secret.
//!
//! The table of codes has none for companies, users and departments, so whatever is wrong with
//! their parameters, a name that is taken or an id that is not there included, is 400.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

use super::conference::json_object;
use super::errors::{BAD_REQUEST, NOT_ALLOWED, Refusal};
use super::fields::Fields;
use super::state::State;
use crate::pipeline::Incoming;

/// The company of `sandbox-company`, which the others' secret must not remove.
const OWN: &str = "sandbox-company-guid";

/// 企业.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Firm {
    #[serde(rename = "compName")]
    pub name: String,
    pub admin: String,
    #[serde(rename = "adminName")]
    pub admin_name: String,
}

/// What is there even in an empty sandbox.
pub(super) fn furniture() -> BTreeMap<String, Firm> {
    let own = Firm {
        name: "云屋科技".to_owned(),
        admin: "admin@cloudroom.example".to_owned(),
        admin_name: "云屋科技".to_owned(),
    };
    BTreeMap::from([(OWN.to_owned(), own)])
}

/// 创建企业. The password is taken and forgotten: nobody signs in here.
pub(super) fn create(
    state: &mut State,
    request: &Incoming,
    unknown: &mut Vec<String>,
) -> Result<Value, Refusal> {
    let body = json_object(request)?;
    let mut fields = Fields::new(&body, "");
    let guid = required(&mut fields, "compGUID")?;
    let name = required(&mut fields, "compName")?;
    let admin = required(&mut fields, "admin")?;
    let admin_name = required(&mut fields, "adminName")?;
    required(&mut fields, "adminPwd")?;
    unknown.extend(fields.unknown());
    let taken = state.companies.contains_key(&guid) || state.companies.values().any(|it| it.admin == admin);
    if taken {
        return Err(BAD_REQUEST);
    }
    let answer = json!({ "compGUID": guid, "compName": name, "admin": admin, "adminName": admin_name });
    state.companies.insert(guid, Firm { name, admin, admin_name });
    Ok(answer)
}

/// 修改企业.
pub(super) fn change(
    state: &mut State,
    guid: &str,
    request: &Incoming,
    unknown: &mut Vec<String>,
) -> Result<Value, Refusal> {
    let body = json_object(request)?;
    let mut fields = Fields::new(&body, "");
    let name = required(&mut fields, "compName")?;
    unknown.extend(fields.unknown());
    let guid = decoded(guid)?;
    state.companies.get_mut(&guid).ok_or(BAD_REQUEST)?.name = name;
    Ok(json!({}))
}

/// 删除企业.
pub(super) fn delete(state: &mut State, guid: &str) -> Result<Value, Refusal> {
    let guid = decoded(guid)?;
    if guid == OWN {
        return Err(NOT_ALLOWED);
    }
    state.companies.remove(&guid).ok_or(BAD_REQUEST)?;
    Ok(json!({}))
}

/// A String that must be there and say something.
pub(super) fn required<'a>(fields: &mut Fields<'a>, name: &'a str) -> Result<String, Refusal> {
    let given = fields.text(name)?;
    given.filter(|it| !it.trim().is_empty()).ok_or(BAD_REQUEST)
}

/// A segment of the path, such as `test%40cloudroom.com`.
pub(super) fn decoded(segment: &str) -> Result<String, Refusal> {
    let text = percent_encoding::percent_decode_str(segment).decode_utf8().map_err(|_| BAD_REQUEST)?;
    if text.is_empty() { Err(BAD_REQUEST) } else { Ok(text.into_owned()) }
}
