//! The identity providers of the configuration.

use anyhow::{Context, bail};
use portico_domain::people::Role;
use portico_service::identity::{Provider, ProviderConfig};
use portico_service::vendors::kit::Deadlines;
use portico_service::{IdentityProvider, RoleRule};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::path::PathBuf;

/// The word in `default_role` for those who are not let in.
const REFUSE: &str = "refuse";

/// What an operator says of one identity provider. README.md explains the keys.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ProviderKeys {
    /// Part of addresses, such as the `corp` in `/sign-in/corp/callback`.
    pub name: String,
    /// On the button; default: `name`.
    pub label: Option<String>,
    pub issuer: String,
    pub client_id: String,
    #[serde(skip_serializing)]
    pub client_secret: Option<SecretString>,
    pub client_secret_file: Option<PathBuf>,
    /// Besides `openid`; default: `profile` and `email`.
    pub scopes: Option<Vec<String>>,
    /// The claim that decides over roles at each sign-in.
    pub role_claim: Option<String>,
    /// Values of the claim that make an administrator, and so on.
    pub administrator: Vec<String>,
    pub organizer: Vec<String>,
    pub viewer: Vec<String>,
    /// `viewer` (default), `organizer`, or `refuse`.
    pub default_role: Option<String>,
    pub private_network: bool,
}

/// Reads the files with secrets, and finds out what cannot be used.
///
/// # Errors
/// In words for the operator.
pub fn check(providers: &mut [ProviderKeys]) -> anyhow::Result<()> {
    let mut names = HashSet::new();
    for keys in providers {
        let fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if keys.name.is_empty() || keys.name.len() > 40 || !keys.name.chars().all(fine) {
            bail!("identity_providers: the name {:?} must be of a-z, 0-9 and \"-\".", keys.name);
        }
        if !names.insert(keys.name.clone()) {
            bail!("identity_providers: there are two called {:?}.", keys.name);
        }
        let of = |keys: &ProviderKeys| format!("identity provider {:?}", keys.name);
        // Taken, so that a configuration can be checked once more with what was read.
        if let Some(file) = keys.client_secret_file.take() {
            if keys.client_secret.is_some() {
                bail!(
                    "{}: client_secret and client_secret_file are both set; only one of them can hold.",
                    of(keys)
                );
            }
            let text = std::fs::read_to_string(&file).with_context(|| {
                format!("{}: client_secret_file {} cannot be read", of(keys), file.display())
            })?;
            keys.client_secret = Some(text.trim().to_owned().into());
        }
        rule(keys).with_context(|| of(keys))?;
        build_one(keys)?;
    }
    Ok(())
}

/// What the service needs of them.
///
/// # Errors
/// In words for the operator; none after [`check`].
pub fn build(providers: &[ProviderKeys]) -> anyhow::Result<Vec<IdentityProvider>> {
    providers.iter().map(build_one).collect()
}

fn build_one(keys: &ProviderKeys) -> anyhow::Result<IdentityProvider> {
    let usual = || vec!["profile".to_owned(), "email".to_owned()];
    let config = ProviderConfig {
        issuer: keys.issuer.clone(),
        client_id: keys.client_id.clone(),
        client_secret: keys.client_secret.clone(),
        scopes: keys.scopes.clone().unwrap_or_else(usual),
        private_network: keys.private_network,
    };
    let provider = Provider::new(config, Deadlines::default()).map_err(|wrong| {
        anyhow::anyhow!("identity provider {:?} (issuer {:?}): {}.", keys.name, keys.issuer, wrong.0)
    })?;
    let label = keys.label.clone().unwrap_or_else(|| keys.name.clone());
    Ok(IdentityProvider { name: keys.name.clone(), label, provider, roles: rule(keys)? })
}

fn rule(keys: &ProviderKeys) -> anyhow::Result<RoleRule> {
    let otherwise = match keys.default_role.as_deref().unwrap_or("viewer") {
        REFUSE => None,
        "viewer" => Some(Role::Viewer),
        "organizer" => Some(Role::Organizer),
        other => bail!("default_role is {other:?}; it can be \"viewer\", \"organizer\" or \"{REFUSE}\"."),
    };
    let given = [
        (&keys.administrator, Role::Administrator),
        (&keys.organizer, Role::Organizer),
        (&keys.viewer, Role::Viewer),
    ];
    let values: Vec<_> = given
        .into_iter()
        .flat_map(|(list, role)| list.iter().map(move |value| (value.clone(), role)))
        .collect();
    match (&keys.role_claim, values.is_empty()) {
        (None, false) => bail!("values of a claim give roles, but role_claim does not name the claim."),
        (Some(claim), true) => bail!("role_claim is {claim:?}, but no value of it gives a role."),
        (None, true) if otherwise.is_none() => {
            bail!("default_role is \"{REFUSE}\" and no claim gives a role, so nobody could come in.")
        }
        _ => Ok(RoleRule { claim: keys.role_claim.clone(), values, otherwise }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use figment::Figment;
    use figment::providers::{Format, Serialized, Toml};
    use secrecy::ExposeSecret;

    const WHOLE: &str = r#"
        name = "corp"
        label = "Example Corp"
        issuer = "https://id.example.com"
        client_id = "portico"
        client_secret = "canary"
        role_claim = "groups"
        administrator = ["portico-admins"]
        organizer = ["staff", "teachers"]
        default_role = "refuse"
    "#;

    fn read(text: &str) -> anyhow::Result<Vec<IdentityProvider>> {
        let keys: ProviderKeys = Figment::from(Serialized::defaults(ProviderKeys::default()))
            .merge(Toml::string(text))
            .extract()?;
        let mut all = [keys];
        check(&mut all)?;
        build(&all)
    }

    #[test]
    fn a_whole_provider_is_read() {
        let provider = &read(WHOLE).expect("good")[0];
        assert_eq!((provider.name.as_str(), provider.label.as_str()), ("corp", "Example Corp"));
        assert_eq!(provider.provider.issuer(), "https://id.example.com");
        assert_eq!(provider.roles.otherwise, None);
        assert_eq!(provider.roles.values.len(), 3);
        let plain = "name = \"a\"\nissuer = \"https://id.example.com\"\nclient_id = \"x\"";
        let provider = &read(plain).expect("good")[0];
        assert_eq!((provider.label.as_str(), provider.roles.otherwise), ("a", Some(Role::Viewer)));
    }

    #[test]
    fn what_cannot_be_used_is_said() {
        for (from, to, word) in [
            ("\"corp\"", "\"Corp/x\"", "Corp/x"),
            ("\"corp\"", "\"\"", "name"),
            ("https://id", "http://id", "plain http"),
            ("https://id.example.com", "https://10.0.0.1", "spoken to"),
            ("https://id.example.com", "id", "not an address"),
            ("\"portico\"", "\"\"", "client_id"),
            ("\"refuse\"", "\"administrator\"", "default_role"),
            ("role_claim = \"groups\"", "", "role_claim"),
            ("client_secret = \"canary\"", "client_secret_file = \"/nowhere\"", "/nowhere"),
            ("label", "client_secret_file = \"/nowhere\"\nlabel", "both set"),
            ("label", "lable", "lable"),
        ] {
            let error = read(&WHOLE.replace(from, to)).err().map(|error| format!("{error:#}"));
            let error = error.unwrap_or_else(|| panic!("{to} must be refused"));
            assert!(error.contains(word) && !error.contains("canary"), "{to}: {error}");
        }
        let nobody =
            "name = \"a\"\nissuer = \"https://i.example\"\nclient_id = \"x\"\ndefault_role = \"refuse\"";
        assert!(format!("{:#}", read(nobody).err().expect("refused")).contains("nobody could come in"));
    }

    #[test]
    fn a_variable_holds_several_and_no_text_shows_a_secret() {
        let text = r#"[{name="a",issuer="https://a.example",client_id="x",client_secret="canary",administrator=["v,w"]},{name="b"}]"#;
        // As variables are read.
        let value: figment::value::Value = text.parse().expect("a value");
        let all: Vec<ProviderKeys> = value.deserialize().expect("two providers");
        let [a, b] = &all[..] else { panic!("two") };
        assert_eq!((a.name.as_str(), b.name.as_str()), ("a", "b"));
        assert_eq!(a.administrator, ["v,w"]);
        assert_eq!(a.client_secret.as_ref().expect("there").expose_secret(), "canary");
        assert!(!format!("{a:?}").contains("canary"));
        let twice = ProviderKeys {
            name: "a".into(),
            issuer: "https://a.example".into(),
            client_id: "x".into(),
            ..ProviderKeys::default()
        };
        let error = check(&mut [twice.clone(), twice]).expect_err("refused").to_string();
        assert!(error.contains("two"), "{error}");
    }
}
