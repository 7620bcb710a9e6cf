//! The address book of an account.

use super::VmrOperation;
use crate::Page;
use crate::kit::{Fields, Operation, Reading, Unreadable};
use crate::vmr::ids::{Account, ContactId};
use crate::vmr::read;
use http::Method;
use serde_json::{Map, Value};

/// How much of the address book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    All,
    /// `index` counts from 1.
    Page {
        index: u32,
        size: u32,
    },
}

/// 获取通讯录信息
#[derive(Clone, Debug)]
pub struct Contacts {
    pub account: Account,
    pub extent: Extent,
}

/// Someone who can be invited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    pub id: ContactId,
    pub name: String,
}

impl Operation for Contacts {
    const NAME: &'static str = "contact.list";
    const METHOD: Method = Method::GET;
    const DOC: &'static str = "vmr.md#获取通讯录信息";
    const IS_LIST: bool = true;
    const REPEATABLE: bool = true;
    type Reply = Page<Contact>;

    fn path(&self) -> Vec<String> {
        vec!["subscribe".into(), "getcontacts".into()]
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        let mut query = vec![("account", self.account.to_string())];
        match self.extent {
            // With `yes` the other two have no effect, so they are not sent.
            Extent::All => query.push(("isAll", "yes".to_owned())),
            Extent::Page { index, size } => {
                query.push(("pageIndex", index.to_string()));
                query.push(("pageSize", size.to_string()));
            }
        }
        query
    }

    fn read(&self, reply: &Value, _: &Reading) -> Result<Page<Contact>, Unreadable> {
        let mut found = Found::default();
        match reply.get("data") {
            None | Some(Value::Null) => {}
            Some(data) => collect(data, "reply.data", 0, &mut found)?,
        }
        let total = [Some(reply), reply.get("data")].into_iter().flatten().find_map(total);
        let more = match self.extent {
            Extent::All => false,
            Extent::Page { index, size } => match total {
                Some(total) => i64::from(index).saturating_mul(i64::from(size)) < total,
                // People out of bookings are no page of anything.
                None => !found.in_bookings && found.people.len() >= size as usize,
            },
        };
        let more = more && !found.people.is_empty();
        Ok(Page { rows: found.people, total, more, odd: None })
    }
}

impl VmrOperation for Contacts {}

#[derive(Default)]
struct Found {
    people: Vec<Contact>,
    in_bookings: bool,
}

/// Deeper than any shape that makes sense.
const DEEPEST: usize = 5;

/// The document shows no contact: its sample is the list of bookings, pasted by mistake. So people are
/// taken from wherever they stand: a plain list, a list inside an object, or the people of bookings.
fn collect(value: &Value, path: &str, depth: usize, found: &mut Found) -> Result<(), Unreadable> {
    let unreadable = || Unreadable { at: path.to_owned() };
    if depth > DEEPEST {
        return Err(unreadable());
    }
    match value {
        Value::Array(members) => {
            for (index, member) in members.iter().enumerate() {
                collect(member, &format!("{path}[{index}]"), depth + 1, found)?;
            }
            Ok(())
        }
        Value::Object(map) => in_object(map, value, path, depth, found),
        _ => Err(unreadable()),
    }
}

fn in_object(
    map: &Map<String, Value>,
    value: &Value,
    path: &str,
    depth: usize,
    found: &mut Found,
) -> Result<(), Unreadable> {
    const OF_BOOKINGS: [&str; 2] = ["createSubscriber", "visitorList"];
    let of_booking = |(name, _): &(&String, &Value)| OF_BOOKINGS.contains(&name.as_str());
    let nested = |(_, value): &(&String, &Value)| matches!(value, Value::Array(_) | Value::Object(_));
    if map.contains_key("theme") || map.iter().any(|member| of_booking(&member)) {
        found.in_bookings = true;
        for (name, value) in map.iter().filter(of_booking).filter(nested) {
            collect(value, &format!("{path}.{name}"), depth + 1, found)?;
        }
        return Ok(());
    }
    let fields = Fields::of(value, path)?;
    let id = read::id(&fields, &["id", "uid", "userId"], ContactId::read)?;
    let name = fields.text(&["name", "userName", "nickName", "realName"])?;
    if let Some(id) = id {
        if !found.people.iter().any(|known| known.id == id) {
            found.people.push(Contact { id, name: name.unwrap_or_default() });
        }
        return Ok(());
    }
    let mut inside = map.iter().filter(nested).peekable();
    if name.is_some() || (inside.peek().is_none() && total(value).is_none()) {
        return Err(fields.wrong("id"));
    }
    for (_, value) in inside {
        collect(value, path, depth + 1, found)?;
    }
    Ok(())
}

fn total(value: &Value) -> Option<i64> {
    ["total", "totalCount", "count"].iter().find_map(|name| crate::kit::integer(value.get(*name)?))
}
