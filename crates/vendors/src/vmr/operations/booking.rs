//! Bookings: make one, cancel one, list those of an account.

use super::VmrOperation;
use crate::kit::{
    Cause, ExposeSecret, Fields, Operation, Readable, Reading, SecretString, Unreachable, Unreadable,
    tolerate,
};
use crate::vmr::ids::{Account, BookingId, ConferenceKey, ContactId, RoomId};
use crate::vmr::read;
use http::Method;
use jiff::tz::TimeZone;
use portico_domain::time::Timestamp;
use serde_json::{Value, json};

type Read<T> = Result<T, Unreadable>;

/// What is to be booked.
#[derive(Clone, Debug)]
pub struct BookingDraft {
    /// In whose name.
    pub account: Account,
    pub theme: String,
    pub introduction: String,
    pub visitors: Vec<ContactId>,
    /// The vendor knows minutes; seconds are cut off.
    pub start: Timestamp,
    pub end: Timestamp,
    pub auto_open: bool,
    /// The vendor chooses one if absent.
    pub room: Option<RoomId>,
    pub host_password: Option<SecretString>,
    /// Nobody needs one if absent.
    pub visitor_password: Option<SecretString>,
}

/// 创建预约会议
#[derive(Debug)]
pub struct Book<'a> {
    draft: &'a BookingDraft,
    start: String,
    end: String,
}

impl<'a> Book<'a> {
    /// Writes the times in the booking zone. Where clocks are set back, an hour has two meanings and
    /// the vendor cannot be told which.
    ///
    /// # Errors
    /// A time that no calendar has.
    pub fn new(draft: &'a BookingDraft, zone: &TimeZone) -> Result<Self, Cause> {
        let write = |time: Timestamp| {
            let instant = jiff::Timestamp::from_millisecond(time.millis());
            let instant = instant.map_err(|_| Cause::Unreachable(Unreachable::BadRequest))?;
            Ok(instant.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string())
        };
        Ok(Self { draft, start: write(draft.start)?, end: write(draft.end)? })
    }
}

impl Operation for Book<'_> {
    const NAME: &'static str = "booking.create";
    const METHOD: Method = Method::POST;
    const DOC: &'static str = "vmr.md#创建预约会议";
    const CHANGES: bool = true;
    type Reply = Booking;

    fn path(&self) -> Vec<String> {
        vec!["subscribe".into(), "createmeet".into()]
    }

    /// All ten, always: the document's only way of saying "none" is the empty text.
    fn body(&self) -> Option<Value> {
        let draft = self.draft;
        let ids: Vec<&str> = draft.visitors.iter().map(ContactId::as_str).collect();
        let secret = |password: &Option<SecretString>| {
            json!(password.as_ref().map_or("", |password| password.expose_secret()))
        };
        Some(json!({
            "account": draft.account.as_str(),
            "theme": draft.theme,
            "introduction": draft.introduction,
            "visitor_ids": ids.join(","),
            "startDate": self.start,
            "endDate": self.end,
            "isAutoOpen": if draft.auto_open { "yes" } else { "no" },
            "pid": draft.room.map_or(json!(""), |room| json!(room.0)),
            "shostPwd": secret(&draft.host_password),
            "svisitorPwd": secret(&draft.visitor_password),
        }))
    }

    fn read(&self, reply: &Value, reading: &Reading) -> Read<Booking> {
        // The id is what matters; a time that is left unsaid is the one that was asked for.
        let asked = Some((self.draft.start, self.draft.end));
        read::first(reply, |row| booking_with(row, reading, asked))
    }
}

impl VmrOperation for Book<'_> {}

/// A booking as the vendor has it. Holds both PINs.
#[derive(Clone, Debug)]
pub struct Booking {
    pub id: BookingId,
    pub theme: String,
    pub introduction: String,
    pub host_pin: Option<SecretString>,
    pub visitor_pin: Option<SecretString>,
    /// `sipkey`: the number to dial. Another booking has another.
    pub number: Option<ConferenceKey>,
    pub auto_open: bool,
    pub start: Timestamp,
    pub end: Timestamp,
    pub creator: Option<Person>,
    pub created: Option<Timestamp>,
    /// The vendor's page for everyone who is invited.
    pub share_address: Option<String>,
    pub room: Option<RoomId>,
    pub visitors: Vec<Person>,
}

/// Someone the vendor knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: ContactId,
    pub name: String,
}

fn booking(row: &Fields<'_>, reading: &Reading) -> Read<Booking> {
    booking_with(row, reading, None)
}

/// `times`: start and end, where the row says none.
fn booking_with(row: &Fields<'_>, reading: &Reading, times: Option<(Timestamp, Timestamp)>) -> Read<Booking> {
    let zone = &reading.zone;
    let required = |name: &'static str, known: Option<Timestamp>| {
        row.required(&[name], read::time(row, name, zone)?.or(known))
    };
    Ok(Booking {
        id: row.required(&["id"], read::id(row, &["id"], BookingId::read)?)?,
        theme: row.text(&["theme"])?.unwrap_or_default(),
        introduction: row.text(&["introduction"])?.unwrap_or_default(),
        host_pin: read::secret(row, "randomHostPwd")?,
        visitor_pin: read::secret(row, "randomVisitorPwd")?,
        number: read::id(row, &["sipkey"], ConferenceKey::read)?,
        auto_open: read::yes(row, "isAutoOpen")?.unwrap_or(false),
        start: required("startDate", times.map(|(start, _)| start))?,
        end: required("endDate", times.map(|(_, end)| end))?,
        creator: tolerate(row.object(&["createSubscriber"])).and_then(|fields| known_person(&fields)),
        created: tolerate(read::time(row, "createTime", zone)),
        share_address: read::web_address(row, "shortAddress")?,
        room: read::room(row, "bizProductId")?,
        visitors: visitors(row)?,
    })
}

/// Whoever has no id that could be invited again is left out, not the whole booking.
fn visitors(row: &Fields<'_>) -> Read<Vec<Person>> {
    let known = |value: &Value, path: &str| {
        Ok(tolerate(Fields::of(value, path).map(Some)).and_then(|one| known_person(&one)))
    };
    Ok(row.list(&["visitorList"], known)?.into_iter().flatten().collect())
}

fn known_person(fields: &Fields<'_>) -> Option<Person> {
    tolerate(person(fields).map(Some))
}

fn person(fields: &Fields<'_>) -> Read<Person> {
    let id = read::id(fields, &["id"], ContactId::read)?;
    Ok(Person { id: fields.required(&["id"], id)?, name: fields.text(&["name"])?.unwrap_or_default() })
}

/// 取消预约会议
#[derive(Clone, Debug)]
pub struct Cancel {
    pub id: BookingId,
}

impl Operation for Cancel {
    const NAME: &'static str = "booking.cancel";
    const METHOD: Method = Method::POST;
    const DOC: &'static str = "vmr.md#取消预约会议";
    const CHANGES: bool = true;
    type Reply = ();

    fn path(&self) -> Vec<String> {
        vec!["subscribe".into(), "cancelmeet".into()]
    }

    /// The sample writes the id as text.
    fn body(&self) -> Option<Value> {
        Some(json!({ "st_id": self.id.as_str() }))
    }

    fn read(&self, _: &Value, _: &Reading) -> Read<()> {
        Ok(())
    }
}

impl VmrOperation for Cancel {}

/// 查询预约列表
#[derive(Clone, Debug)]
pub struct Bookings {
    pub account: Account,
}

impl Operation for Bookings {
    const NAME: &'static str = "booking.list";
    const METHOD: Method = Method::GET;
    const DOC: &'static str = "vmr.md#查询预约列表";
    const IS_LIST: bool = true;
    // The number to dial and its PIN stand nowhere else.
    const JOINS: bool = true;
    const REPEATABLE: bool = true;
    type Reply = Readable<Booking>;

    fn path(&self) -> Vec<String> {
        vec!["subscribe".into(), "getsubmeetings".into()]
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        vec![("account", self.account.to_string())]
    }

    fn read(&self, reply: &Value, reading: &Reading) -> Read<Readable<Booking>> {
        read::readable_rows(reply, |row| booking(row, reading))
    }
}

impl VmrOperation for Bookings {}
