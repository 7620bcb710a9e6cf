//! The trial's connections: one to each of the sandbox's vendors.

use anyhow::Context;
use portico_domain::capabilities::Vendor;
use portico_domain::connections::ConnectionSettings;
use portico_domain::forms::USUAL_AUTH_FORM;
use portico_sandbox::{Credential, Sandbox};
use portico_service::{TrialConnection, TypedSecrets};

/// What the sandbox accepts, as connections.
///
/// # Errors
/// The sandbox does not name a credential.
pub fn connections(sandbox: &Sandbox) -> anyhow::Result<[TrialConnection; 3]> {
    let credentials = Credentials(sandbox.credentials());
    let cloudroom = TrialConnection {
        name: "CloudRoom sandbox".to_owned(),
        vendor: Vendor::Cloudroom,
        base_url: sandbox.cloudroom_base(),
        public_id: credentials.value("cloudroom", "company", "secretId")?,
        settings: ConnectionSettings {
            platform_id: credentials.value("cloudroom", "platform", "secretId")?,
            ..ConnectionSettings::default()
        },
        secrets: TypedSecrets {
            secret: credentials.value("cloudroom", "company", "secretKey")?.into(),
            platform_key: credentials.value("cloudroom", "platform", "secretKey")?.into(),
            ..TypedSecrets::default()
        },
    };
    let vmr = TrialConnection {
        name: "VMR sandbox".to_owned(),
        vendor: Vendor::Vmr,
        base_url: sandbox.vmr_base(),
        public_id: credentials.value("vmr", "tenant", "apiId")?,
        settings: ConnectionSettings {
            account: credentials.value("vmr", "tenant", "account")?,
            auth_form: USUAL_AUTH_FORM.to_owned(),
            ..ConnectionSettings::default()
        },
        secrets: TypedSecrets::of(credentials.value("vmr", "tenant", "apiKey")?.into()),
    };
    let webapi = TrialConnection {
        name: "WebAPI sandbox".to_owned(),
        vendor: Vendor::Webapi,
        base_url: sandbox.webapi_base(),
        public_id: String::new(),
        settings: ConnectionSettings::default(),
        secrets: TypedSecrets {
            secret: credentials.value("webapi", "enterprise", "key")?.into(),
            token_key: credentials.value("webapi", "enterprise", "keyHex")?.into(),
            token_iv: credentials.value("webapi", "enterprise", "ivHex")?.into(),
            ..TypedSecrets::default()
        },
    };
    Ok([cloudroom, vmr, webapi])
}

struct Credentials(Vec<Credential>);

impl Credentials {
    fn value(&self, vendor: &str, purpose: &str, name: &str) -> anyhow::Result<String> {
        let found = self.0.iter().filter(|it| it.vendor == vendor && it.purpose.contains(purpose));
        let value = found.filter_map(|it| it.value(name)).next();
        value.map(str::to_owned).with_context(|| format!("the sandbox names no {name} for {vendor}"))
    }
}
