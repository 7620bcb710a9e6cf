//! 创建部门, 修改部门, 删除部门.

use serde::Serialize;
use serde_json::{Value, json};

use super::company::required;
use super::conference::json_object;
use super::errors::{BAD_REQUEST, Refusal};
use super::fields::Fields;
use super::state::State;
use super::user::ORDINARY;
use crate::pipeline::Incoming;

/// 根目录, the company itself.
pub(super) const ROOT: i64 = 1;
/// How the sample's fullPath begins.
const ROOT_NAME: &str = "公司";

/// 部门.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Department {
    pub name: String,
    pub parent_id: i64,
}

pub(super) fn exists(state: &State, id: i64) -> bool {
    id == ROOT || state.departments.contains_key(&id)
}

/// 创建部门.
pub(super) fn create(
    state: &mut State,
    request: &Incoming,
    unknown: &mut Vec<String>,
) -> Result<Value, Refusal> {
    let department = read(state, request, unknown)?;
    let id = state.departments.last_key_value().map_or(102, |(id, _)| id + 1);
    state.departments.insert(id, department);
    answer(state, id)
}

/// 修改部门. A department cannot move below itself.
pub(super) fn change(
    state: &mut State,
    id: i64,
    request: &Incoming,
    unknown: &mut Vec<String>,
) -> Result<Value, Refusal> {
    let department = read(state, request, unknown)?;
    if !state.departments.contains_key(&id) || line(state, department.parent_id).contains(&id) {
        return Err(BAD_REQUEST);
    }
    state.departments.insert(id, department);
    answer(state, id)
}

/// 删除部门，部门下的成员，会移动到根目录后，角色修改成普通用户. Of departments below it nothing is said; the
/// sandbox takes them along with their members.
pub(super) fn delete(state: &mut State, id: i64) -> Result<Value, Refusal> {
    if !state.departments.contains_key(&id) {
        return Err(BAD_REQUEST);
    }
    let ids = state.departments.keys().copied();
    let doomed: Vec<i64> = ids.filter(|it| line(state, *it).contains(&id)).collect();
    for user in state.users.values_mut().filter(|it| doomed.contains(&it.department_id)) {
        (user.department_id, user.role_type) = (ROOT, ORDINARY);
    }
    state.departments.retain(|id, _| !doomed.contains(id));
    Ok(json!({}))
}

fn read(state: &State, request: &Incoming, unknown: &mut Vec<String>) -> Result<Department, Refusal> {
    let body = json_object(request)?;
    let mut fields = Fields::new(&body, "");
    let name = required(&mut fields, "name")?;
    let parent_id = fields.integer("parentId", BAD_REQUEST)?.ok_or(BAD_REQUEST)?;
    unknown.extend(fields.unknown());
    if !exists(state, parent_id) {
        return Err(BAD_REQUEST);
    }
    Ok(Department { name, parent_id })
}

/// The department and all above it, the root left out. No department is ever below itself.
fn line(state: &State, id: i64) -> Vec<i64> {
    let parent = |id: &i64| state.departments.get(id).map(|it| it.parent_id);
    std::iter::successors(Some(id), parent).filter(|id| *id != ROOT).collect()
}

fn answer(state: &State, id: i64) -> Result<Value, Refusal> {
    let department = state.departments.get(&id).ok_or(BAD_REQUEST)?;
    let mut path = vec![ROOT_NAME];
    let names = line(state, id).into_iter().rev().filter_map(|id| state.departments.get(&id));
    path.extend(names.map(|it| it.name.as_str()));
    Ok(json!({
        "departmentId": id,
        "name": department.name,
        "parentId": department.parent_id,
        "fullPath": path.join(" > "),
    }))
}

/// Ids count from the sample's 102.
const DEPARTMENTS: [(i64, &str, i64); 5] = [
    (102, "产品部", ROOT),
    (103, "web", 102),
    (104, "财务部", ROOT),
    (105, "Sales & Marketing", ROOT),
    (106, "EMEA", 105),
];

pub(super) fn fill(state: &mut State) {
    for (id, name, parent_id) in DEPARTMENTS {
        state.departments.insert(id, Department { name: name.to_owned(), parent_id });
    }
}
