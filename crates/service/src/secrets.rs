//! What a connection signs with. Goes in, and never comes out.

use crate::Services;
use crate::failures::stored;
use portico_domain::capabilities::Vendor;
use portico_domain::ids::ConnectionId;
use portico_domain::refusals::{FieldRefusal, Kind, Refusal, Rule};
use portico_vendors::webapi::{BadHex, TokenCredential};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

const LONGEST_SECRET: usize = 500;

/// Secrets as they were typed; an empty one was not typed.
#[derive(Default)]
pub struct TypedSecrets {
    /// CloudRoom: `secretKey`; VMR: the whole `auth`, or API KEY; WebAPI: the enterprise's `key`.
    pub secret: SecretString,
    /// CloudRoom: the platform's own `secretKey`.
    pub platform_key: SecretString,
    /// WebAPI: 64 hexadecimal digits, with `token_iv`.
    pub token_key: SecretString,
    /// WebAPI: 32 hexadecimal digits.
    pub token_iv: SecretString,
    /// WebAPI: the other form of the same credential, with `passphrase`.
    pub passkey: SecretString,
    pub passphrase: SecretString,
}

impl TypedSecrets {
    /// Nothing but the main secret.
    pub fn of(secret: SecretString) -> Self {
        Self { secret, ..Self::default() }
    }
}

/// What a connection has, read from the store.
#[derive(Clone)]
pub(crate) struct Secrets {
    pub main: SecretString,
    pub more: MoreSecrets,
}

/// Secrets besides the main one.
#[derive(Clone, Default)]
pub(crate) struct MoreSecrets {
    pub platform_key: Option<SecretString>,
    pub token: Option<TokenSecret>,
}

/// The two forms of a WebAPI token credential.
#[derive(Clone)]
pub(crate) enum TokenSecret {
    Hex { key: SecretString, iv: SecretString },
    Derived { passkey: SecretString, passphrase: SecretString },
}

impl TokenSecret {
    pub fn credential(&self) -> Result<TokenCredential, Refusal> {
        match self {
            TokenSecret::Hex { key, iv } => {
                TokenCredential::from_hex(key.expose_secret(), iv.expose_secret()).map_err(|bad| match bad {
                    BadHex::Key => Refusal::field("token_key", Rule::BadCharacter),
                    BadHex::Iv => Refusal::field("token_iv", Rule::BadCharacter),
                })
            }
            TokenSecret::Derived { passkey, passphrase } => Ok(TokenCredential::derive(passkey, passphrase)),
        }
    }
}

/// The text that is sealed: plain only between here and the sealer.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Sealed {
    platform_key: String,
    token_key: String,
    token_iv: String,
    passkey: String,
    passphrase: String,
}

fn some(text: String) -> Option<SecretString> {
    (!text.is_empty()).then(|| text.into())
}

fn plain(secret: Option<&SecretString>) -> String {
    secret.map(|secret| secret.expose_secret().to_owned()).unwrap_or_default()
}

impl MoreSecrets {
    fn open(text: &SecretString) -> Result<Self, Refusal> {
        let sealed: Sealed =
            serde_json::from_str(text.expose_secret()).map_err(|_| Refusal::of(Kind::Internal))?;
        let hex = some(sealed.token_key).zip(some(sealed.token_iv));
        let derived = some(sealed.passkey).zip(some(sealed.passphrase));
        let token = match (hex, derived) {
            (Some((key, iv)), _) => Some(TokenSecret::Hex { key, iv }),
            (None, Some((passkey, passphrase))) => Some(TokenSecret::Derived { passkey, passphrase }),
            (None, None) => None,
        };
        Ok(Self { platform_key: some(sealed.platform_key), token })
    }

    /// `None` if there is nothing to seal.
    pub fn text(&self) -> Option<SecretString> {
        let (hex, derived) = match &self.token {
            Some(TokenSecret::Hex { key, iv }) => (Some((key, iv)), None),
            Some(TokenSecret::Derived { passkey, passphrase }) => (None, Some((passkey, passphrase))),
            None => (None, None),
        };
        if self.platform_key.is_none() && self.token.is_none() {
            return None;
        }
        let sealed = Sealed {
            platform_key: plain(self.platform_key.as_ref()),
            token_key: plain(hex.map(|(key, _)| key)),
            token_iv: plain(hex.map(|(_, iv)| iv)),
            passkey: plain(derived.map(|(passkey, _)| passkey)),
            passphrase: plain(derived.map(|(_, passphrase)| passphrase)),
        };
        serde_json::to_string(&sealed).ok().map(SecretString::from)
    }
}

fn is_typed(secret: &SecretString) -> bool {
    !secret.expose_secret().trim().is_empty()
}

/// A main secret typed beside other settings, if one was.
pub(crate) fn main_again(field: &str, typed: &SecretString) -> Result<Option<SecretString>, Refusal> {
    let mut wrong = Vec::new();
    check(field, typed, &mut wrong);
    if wrong.is_empty() { Ok(is_typed(typed).then(|| typed.clone())) } else { Err(Refusal::invalid(wrong)) }
}

fn check(field: &str, secret: &SecretString, wrong: &mut Vec<FieldRefusal>) {
    let text = secret.expose_secret();
    if text.len() > LONGEST_SECRET {
        wrong.push(FieldRefusal::new(field, Rule::TooLong { most: LONGEST_SECRET as u32 }));
    } else if text.chars().any(char::is_control) {
        wrong.push(FieldRefusal::new(field, Rule::BadCharacter));
    }
}

/// Both halves, neither, or the missing one is to blame.
fn pair(
    (first, first_field): (&SecretString, &str),
    (second, second_field): (&SecretString, &str),
    wrong: &mut Vec<FieldRefusal>,
) -> Option<(SecretString, SecretString)> {
    match (is_typed(first), is_typed(second)) {
        (true, true) => return Some((first.clone(), second.clone())),
        (true, false) => wrong.push(FieldRefusal::new(second_field, Rule::Missing)),
        (false, true) => wrong.push(FieldRefusal::new(first_field, Rule::Missing)),
        (false, false) => {}
    }
    None
}

impl TypedSecrets {
    /// What was typed, over what was there before.
    pub(crate) fn read(&self, vendor: Vendor, before: Option<Secrets>) -> Result<Secrets, Refusal> {
        let mut wrong = Vec::new();
        let fields = [
            ("secret", &self.secret),
            ("platform_key", &self.platform_key),
            ("token_key", &self.token_key),
            ("token_iv", &self.token_iv),
            ("passkey", &self.passkey),
            ("passphrase", &self.passphrase),
        ];
        for (field, secret) in fields {
            check(field, secret, &mut wrong);
        }
        let typed = fields.iter().any(|(_, secret)| is_typed(secret));
        let main = match &before {
            _ if is_typed(&self.secret) => self.secret.clone(),
            Some(before) if typed => before.main.clone(),
            _ => {
                wrong.push(FieldRefusal::new("secret", Rule::Missing));
                SecretString::default()
            }
        };
        let mut more = before.map(|before| before.more).unwrap_or_default();
        if vendor == Vendor::Cloudroom && is_typed(&self.platform_key) {
            more.platform_key = Some(self.platform_key.clone());
        }
        if vendor == Vendor::Webapi {
            let hex = pair((&self.token_key, "token_key"), (&self.token_iv, "token_iv"), &mut wrong);
            let derived = pair((&self.passkey, "passkey"), (&self.passphrase, "passphrase"), &mut wrong);
            match (hex, derived) {
                (Some(_), Some(_)) => wrong.push(FieldRefusal::new("passkey", Rule::NotAChoice)),
                (Some((key, iv)), None) => more.token = Some(TokenSecret::Hex { key, iv }),
                (None, Some((passkey, passphrase))) => {
                    more.token = Some(TokenSecret::Derived { passkey, passphrase });
                }
                // Without it nobody could be let in.
                (None, None) if more.token.is_none() && wrong.is_empty() => {
                    wrong.push(FieldRefusal::new("token_key", Rule::Missing));
                }
                (None, None) => {}
            }
        }
        if !wrong.is_empty() {
            return Err(Refusal::invalid(wrong));
        }
        Ok(Secrets { main, more })
    }
}

impl Services {
    /// The secrets of a connection that is in use.
    pub(crate) async fn secrets(&self, id: &ConnectionId) -> Result<Secrets, Refusal> {
        let connections = self.store().connections();
        let main = connections.secret(id).await.map_err(stored)?;
        let main = main.ok_or(Refusal::of(Kind::VendorCredential))?;
        let more = connections.more_secrets(id).await.map_err(stored)?;
        let more = more.as_ref().map(MoreSecrets::open).transpose()?.unwrap_or_default();
        Ok(Secrets { main, more })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blamed(typed: &TypedSecrets, vendor: Vendor) -> Vec<String> {
        let refusal = typed.read(vendor, None).err();
        refusal
            .map(|refusal| refusal.fields.into_iter().map(|field| field.field).collect())
            .unwrap_or_default()
    }

    #[test]
    fn a_web_api_needs_one_whole_token_credential() {
        let with = |change: fn(&mut TypedSecrets)| {
            let mut typed = TypedSecrets::of("key".into());
            change(&mut typed);
            typed
        };
        let of = |change| blamed(&with(change), Vendor::Webapi);
        assert_eq!(of(|_| {}), ["token_key"]);
        assert_eq!(of(|typed| typed.token_key = "00".into()), ["token_iv"]);
        assert_eq!(of(|typed| typed.passphrase = "x".into()), ["passkey"]);
        assert_eq!(
            of(|typed| {
                typed.passkey = "a".into();
                typed.passphrase = "b".into();
            }),
            [""; 0]
        );
        assert_eq!(blamed(&with(|_| {}), Vendor::Vmr), [""; 0]);
        assert_eq!(blamed(&TypedSecrets::default(), Vendor::Vmr), ["secret"]);
    }

    #[test]
    fn what_was_not_typed_stays_as_it_was() {
        let mut first = TypedSecrets::of("main".into());
        first.passkey = "a".into();
        first.passphrase = "b".into();
        let before = first.read(Vendor::Webapi, None).unwrap_or_else(|wrong| panic!("{wrong}"));
        let text = before.more.text().expect("something to seal");
        let more = MoreSecrets::open(&text).expect("its own text");
        let before = Secrets { more, ..before };
        let after = TypedSecrets::of("other".into()).read(Vendor::Webapi, Some(before)).expect("read");
        assert_eq!(after.main.expose_secret(), "other");
        assert!(matches!(after.more.token, Some(TokenSecret::Derived { .. })));
        let nothing = TypedSecrets::default().read(Vendor::Webapi, Some(after)).err();
        assert!(nothing.is_some_and(|refusal| refusal.for_field("secret").is_some()));
    }
}
