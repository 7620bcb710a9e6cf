//! Meetings: list, look at, schedule, change, end, cancel.

use super::accounts::AccountChoice;
use super::ages::Age;
use super::links::LinkLine;
use super::people::PersonChoice;
use super::recordings::RecordingLine;
use super::series::{SeriesLine, SeriesWork};
use super::{Answer, Refused};
use leptos::prelude::*;
use portico_domain::capabilities::{Capabilities, Vendor};
use portico_domain::forms::MeetingForm;
use portico_domain::meetings::{MeetingState, Period, VendorOptions};
use portico_domain::refusals::Refusal;
use serde::{Deserialize, Serialize};

/// A meeting in a list, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingLine {
    pub id: String,
    pub subject: String,
    pub state: MeetingState,
    /// "today 14:00–15:00"
    pub when: String,
    /// RFC 3339, for `<time datetime>`.
    pub machine: String,
    /// "14:00"
    pub start_clock: String,
    /// "15:00"; absent without an end.
    pub end_clock: Option<String>,
    /// "in 20 minutes", "2 hours ago"
    pub distance: String,
    /// Unix milliseconds, for ordering and the now mark only.
    pub start: i64,
    pub connection_name: String,
    pub vendor: Vendor,
    /// The number at the vendor; absent while unconfirmed.
    pub number: Option<String>,
    pub host_name: String,
    /// Present now, or counted in all after the end; absent where the vendor cannot tell.
    pub members: Option<i64>,
    pub repeats: Option<Period>,
    /// One of several that Portico made, because its vendor cannot repeat meetings.
    pub in_series: bool,
    /// Scheduled by the viewer.
    pub mine: bool,
}

/// What to list. All fields as they stand in the address's query, empty = any.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MeetingQuery {
    pub text: String,
    pub connection: String,
    /// A `MeetingState::name`, or `upcoming` (default when empty), `past`, `all`.
    pub state: String,
    /// `mine`, `others`, `none` (made elsewhere) or somebody's id.
    pub owner: String,
    /// Where the page begins: opaque, from `MeetingList::next`.
    pub after: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingList {
    pub rows: Vec<MeetingLine>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
    /// How many match; `None` beyond 10,000.
    pub count: Option<i64>,
    pub zone: String,
    pub connections: Vec<ConnectionChoice>,
    /// For administrators: whose meetings there are.
    pub owners: Vec<AccountChoice>,
    /// Connections whose meetings are shown as they were.
    pub ages: Vec<Age>,
}

/// Which calendar sheet to show. All fields as they stand in the address's query, empty = any.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CalendarQuery {
    /// `week`, else a month.
    pub view: String,
    /// A day on the sheet, `2026-11-22`; today when empty.
    pub day: String,
    pub text: String,
    pub connection: String,
    /// As in [`MeetingQuery`], but empty means all that is not cancelled.
    pub state: String,
    /// As in [`MeetingQuery`].
    pub owner: String,
}

/// A calendar sheet in words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarView {
    /// "November 2026"
    pub title: String,
    /// "Mon", "Tue" …
    pub weekdays: Vec<String>,
    pub days: Vec<CalendarDay>,
    /// A day on the sheet before and on the one after, `2026-10-31`.
    pub previous: String,
    pub next: String,
    /// There are more meetings than are shown; the later ones are left out.
    pub cut: bool,
    pub zone: String,
    pub connections: Vec<ConnectionChoice>,
    /// For administrators: whose meetings there are.
    pub owners: Vec<AccountChoice>,
    /// Connections whose meetings are shown as they were.
    pub ages: Vec<Age>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarDay {
    /// `2026-11-22`
    pub date: String,
    /// "22"
    pub number: String,
    /// "today", "Mon 23 Nov"
    pub label: String,
    pub is_today: bool,
    /// Of the month itself, not only of its first or last week.
    pub is_inside: bool,
    pub meetings: Vec<MeetingLine>,
    /// How many more there are, which a month does not show.
    pub more: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionChoice {
    pub id: String,
    pub name: String,
    pub vendor: Vendor,
}

/// The schedule form, filled with what is right nine times of ten, or with the meeting to change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScheduleView {
    pub connections: Vec<ConnectionChoice>,
    pub form: MeetingForm,
    /// Name and offset of the zone in which the form's times are read.
    pub zone: String,
    /// The zone whose hour a repetition keeps, where that is another one.
    pub repeats_in: Option<String>,
    /// Makes a repeated submit harmless; goes into the hidden field `key`.
    pub key: String,
    /// How the meeting stood when the form was made, so that saving undoes nothing that others did since;
    /// goes into the hidden field `version`. Empty for a new meeting.
    pub version: String,
    /// The meeting that is changed is one of a series that Portico made.
    pub in_series: bool,
    /// The subject as it stands, when an existing meeting is changed.
    pub changes: Option<String>,
    /// VMR: the rooms that can be booked; `None` = the vendor does not tell just now.
    pub rooms: Option<Vec<RoomChoice>>,
    /// VMR: those invited so far whose names are known.
    pub invited: Vec<PersonChoice>,
}

/// A room that can be booked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomChoice {
    pub id: String,
    pub name: String,
    /// The short number.
    pub number: Option<String>,
    /// How many parties fit.
    pub capacity: Option<i64>,
}

/// Everything on a meeting's page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MeetingView {
    pub line: MeetingLine,
    pub capabilities: Capabilities,
    /// Name and offset of the zone that all times are in.
    pub zone: String,
    /// The last day of a repetition, in words.
    pub until: Option<String>,
    /// May the viewer change it, end it, cancel it, make links?
    pub may_edit: bool,
    /// Shown to those who may edit.
    pub password: Option<String>,
    /// The vendor's own public address.
    pub public_url: Option<String>,
    /// Of the connection: `http:` addresses of its vendor are linked.
    pub private_network: bool,
    /// Where to call in, in words; with the PIN for those who may edit.
    pub dial_in: Option<String>,
    pub options: Option<VendorOptions>,
    /// Who scheduled it here; absent for meetings made elsewhere.
    pub owner_name: Option<String>,
    pub live: LivePanel,
    pub links: Vec<LinkLine>,
    /// All meetings of the series it belongs to, the earliest first; empty if it stands alone.
    pub series: Vec<SeriesLine>,
    pub recordings: Vec<RecordingLine>,
    pub history: Vec<ChangeLine>,
    /// Hidden field `key` of the end and cancel forms.
    pub key: String,
    /// Default of a new link's expiry field is empty; this is its `min`.
    pub now_field: String,
}

/// What is happening in the meeting, as last heard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LivePanel {
    pub state: MeetingState,
    /// As in [`MeetingLine`].
    pub members: Option<i64>,
    /// For how long it has been running, while it does and where that is known.
    pub duration_seconds: Option<i64>,
    /// "5 seconds ago": when the vendor last confirmed it.
    pub seen: String,
    /// The vendor could not be asked just now, and why.
    pub failing: Option<Refusal>,
    /// What is being done to the series that it belongs to.
    pub work: Option<SeriesWork>,
}

impl LivePanel {
    /// What of a refusal stays the same as long as its reason does: a panel that is read out must not change for
    /// a number.
    pub fn reason(refusal: &Refusal) -> Refusal {
        Refusal { vendor: refusal.vendor.clone(), ..refusal.kind.into() }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeLine {
    /// "today 14:00"
    pub at: String,
    /// Absent when Portico or the vendor did it.
    pub person: Option<String>,
    /// `scheduled`, `changed`, `changed-elsewhere`, `ended`, `cancelled`, `cancelled-elsewhere`,
    /// `found`, `confirmed`, `never-created`, `never-answered`,
    /// `documents-attached`, `background-changed`, `link-created`, `link-changed`, `link-revoked`,
    /// `shared`, `unshared`, `recording-goes`, `recording-kept`, `recording-deleted` and others.
    pub what: String,
    /// Names the fields changed, a label, a title: never a secret.
    pub detail: String,
}

#[server(prefix = "/fn", endpoint = "meetings/calendar", output = Answer)]
pub async fn read_calendar(query: CalendarQuery) -> Result<CalendarView, Refused> {
    super::words::calendar::read(query).await
}

#[server(prefix = "/fn", endpoint = "meetings/list", output = Answer)]
pub async fn list_meetings(query: MeetingQuery) -> Result<MeetingList, Refused> {
    super::words::meetings::list(query).await
}

/// The empty schedule form; `like` = id of a meeting to copy, or empty; `connection` = where it shall be
/// held, or empty.
#[server(prefix = "/fn", endpoint = "meetings/form", output = Answer)]
pub async fn schedule_form(
    #[server(default)] like: String,
    #[server(default)] connection: String,
) -> Result<ScheduleView, Refused> {
    super::words::form::schedule(like, connection).await
}

/// The form that changes a meeting.
#[server(prefix = "/fn", endpoint = "meetings/edit", output = Answer)]
pub async fn edit_form(id: String) -> Result<ScheduleView, Refused> {
    super::words::form::edit(id).await
}

#[server(prefix = "/fn", endpoint = "meetings/view", output = Answer)]
pub async fn view_meeting(id: String) -> Result<MeetingView, Refused> {
    super::words::meetings::view(id).await
}

/// Asks the vendor (at most once a second however many watch).
#[server(prefix = "/fn", endpoint = "meetings/live", output = Answer)]
pub async fn read_live(id: String) -> Result<LivePanel, Refused> {
    super::words::meetings::live(id).await
}

/// Schedules and goes to the new meeting's page.
#[server(prefix = "/fn", endpoint = "meetings/schedule", output = Answer)]
pub async fn schedule(key: String, form: MeetingForm) -> Result<(), Refused> {
    super::words::meetings::schedule(key, form).await
}

/// Changes and goes back to the meeting's page, unless it is not as `version` says any more. `scope` is the name
/// of a [`Reach`](portico_domain::meetings::Reach), or empty.
#[server(prefix = "/fn", endpoint = "meetings/change", output = Answer)]
pub async fn change(
    id: String,
    key: String,
    #[server(default)] version: String,
    #[server(default)] scope: String,
    form: MeetingForm,
) -> Result<(), Refused> {
    super::words::meetings::change(id, key, version, scope, form).await
}

/// Ends the meeting for everyone.
#[server(prefix = "/fn", endpoint = "meetings/end", output = Answer)]
pub async fn end(id: String, key: String) -> Result<(), Refused> {
    super::words::meetings::end(id, key).await
}

/// Cancels the meeting: deletes it at the vendor, keeps it here as cancelled.
#[server(prefix = "/fn", endpoint = "meetings/cancel", output = Answer)]
pub async fn cancel(id: String, key: String) -> Result<(), Refused> {
    super::words::meetings::cancel(id, key).await
}
