//! Meetings in JSON.

use super::super::problem::Problem;
use super::{instant, options, time, wall_clock, zone};
use portico_domain::capabilities::{Support, Vendor};
use portico_domain::connections::{Connection, may_be_linked};
use portico_domain::forms::MeetingForm;
use portico_domain::meetings::{Meeting, Period, Reach, VendorOptions};
use portico_domain::refusals::{Kind, Rule};
use portico_service::when::Zone;
use portico_service::{MeetingRow, MeetingWhole, Recorder, RoomLook};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// A meeting as the index knows it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Meeting)]
pub struct MeetingWords {
    pub id: String,
    /// The connection that it is at.
    pub connection: String,
    /// `cloudroom`, `vmr` or `webapi`.
    pub vendor: String,
    /// Its number at the vendor; none while its creation is unconfirmed.
    pub number: Option<String>,
    /// The series that it belongs to, where Portico repeats meetings.
    pub series: Option<String>,
    pub subject: String,
    #[schema(format = DateTime)]
    pub start: String,
    /// None for a meeting without an end.
    #[schema(format = DateTime)]
    pub end: Option<String>,
    pub repeat: Option<RepeatWords>,
    /// `scheduled`, `live`, `ended`, `cancelled` or `unconfirmed`.
    pub state: String,
    pub host_name: String,
    /// Present now (live) or counted in all (ended); none where its vendor cannot tell.
    pub members: Option<i64>,
    /// Anyone may be given this address. It may be a plain `http:` one, which Portico's own pages link only where the
    /// connection is in a private network.
    pub public_url: Option<String>,
    /// Is it the token's person's own?
    pub mine: bool,
    #[schema(format = DateTime)]
    pub created: String,
    /// When the vendor last confirmed this.
    #[schema(format = DateTime)]
    pub seen: String,
    /// Counts changes.
    pub sequence: i64,
}

/// A repetition.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Repeat)]
#[serde(deny_unknown_fields)]
pub struct RepeatWords {
    /// `daily`, `working-days`, `weekly`, `fortnightly` or `monthly`; also read: `quarterly`, `yearly`.
    pub period: String,
    /// The last day, in the zone whose hour it keeps.
    #[schema(format = Date)]
    #[serde(default)]
    pub until: Option<String>,
}

/// A meeting with all that its page says.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MeetingDetail)]
pub struct MeetingDetailWords {
    #[serde(flatten)]
    pub meeting: MeetingWords,
    /// The person who scheduled it here.
    pub owner_name: Option<String>,
    pub may_edit: bool,
    /// Only for who may edit it, with the scope `join`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// What belongs to its vendor, by the names of the schedule form.
    #[schema(value_type = Object)]
    pub options: Map<String, Value>,
    /// Why the vendor could not be asked just now: the kind of a problem.
    pub stale_because: Option<String>,
}

/// A page of meetings.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MeetingPage)]
pub struct MeetingPageWords {
    pub items: Vec<MeetingWords>,
    /// The cursor of the next page, if there is one.
    pub next: Option<String>,
}

/// The meetings of a series, the earliest first; none if the meeting stands alone.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Series)]
pub struct SeriesWords {
    pub items: Vec<MeetingWords>,
}

/// How a meeting stands this second.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LiveState)]
pub struct LiveWords {
    /// `scheduled`, `live`, `ended`, `cancelled` or `unconfirmed`.
    pub state: String,
    /// As in `Meeting`.
    pub members: Option<i64>,
    /// For how many seconds it has been running, while it does (WebAPI).
    pub duration_seconds: Option<i64>,
    /// When the vendor last confirmed this.
    #[schema(format = DateTime)]
    pub seen: String,
    /// Why the vendor could not be asked just now: the kind of a problem.
    pub stale_because: Option<String>,
    /// What happens in its room, where the vendor tells.
    pub room: Option<RoomWords>,
}

/// A room as its vendor sees it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Room)]
pub struct RoomWords {
    pub started: bool,
    pub locked: bool,
    pub participants: i64,
    /// Is it streamed?
    pub live: bool,
    /// Where, only for who may edit the meeting, with the scope `join`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stream: Option<String>,
    /// Is it recorded?
    pub recording: bool,
    /// Who records: `nobody`, `portico`, `someone-else`, or `unconfirmed` if it was asked for here and no answer came.
    pub recorder: String,
    /// Why the last recording did not come about, in the vendor's words.
    pub recording_failed: Option<String>,
}

/// A meeting to be scheduled.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewMeeting)]
#[serde(deny_unknown_fields)]
pub struct NewMeeting {
    /// A connection's id or name.
    #[schema(min_length = 1)]
    pub connection: String,
    #[schema(min_length = 1, max_length = 50)]
    pub subject: String,
    #[schema(format = DateTime)]
    pub start: String,
    /// None: without an end, where the vendor can. Refused beside the option `permanent`.
    #[schema(format = DateTime)]
    #[serde(default)]
    pub end: Option<String>,
    #[serde(default)]
    pub repeat: Option<RepeatWords>,
    /// IANA name: in which zone it repeats at the same hour, where Portico repeats it (`vmr`, `webapi`). Without it,
    /// the connection's, and always where the vendor does (`cloudroom`).
    #[serde(default)]
    pub zone: Option<String>,
    #[serde(default)]
    pub password: Option<String>,
    /// What belongs to its vendor, by the names of the schedule form.
    #[schema(value_type = Option<Object>)]
    #[serde(default)]
    pub options: Option<Map<String, Value>>,
}

/// This meeting alone, this and those that follow it, or all of its series.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[schema(as = ChangeScope)]
#[serde(rename_all = "lowercase")]
pub enum ScopeWords {
    This,
    Following,
    All,
}

impl From<ScopeWords> for Reach {
    fn from(scope: ScopeWords) -> Self {
        match scope {
            ScopeWords::This => Reach::This,
            ScopeWords::Following => Reach::Following,
            ScopeWords::All => Reach::All,
        }
    }
}

/// What is to be another way; what is left out stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = MeetingChange)]
#[serde(deny_unknown_fields)]
pub struct ChangedMeeting {
    #[serde(default)]
    pub subject: Option<String>,
    #[schema(format = DateTime)]
    #[serde(default)]
    pub start: Option<String>,
    /// Gives an end to a meeting without one, too. Refused beside the option `permanent`, which takes it away.
    #[schema(format = DateTime)]
    #[serde(default)]
    pub end: Option<String>,
    #[serde(default)]
    pub repeat: Option<RepeatWords>,
    /// IANA name: in which zone it repeats at the same hour, where Portico repeats it (`vmr`, `webapi`). Without it,
    /// the connection's, and always where the vendor does (`cloudroom`).
    #[serde(default)]
    pub zone: Option<String>,
    #[serde(default)]
    pub password: Option<String>,
    /// What belongs to its vendor, by the names of the schedule form.
    #[schema(value_type = Option<Object>)]
    #[serde(default)]
    pub options: Option<Map<String, Value>>,
    /// How far the change goes in a series that Portico made; `this` unless it is said.
    #[serde(default)]
    pub scope: Option<ScopeWords>,
}

pub fn meeting(meeting: &Meeting, connection: &Connection, mine: bool) -> MeetingWords {
    let zone = Zone::named(&connection.zone).unwrap_or_else(Zone::utc);
    MeetingWords {
        id: meeting.id.0.clone(),
        connection: meeting.connection.0.clone(),
        vendor: connection.vendor.name().to_owned(),
        number: meeting.vendor_id.as_ref().map(|id| id.0.clone()),
        series: meeting.series.as_ref().map(|id| id.0.clone()),
        subject: meeting.subject.clone(),
        start: time(meeting.start),
        end: meeting.end.map(time),
        repeat: meeting.repeat.map(|repeat| RepeatWords {
            period: repeat.period.name().to_owned(),
            until: repeat.until.map(|until| zone.date_field(until)),
        }),
        state: meeting.state.name().to_owned(),
        host_name: meeting.host_name.clone(),
        members: meeting.people(connection.vendor),
        public_url: meeting.public_url.clone().filter(|url| may_be_linked(url, true)),
        mine,
        created: time(meeting.created),
        seen: time(meeting.seen),
        sequence: meeting.sequence,
    }
}

pub fn row(row: &MeetingRow) -> MeetingWords {
    meeting(&row.meeting, &row.connection, row.mine)
}

/// `sees_secrets`: the token has the scope for passwords.
pub fn detail(whole: &MeetingWhole, mine: bool, sees_secrets: bool) -> MeetingDetailWords {
    let told = whole.meeting.options.as_ref();
    MeetingDetailWords {
        meeting: meeting(&whole.meeting, &whole.connection, mine),
        owner_name: whole.owner_name.clone(),
        may_edit: whole.may_edit,
        password: whole
            .password
            .as_ref()
            .filter(|_| sees_secrets)
            .map(|password| password.expose_secret().to_owned()),
        options: told.map(|told| options::of_form(&MeetingForm::of_vendor_options(told))).unwrap_or_default(),
        stale_because: whole.failing.as_ref().map(|refusal| refusal.kind.name().to_owned()),
    }
}

/// `sees_secrets`: the token has the scope for addresses.
pub fn live(
    meeting: &Meeting,
    members: Option<i64>,
    duration_seconds: Option<i64>,
    stale: Option<Kind>,
    look: Option<RoomLook>,
    sees_secrets: bool,
) -> LiveWords {
    LiveWords {
        state: meeting.state.name().to_owned(),
        members,
        duration_seconds,
        seen: time(meeting.seen),
        stale_because: stale.map(|kind| kind.name().to_owned()),
        room: look.map(|look| room(look, sees_secrets)),
    }
}

fn room(look: RoomLook, sees_secrets: bool) -> RoomWords {
    let recorder = match look.recorder {
        Recorder::Nobody => "nobody",
        Recorder::Portico => "portico",
        Recorder::SomeoneElse => "someone-else",
        Recorder::Unconfirmed => "unconfirmed",
    };
    let stream = look.stream.filter(|_| sees_secrets);
    RoomWords {
        started: look.started,
        locked: look.locked,
        participants: look.participants,
        live: look.live,
        stream: stream.map(|address| address.expose_secret().to_owned()),
        recording: look.recorder != Recorder::Nobody,
        recorder: recorder.to_owned(),
        recording_failed: look.failed_reason,
    }
}

/// The vendor's own defaults.
fn usual(vendor: Vendor) -> MeetingForm {
    MeetingForm::of_vendor_options(&match vendor {
        Vendor::Cloudroom => VendorOptions::Cloudroom(Box::default()),
        Vendor::Vmr => VendorOptions::Vmr(Box::default()),
        Vendor::Webapi => VendorOptions::Webapi(Default::default()),
    })
}

/// In which zone the form's times are: exact in UTC, unless the meeting repeats at the same hour somewhere. What a
/// vendor repeats itself keeps the hour of its connection, so its last day is a day there, too.
fn form_zone(named: Option<&str>, repeats: bool, connection: &Connection) -> Result<Zone, Problem> {
    let named = named.map(|name| zone("zone", name)).transpose()?;
    let native = connection.vendor.capabilities().repeat == Support::Native;
    match named {
        Some(named) if !(repeats && native) => Ok(named),
        _ if repeats => zone("zone", &connection.zone),
        _ => Ok(Zone::utc()),
    }
}

fn repeat(form: &mut MeetingForm, repeat: RepeatWords) -> Result<(), Problem> {
    if Period::from_name(&repeat.period).is_none() {
        return Err(Problem::field("repeat", Rule::NotAChoice));
    }
    form.repeat = repeat.period;
    form.until = repeat.until.unwrap_or_default();
    Ok(())
}

fn tick(on: bool) -> String {
    if on { "on".to_owned() } else { String::new() }
}

/// Whether the meeting shall have no end, if that is said; what has no end cannot be given one as well.
/// Where every meeting ends, the form passes the option over.
fn permanent(options: &Map<String, Value>, has_end: bool, vendor: Vendor) -> Result<Option<bool>, Problem> {
    if !vendor.capabilities().without_end.possible() {
        return Ok(None);
    }
    let wish = match options.get("permanent") {
        None => return Ok(None),
        Some(Value::Bool(wish)) => *wish,
        Some(Value::Null) => false,
        Some(Value::String(text)) if matches!(text.as_str(), "on" | "true") => true,
        // For who writes `--option permanent=off`.
        Some(Value::String(text)) if matches!(text.as_str(), "" | "off" | "false") => false,
        Some(_) => return Err(Problem::field("options.permanent", Rule::NotAChoice)),
    };
    if wish && has_end {
        return Err(Problem::field("end", Rule::NotAChoice));
    }
    Ok(Some(wish))
}

/// The schedule form that says the same, and the zone of its times.
///
/// # Errors
/// What is wrong with which field.
pub fn new_form(wanted: NewMeeting, connection: &Connection) -> Result<(MeetingForm, Zone), Problem> {
    let zone = form_zone(wanted.zone.as_deref(), wanted.repeat.is_some(), connection)?;
    let options = wanted.options.unwrap_or_default();
    let permanent = permanent(&options, wanted.end.is_some(), connection.vendor)?;
    let mut form = options::overlay(&usual(connection.vendor), &options)?;
    form.connection = connection.id.0.clone();
    form.subject = wanted.subject;
    form.start = wall_clock(&zone, instant("start", &wanted.start)?);
    form.permanent = tick(match &wanted.end {
        Some(_) => false,
        None => permanent.unwrap_or_else(|| connection.vendor.capabilities().without_end.possible()),
    });
    match wanted.end {
        Some(end) => form.end = wall_clock(&zone, instant("end", &end)?),
        None if form.permanent.is_empty() => return Err(Problem::field("end", Rule::Missing)),
        None => {}
    }
    form.password = wanted.password.unwrap_or_default();
    if let Some(wanted) = wanted.repeat {
        repeat(&mut form, wanted)?;
    }
    Ok((form, zone))
}

/// The form that shows the meeting as it is, with what is to be another way, and the zone of its times.
///
/// # Errors
/// What is wrong with which field.
pub fn changed_form(
    wanted: ChangedMeeting,
    meeting: &Meeting,
    connection: &Connection,
    password: Option<String>,
) -> Result<(MeetingForm, Zone), Problem> {
    let repeats = meeting.repeat.is_some() || wanted.repeat.is_some();
    let zone = form_zone(wanted.zone.as_deref(), repeats, connection)?;
    let told = meeting.options.as_ref().filter(|told| told.vendor() == connection.vendor);
    let form = told.map_or_else(|| usual(connection.vendor), MeetingForm::of_vendor_options);
    let options = wanted.options.unwrap_or_default();
    let permanent = permanent(&options, wanted.end.is_some(), connection.vendor)?;
    let mut form = options::overlay(&form, &options)?;
    form.connection = connection.id.0.clone();
    form.subject = wanted.subject.unwrap_or_else(|| meeting.subject.clone());
    let read = |field, text: Option<String>| text.map(|text| instant(field, &text)).transpose();
    let start = read("start", wanted.start)?.unwrap_or(meeting.start);
    let end = read("end", wanted.end)?.or(meeting.end);
    form.start = wall_clock(&zone, start);
    form.end = end.map(|end| wall_clock(&zone, end)).unwrap_or_default();
    form.permanent = tick(permanent.unwrap_or(end.is_none()));
    form.password = wanted.password.or(password).unwrap_or_default();
    match (wanted.repeat, meeting.repeat) {
        (Some(wanted), _) => repeat(&mut form, wanted)?,
        (None, Some(kept)) => {
            form.repeat = kept.period.name().to_owned();
            form.until = kept.until.map(|until| zone.date_field(until)).unwrap_or_default();
        }
        (None, None) => {}
    }
    Ok((form, zone))
}
