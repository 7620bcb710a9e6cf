//! What a detail says of a meeting's rules, and what it leaves out. Document: 查询会议.

use super::read;
use crate::kit::{Fields, Unreadable, tolerate};
use portico_domain::cloudroom::Options;
use serde_json::Value;

type Read<T> = Result<T, Unreadable>;

pub(super) const INVITEES: &str = "inviteeInfos";
pub(super) const COHOSTS: &str = "assistantInfos";
/// Both spellings of the document.
const VOTES: [&str; 2] = ["voteIds", "votelds"];
/// The members of a detail that are rules of the meeting.
const RULES: [&str; 9] =
    ["hostId", INVITEES, COHOSTS, "emailNotice", "smsNotice", VOTES[0], VOTES[1], "attributes", "permission"];

/// The rules of a meeting as far as its vendor says them. The document's own sample says nothing of people,
/// notices and the waiting room, and "nothing said" is not "none": so they are read over rules that are known.
#[derive(Clone, Debug)]
pub struct Said(Value);

impl Said {
    pub(super) fn of(detail: &Fields<'_>) -> Self {
        let said = |name: &str| Some((name.to_owned(), detail.any(|it| it == name)?.clone()));
        Self(Value::Object(RULES.into_iter().filter_map(said).collect()))
    }

    /// The rules; those of which nothing is said are as in `known`.
    pub fn over(&self, known: &Options) -> Options {
        // Whoever has this has read it once already, so it can be read.
        Fields::of(&self.0, "said").and_then(|said| options(&said, known)).unwrap_or_else(|_| known.clone())
    }
}

pub(super) fn options(detail: &Fields<'_>, otherwise: &Options) -> Read<Options> {
    // 0 is nobody; a form that held it could not be sent.
    let host = tolerate(detail.integer(&["hostId"])).and_then(|id| u64::try_from(id).ok());
    let votes = detail.list(&VOTES, vote)?;
    Ok(Options {
        host_id: host.filter(|id| *id > 0).or(otherwise.host_id),
        invitee_ids: ids(detail, INVITEES, &otherwise.invitee_ids)?,
        cohost_ids: ids(detail, COHOSTS, &otherwise.cohost_ids)?,
        email_notice: tolerate(detail.flag(&["emailNotice"])).unwrap_or(otherwise.email_notice),
        sms_notice: tolerate(detail.flag(&["smsNotice"])).unwrap_or(otherwise.sms_notice),
        // No change can take votes away.
        vote_ids: if votes.is_empty() { otherwise.vote_ids.clone() } else { votes },
        attributes: read::attributes(detail, &otherwise.attributes),
        permission: read::permission(detail, &otherwise.permission),
    })
}

/// The ids and names of a list of people, and whether that is the whole list. One who cannot be read costs neither
/// the others nor the meeting.
pub(super) fn people(detail: &Fields<'_>, name: &'static str) -> Read<(Vec<(u64, String)>, bool)> {
    let people = detail.list(&[name], |value, path| Ok(tolerate(read::person(value, path).map(Some))))?;
    let said = detail.any(|it| it == name).is_some_and(Value::is_array);
    let whole = said && people.iter().all(Option::is_some);
    Ok((people.into_iter().flatten().collect(), whole))
}

/// What is told in part is as it is known: a change by half of it would send the others away.
fn ids(detail: &Fields<'_>, name: &'static str, otherwise: &[u64]) -> Read<Vec<u64>> {
    let (people, whole) = people(detail, name)?;
    Ok(if whole { people.into_iter().map(|(id, _)| id).collect() } else { otherwise.to_vec() })
}

fn vote(value: &Value, path: &str) -> Read<String> {
    crate::kit::text(value).ok_or_else(|| Unreadable { at: path.to_owned() })
}
