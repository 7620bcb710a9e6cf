//! `portico connection list`

use crate::commands::table;
use portico_domain::connections::Connection;
use portico_service::Administrator;
use portico_service::when::Zone;
use serde_json::json;

pub async fn run(operator: &Administrator, as_json: bool) -> anyhow::Result<()> {
    let all = operator.connections().await?;
    if as_json {
        let words: Vec<_> = all.iter().map(words).collect();
        println!("{}", serde_json::to_string_pretty(&words)?);
        return Ok(());
    }
    let row = |it: &Connection| {
        [it.name.clone(), it.vendor.name().to_owned(), state(it), it.base_url.clone(), it.id.0.clone()]
    };
    println!("{}", table::table(["NAME", "VENDOR", "STATE", "ADDRESS", "ID"], all.iter().map(row)));
    Ok(())
}

fn words(it: &Connection) -> serde_json::Value {
    json!({
        "id": it.id.as_str(),
        "name": it.name,
        "vendor": it.vendor.name(),
        "base_url": it.base_url,
        "zone": it.zone,
        "paused": it.paused,
        "state": state(it),
        "answered": it.health.answered.map(|at| Zone::utc().machine(at)),
    })
}

fn state(it: &Connection) -> String {
    let health = &it.health;
    match (it.paused, health.failed > health.answered) {
        (true, _) => "paused".to_owned(),
        (false, true) => "failing".to_owned(),
        (false, false) if health.answered.is_some() => "good".to_owned(),
        (false, false) => "not asked yet".to_owned(),
    }
}
