//! 创建用户, 修改用户, 删除用户.

use serde::Serialize;
use serde_json::{Value, json};

use super::company::{decoded, required};
use super::conference::json_object;
use super::department::{self, ROOT};
use super::errors::{BAD_REQUEST, Refusal};
use super::fields::Fields;
use super::state::State;
use crate::pipeline::Incoming;

/// 会议安排者, the default.
const ARRANGER: i64 = 2;
/// 普通用户.
pub(super) const ORDINARY: i64 = 3;

/// 用户.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct User {
    pub name: String,
    pub mobile: String,
    pub department_id: i64,
    pub role_type: i64,
    pub email: String,
}

/// 创建用户.
pub(super) fn create(
    state: &mut State,
    request: &Incoming,
    unknown: &mut Vec<String>,
) -> Result<Value, Refusal> {
    let body = json_object(request)?;
    let mut fields = Fields::new(&body, "");
    let account = required(&mut fields, "account")?;
    required(&mut fields, "password")?;
    let name = required(&mut fields, "name")?;
    let mobile = fields.text("mobile")?.unwrap_or_default();
    let department_id = place(state, &mut fields)?.unwrap_or(ROOT);
    let role_type = role(&mut fields)?.unwrap_or(ARRANGER);
    let email = fields.text("email")?.unwrap_or_default();
    unknown.extend(fields.unknown());
    if state.users.contains_key(&account) {
        return Err(BAD_REQUEST);
    }
    let user = User { name, mobile, department_id, role_type, email };
    let mut answer = json!(user);
    if let Some(answer) = answer.as_object_mut() {
        answer.insert("account".to_owned(), json!(account));
    }
    state.users.insert(account, user);
    Ok(answer)
}

/// 修改用户. 若部门未填写，账号将默认被分配至公司根目录下, and 默认为2, stand in this table too: what is not
/// given of these two is reset, unless the variants say otherwise.
pub(super) fn change(
    state: &mut State,
    account: &str,
    request: &Incoming,
    unknown: &mut Vec<String>,
) -> Result<Value, Refusal> {
    let account = decoded(account)?;
    let body = json_object(request)?;
    let mut fields = Fields::new(&body, "");
    let mut user = state.users.get(&account).cloned().ok_or(BAD_REQUEST)?;
    if !state.variants.user_change_keeps {
        (user.department_id, user.role_type) = (ROOT, ARRANGER);
    }
    if fields.text("password")?.is_some_and(|it| it.is_empty()) {
        return Err(BAD_REQUEST);
    }
    let texts = [("name", &mut user.name), ("mobile", &mut user.mobile), ("email", &mut user.email)];
    for (name, place) in texts {
        if let Some(text) = fields.text(name)? {
            *place = text;
        }
    }
    if user.name.trim().is_empty() {
        return Err(BAD_REQUEST);
    }
    user.department_id = place(state, &mut fields)?.unwrap_or(user.department_id);
    user.role_type = role(&mut fields)?.unwrap_or(user.role_type);
    unknown.extend(fields.unknown());
    state.users.insert(account, user);
    Ok(json!({}))
}

/// 删除用户.
pub(super) fn delete(state: &mut State, account: &str) -> Result<Value, Refusal> {
    state.users.remove(&decoded(account)?).ok_or(BAD_REQUEST)?;
    Ok(json!({}))
}

fn place(state: &State, fields: &mut Fields<'_>) -> Result<Option<i64>, Refusal> {
    match fields.integer("departmentId", BAD_REQUEST)? {
        Some(id) if !department::exists(state, id) => Err(BAD_REQUEST),
        id => Ok(id),
    }
}

/// 1：管理员 2：会议安排者 3：普通用户 4：部门管理员 5：财务管理员.
fn role(fields: &mut Fields<'_>) -> Result<Option<i64>, Refusal> {
    match fields.integer("roleType", BAD_REQUEST)? {
        Some(role) if !(1..=5).contains(&role) => Err(BAD_REQUEST),
        role => Ok(role),
    }
}

/// Account, name, department, role.
const USERS: [(&str, &str, i64, i64); 8] = [
    ("wangli@cloudroom.example", "王丽", 102, 4),
    ("zhangwei@cloudroom.example", "张伟", 102, 2),
    ("chensy@cloudroom.example", "陈思远", 103, 2),
    ("ouyang@cloudroom.example", "欧阳文静", 104, 5),
    ("emma@cloudroom.example", "Emma Thompson", 105, 4),
    ("james@cloudroom.example", "James O'Neill", 105, 3),
    ("priya@cloudroom.example", "Priya Raman", 106, 2),
    ("lilei@cloudroom.example", "李雷", ROOT, 1),
];

pub(super) fn fill(state: &mut State) {
    for (place, (account, name, department_id, role_type)) in USERS.into_iter().enumerate() {
        let user = User {
            name: name.to_owned(),
            mobile: format!("1390000{:04}", 1000 + place),
            department_id,
            role_type,
            email: account.to_owned(),
        };
        state.users.insert(account.to_owned(), user);
    }
}
