//! `portico link list`

use super::super::{Reach, output};
use super::Link;
use crate::commands::table;
use portico_client::Failure;
use serde_json::Value;

pub async fn run(reach: &Reach, meeting: &str) -> Result<(), Failure> {
    let (client, zone) = (reach.client()?, reach.time_zone()?);
    let mut found = client.get(&["meetings", meeting, "links"], &[]).await?;
    let items = found.get_mut("items").map(Value::take).unwrap_or_default();
    if reach.json {
        return output::json(&items);
    }
    let links: Vec<Link> = output::read(items)?;
    if links.is_empty() {
        eprintln!("There are no join links.");
        return Ok(());
    }
    let row = |link: &Link| {
        let most = link.most_uses.map(|most| format!(" of {most}")).unwrap_or_default();
        [
            link.id.clone(),
            link.role.clone(),
            format!("{}{most}", link.uses),
            link.expires.as_deref().map(|at| zone.show(at)).unwrap_or_default(),
            if link.revoked.is_some() { "revoked".to_owned() } else { link.url.clone().unwrap_or_default() },
            link.label.clone(),
        ]
    };
    let expires = format!("EXPIRES ({})", zone.name());
    let heading = ["ID", "ROLE", "USED", &expires, "ADDRESS", "LABEL"];
    output::line(&table::table(heading, links.iter().map(row)))
}
