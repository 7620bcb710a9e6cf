//! `portico connection add`, `portico connection change-secret`

use super::secrets::Files;
use super::{find, govern};
use crate::commands::refused;
use anyhow::{Context, bail};
use clap::Args;
use portico_domain::forms::ConnectionForm;
use portico_service::Administrator;
use serde_json::{Value, json};

#[derive(Args)]
pub struct Wanted {
    name: String,
    /// cloudroom, vmr or webapi.
    #[arg(long)]
    vendor: String,
    /// Where the vendor's API is.
    #[arg(long, value_name = "ADDRESS")]
    base_url: String,
    /// CloudRoom: secretId; VMR: API ID.
    #[arg(long, value_name = "ID")]
    public_id: Option<String>,
    /// In which zone the vendor's times are.
    #[arg(long, value_name = "NAME")]
    zone: Option<String>,
    /// The vendor is at a private address and may speak http.
    #[arg(long)]
    private_network: bool,
    /// What else the connection's form has, such as account=…, auth=pair or joins_a_minute=60; never a secret.
    /// Can be given several times.
    #[arg(long = "set", value_name = "NAME=VALUE")]
    more: Vec<String>,
    #[command(flatten)]
    secrets: Files,
}

impl Wanted {
    fn form(&self) -> anyhow::Result<ConnectionForm> {
        let mut fields = json!(ConnectionForm {
            name: self.name.clone(),
            vendor: self.vendor.clone(),
            base_url: self.base_url.clone(),
            public_id: self.public_id.clone().unwrap_or_default(),
            zone: self.zone.clone().unwrap_or_default(),
            private_network: if self.private_network { "on".to_owned() } else { String::new() },
            ..ConnectionForm::default()
        });
        for pair in &self.more {
            let (name, value) =
                pair.split_once('=').with_context(|| format!("--set {pair}: write NAME=VALUE"))?;
            let Some(field) = fields.get_mut(name) else { bail!("--set {pair}: there is no field {name:?}") };
            *field = Value::from(value);
        }
        Ok(serde_json::from_value(fields)?)
    }
}

pub async fn run(operator: &Administrator, wanted: Wanted) -> anyhow::Result<()> {
    let (form, secrets) = (wanted.form()?, wanted.secrets.read()?);
    let id = operator.add_connection(&form, &secrets).await.map_err(refused)?;
    println!("{id}");
    govern::test(operator, id.as_str()).await
}

pub async fn change_secret(operator: &Administrator, named: &str, secrets: &Files) -> anyhow::Result<()> {
    let connection = find(operator, named).await?;
    operator.change_secret(&connection.id, &secrets.read()?).await.map_err(refused)?;
    govern::test(operator, named).await
}
