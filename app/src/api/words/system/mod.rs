//! The state of the whole in words.

mod concerns;
mod connections;
mod figures;

use super::asked;
use crate::api::Refused;
use crate::api::system::SystemView;

pub async fn view() -> Result<SystemView, Refused> {
    let asked = asked()?;
    let administrator = asked.administrator()?;
    let state = administrator.system_state().await?;
    let mut connections = Vec::new();
    for one in &state.connections {
        connections.push(connections::line(&asked, &administrator, one).await?);
    }
    Ok(SystemView {
        at: asked.moment(state.at),
        concerns: concerns::lines(&asked, &state),
        process: figures::process(&asked, &state),
        database: figures::database(&asked, &state),
        work: figures::work(&asked, &state),
        audit: figures::audit(&asked, &state),
        people: figures::people(&asked, &state),
        connections,
    })
}
