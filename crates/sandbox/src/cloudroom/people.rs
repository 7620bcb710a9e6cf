//! The companies' people. Hosts, invitees and co-hosts must be among them.

use serde::Serialize;

/// 企业创建者: the host of a meeting that names none.
pub(super) const CREATOR: i64 = 1_000_141_441;

/// The companies whose meetings the vendor holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Company {
    /// The one behind `sandbox-company`.
    Own,
    /// A neighbour, whose meetings are answered with 22224.
    Other,
}

/// A user of the company.
#[derive(Clone, Debug, Serialize)]
pub struct Person {
    pub id: i64,
    pub name: String,
}

const PEOPLE: [(i64, &str); 9] = [
    (CREATOR, "云屋科技"),
    (1_000_141_502, "王丽"),
    (1_000_141_517, "张伟"),
    (1_000_141_533, "陈思远"),
    (1_000_141_548, "欧阳文静"),
    (1_000_141_560, "李雷"),
    (1_000_141_571, "Emma Thompson"),
    (1_000_141_586, "James O'Neill"),
    (1_000_141_599, "Priya Raman"),
];

pub(crate) fn all() -> Vec<Person> {
    PEOPLE.iter().map(|&(id, name)| Person { id, name: name.to_owned() }).collect()
}

pub(super) fn ids() -> impl Iterator<Item = i64> {
    PEOPLE.iter().map(|&(id, _)| id)
}

pub(super) fn exists(id: i64) -> bool {
    ids().any(|known| known == id)
}

pub(super) fn name(id: i64) -> &'static str {
    PEOPLE.iter().find(|(known, _)| *known == id).map_or("", |(_, name)| name)
}
