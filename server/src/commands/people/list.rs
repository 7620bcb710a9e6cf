//! `portico user list`

use crate::commands::table;
use portico_service::{Administrator, PersonRow};
use serde_json::json;

pub async fn run(operator: &Administrator, as_json: bool) -> anyhow::Result<()> {
    let rows = operator.people().await?;
    if as_json {
        let people: Vec<_> = rows.iter().map(words).collect();
        println!("{}", serde_json::to_string_pretty(&people)?);
        return Ok(());
    }
    let row = |row: &PersonRow| {
        let person = &row.person;
        [person.account.clone(), person.name.clone(), person.role.name().to_owned(), state(row).to_owned()]
    };
    println!("{}", table::table(["ACCOUNT", "NAME", "ROLE", "STATE"], rows.iter().map(row)));
    Ok(())
}

fn words(row: &PersonRow) -> serde_json::Value {
    let person = &row.person;
    json!({
        "id": person.id.as_str(),
        "account": person.account,
        "name": person.name,
        "role": person.role.name(),
        "state": state(row),
        "from_provider": row.from_provider,
    })
}

fn state(row: &PersonRow) -> &'static str {
    match (row.person.disabled, row.waiting && !row.from_provider) {
        (true, _) => "disabled",
        (false, true) => "without a password",
        (false, false) => "good",
    }
}
