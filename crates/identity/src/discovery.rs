//! What a provider says of itself (OpenID Connect Discovery 1.0, section 3).

use crate::error::{Flaw, IdentityError, Step};
use portico_vendors::kit::{AddressPolicy, Cause};
use serde::Deserialize;
use serde_json::Value;
use url::Url;

#[derive(Deserialize)]
struct Document {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    userinfo_endpoint: Option<String>,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

/// How we show at the token endpoint who we are (Core, section 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ClientProof {
    /// In the `Authorization` header.
    Basic,
    /// In the body.
    Post,
}

/// Where a provider's endpoints are, and what it can do.
#[derive(Debug)]
pub(crate) struct Metadata {
    pub authorization: Url,
    pub token: Url,
    pub keys: Url,
    pub user_info: Option<Url>,
    pub proof: ClientProof,
    /// It says in each answer whose answer it is (RFC 9207).
    pub names_itself: bool,
}

/// Where the document is.
pub(crate) fn address(issuer: &Url) -> Url {
    let mut address = issuer.clone();
    let path = format!("{}/.well-known/openid-configuration", issuer.path().trim_end_matches('/'));
    address.set_path(&path);
    address
}

/// # Errors
/// It is no such document, speaks for another issuer, or names an endpoint that may not be spoken to.
pub(crate) fn read(document: &Value, issuer: &str, policy: AddressPolicy) -> Result<Metadata, IdentityError> {
    let document = Document::deserialize(document).map_err(|_| IdentityError::Silent {
        step: Step::Discovery,
        cause: Cause::Unreadable { at: "the discovery document".to_owned() },
    })?;
    if document.issuer != issuer {
        return Err(Flaw::Metadata.into());
    }
    let endpoint = |text: &str| {
        let url = Url::parse(text).ok().filter(|url| policy.allows_url(url) && url.fragment().is_none());
        url.ok_or(IdentityError::from(Flaw::Endpoint))
    };
    let proofs = document.token_endpoint_auth_methods_supported;
    let offers = |name: &str| proofs.as_ref().is_some_and(|names| names.iter().any(|one| one == name));
    let proof = if offers("client_secret_post") && !offers("client_secret_basic") {
        ClientProof::Post
    } else {
        ClientProof::Basic
    };
    Ok(Metadata {
        authorization: endpoint(&document.authorization_endpoint)?,
        token: endpoint(&document.token_endpoint)?,
        keys: endpoint(&document.jwks_uri)?,
        user_info: document.userinfo_endpoint.as_deref().map(endpoint).transpose()?,
        proof,
        names_itself: document.authorization_response_iss_parameter_supported,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const ISSUER: &str = "https://id.example/realms/one";

    fn document() -> Value {
        json!({
            "issuer": ISSUER,
            "authorization_endpoint": "https://id.example/authorize",
            "token_endpoint": "https://id.example/token",
            "jwks_uri": "https://id.example/keys",
        })
    }

    fn with(name: &str, value: Value) -> Result<Metadata, IdentityError> {
        let mut document = document();
        document[name] = value;
        read(&document, ISSUER, AddressPolicy { private_network: false })
    }

    #[test]
    fn the_document_stands_below_the_issuer() {
        for issuer in [ISSUER.to_owned(), format!("{ISSUER}/")] {
            let address = address(&issuer.parse().expect("an address"));
            assert_eq!(address.as_str(), "https://id.example/realms/one/.well-known/openid-configuration");
        }
    }

    #[test]
    fn it_must_speak_for_the_issuer_letter_for_letter() {
        assert!(with("issuer", json!(ISSUER)).is_ok());
        for other in
            ["https://evil.example", "https://id.example/realms/one/", "https://ID.example/realms/one"]
        {
            assert_eq!(with("issuer", json!(other)).err(), Some(Flaw::Metadata.into()), "{other}");
        }
    }

    #[test]
    fn endpoints_are_where_this_provider_may_be() {
        for name in ["authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"] {
            for bad in
                ["http://id.example/x", "https://10.0.0.1/x", "https://u@id.example/x", "javascript:x", ""]
            {
                assert_eq!(with(name, json!(bad)).err(), Some(Flaw::Endpoint.into()), "{name} {bad}");
            }
        }
    }

    #[test]
    fn the_secret_goes_where_the_provider_takes_it() {
        let proof =
            |names: Value| with("token_endpoint_auth_methods_supported", names).map(|it| it.proof).ok();
        assert_eq!(with("other", json!(1)).map(|it| it.proof).ok(), Some(ClientProof::Basic));
        assert_eq!(proof(json!(["client_secret_post"])), Some(ClientProof::Post));
        assert_eq!(proof(json!(["client_secret_post", "client_secret_basic"])), Some(ClientProof::Basic));
    }
}
