//! Sections Attributes and Permission: names, defaults and values, one row each.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::errors::{self, BAD_REQUEST, Refusal};
use super::fields::Fields;

/// One row of a table.
pub(super) struct Rule {
    pub name: &'static str,
    pub default: i64,
    accepts: fn(i64) -> bool,
    refusal: Refusal,
}

/// The values of a meeting, by name.
pub(super) type Settings = BTreeMap<&'static str, i64>;

const fn rule(name: &'static str, default: i64, accepts: fn(i64) -> bool) -> Rule {
    Rule { name, default, accepts, refusal: BAD_REQUEST }
}

fn yes_or_no(value: i64) -> bool {
    matches!(value, 0 | 1)
}

/// -1：使用参会者本地配置.
fn device(value: i64) -> bool {
    (-1..=1).contains(&value)
}

/// 平铺：2000；互看：0；其他分屏：对应数字. Which numbers have a layout is not said; this takes
/// those up to the 25 windows that a screen can show.
fn layout(value: i64) -> bool {
    value == 2000 || (0..=25).contains(&value)
}

pub(super) const ATTRIBUTES: [Rule; 9] = [
    rule("autoOpenCamera", -1, device),
    rule("autoOpenMicrophone", -1, device),
    rule("canJoinAdv", 1, yes_or_no),
    rule("loginIvr", 1, yes_or_no),
    rule("waterMark", 0, yes_or_no),
    Rule {
        name: "virtualMembers",
        default: 0,
        accepts: |value| (0..=2000).contains(&value),
        refusal: errors::VIRTUAL_MEMBERS,
    },
    Rule { name: "vwallo", default: 2000, accepts: layout, refusal: errors::LAYOUT },
    rule("waitHall", 0, yes_or_no),
    rule("allowJoin", 0, |value| (0..=2).contains(&value)),
];

pub(super) const PERMISSION: [Rule; 11] = [
    rule("saveWB", 1, yes_or_no),
    rule("publicIM", 1, yes_or_no),
    rule("privateIM", 1, yes_or_no),
    rule("allowPicture", 1, yes_or_no),
    rule("allowUrl", 1, yes_or_no),
    rule("recordConf", 0, yes_or_no),
    rule("openMicrophone", 1, yes_or_no),
    rule("openCamera", 1, yes_or_no),
    rule("allowShare", 1, yes_or_no),
    rule("allowModifyName", 1, yes_or_no),
    rule("pstnCall", 1, yes_or_no),
];

pub(super) fn defaults(rules: &[Rule]) -> Settings {
    rules.iter().map(|rule| (rule.name, rule.default)).collect()
}

/// The settings that were given, and the names that no row knows.
pub(super) fn read(
    rules: &'static [Rule],
    map: &Map<String, Value>,
    prefix: &str,
) -> Result<(Settings, Vec<String>), Refusal> {
    let mut fields = Fields::new(map, prefix);
    let mut given = Settings::new();
    for rule in rules {
        let Some(value) = fields.integer(rule.name, BAD_REQUEST)? else {
            continue;
        };
        if !(rule.accepts)(value) {
            return Err(rule.refusal);
        }
        given.insert(rule.name, value);
    }
    Ok((given, fields.unknown()))
}
