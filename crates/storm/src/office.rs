//! The organizer's part of a storm: an administrator, a meeting, a join link; by the server functions that
//! the pages use.

use crate::visitor::{Answer, Visitor};
use crate::{Site, Vendor};
use anyhow::{Context, ensure};
use jiff::Timestamp;
use jiff::tz::Offset;
use serde_json::Value;

/// How early the link lets people in, in minutes.
pub const EARLY_MINUTES: i64 = 10;
const PASSWORD: &str = "columns hold the lintel";

/// The signed-in administrator.
pub struct Office {
    visitor: Visitor,
}

/// A meeting with a link to it.
#[derive(Clone, Debug)]
pub struct Booked {
    pub id: String,
    /// `/j/…`
    pub path: String,
}

impl Office {
    /// Makes the first administrator through the link that the server printed.
    ///
    /// # Errors
    /// The link has been used, or the server does not answer.
    pub async fn set_up(site: &Site, link: &str) -> anyhow::Result<Self> {
        let url: url::Url = link.parse().with_context(|| format!("{link:?} is no address"))?;
        let mut visitor = Visitor::of_data(site);
        let form = [
            ("form[account]", "storm"),
            ("form[name]", "Storm"),
            ("password", PASSWORD),
            ("again", PASSWORD),
        ];
        let answer = visitor.post(url.path(), &form).await?;
        ensure!(answer.status == 303, "no administrator could be set up: {}", answer.status);
        Ok(Self { visitor })
    }

    /// The administrator's browser, once more.
    pub fn reader(&self, number: usize) -> Visitor {
        self.visitor.beside(number)
    }

    /// Schedules an hour and makes a link that opens at `opens`, a whole minute. The server's zone must be
    /// UTC.
    ///
    /// # Errors
    /// In words.
    pub async fn book(&mut self, vendor: Vendor, opens: Timestamp) -> anyhow::Result<Booked> {
        let connections: Vec<Value> = self.read("connections/list", &[]).await?;
        let ours = connections.iter().find(|connection| connection["vendor"] == vendor.name());
        let connection = ours.and_then(|it| it["id"].as_str()).context("no connection to that vendor")?;
        let start = opens.as_second() + EARLY_MINUTES * 60;
        let form = [
            ("key", "storm"),
            ("form[connection]", connection),
            ("form[subject]", "All hands 全员大会"),
            ("form[start]", &field(start)?),
            ("form[end]", &field(start + 3600)?),
            ("form[password]", "135790"),
            ("form[join_before_host]", "on"),
        ];
        let answer = self.call("meetings/schedule", &form).await?;
        let location = answer.location.as_deref().and_then(|path| path.strip_prefix("/meetings/"));
        let id = location.with_context(|| format!("not scheduled: {}", answer.body))?.to_owned();
        let early = EARLY_MINUTES.to_string();
        let form = [("meeting", &*id), ("form[role]", "attendee"), ("form[early_minutes]", &early)];
        self.call("links/create", &form).await?;
        let view: Value = self.read("meetings/view", &[("id", &*id)]).await?;
        let address: url::Url = view["links"][0]["address"].as_str().context("no join link")?.parse()?;
        Ok(Booked { path: address.path().to_owned(), id })
    }

    /// Cancels the meeting, for all who wait to see.
    ///
    /// # Errors
    /// It was refused.
    pub async fn cancel(&mut self, meeting: &Booked) -> anyhow::Result<()> {
        let form = [("id", &*meeting.id), ("key", "storm over")];
        self.call("meetings/cancel", &form).await.map(drop)
    }

    async fn read<T: serde::de::DeserializeOwned>(
        &mut self,
        function: &str,
        form: &[(&str, &str)],
    ) -> anyhow::Result<T> {
        let answer = self.call(function, form).await?;
        serde_json::from_str(&answer.body).with_context(|| format!("{function} said {}", answer.body))
    }

    async fn call(&mut self, function: &str, form: &[(&str, &str)]) -> anyhow::Result<Answer> {
        let answer = self.visitor.post(&format!("/fn/{function}"), form).await?;
        ensure!(answer.status < 400, "{function}: {} {}", answer.status, answer.body);
        Ok(answer)
    }
}

/// As a `datetime-local` field holds it, in UTC.
fn field(seconds: i64) -> anyhow::Result<String> {
    let time = Offset::UTC.to_datetime(Timestamp::from_second(seconds)?);
    Ok(time.strftime("%Y-%m-%dT%H:%M").to_string())
}

/// The first whole minute that is at least so many seconds away.
pub fn minute_after(seconds: i64) -> anyhow::Result<Timestamp> {
    let earliest = Timestamp::now().as_second() + seconds;
    Ok(Timestamp::from_second((earliest + 59).div_euclid(60) * 60)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_door_opens_at_a_whole_minute() {
        let opens = minute_after(30).expect("a time").as_second();
        let away = opens - Timestamp::now().as_second();
        assert!(opens % 60 == 0 && (29..=90).contains(&away), "{away}");
        assert_eq!(field(1_700_000_040).expect("a time"), "2023-11-14T22:14");
    }
}
