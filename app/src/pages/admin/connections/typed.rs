//! Which secrets are missing, before the server says the same.

use crate::api::connections::{AddConnection, ChangeSecret};
use portico_domain::capabilities::Vendor;
use portico_domain::refusals::{FieldRefusal, Rule};

/// Secrets as they stand in the inputs.
pub struct Typed<'a> {
    secret: &'a str,
    platform_key: &'a str,
    token_key: &'a str,
    token_iv: &'a str,
    passkey: &'a str,
    passphrase: &'a str,
}

impl<'a> From<&'a AddConnection> for Typed<'a> {
    fn from(typed: &'a AddConnection) -> Self {
        Self {
            secret: &typed.secret,
            platform_key: &typed.platform_key,
            token_key: &typed.token_key,
            token_iv: &typed.token_iv,
            passkey: &typed.passkey,
            passphrase: &typed.passphrase,
        }
    }
}

impl<'a> From<&'a ChangeSecret> for Typed<'a> {
    fn from(typed: &'a ChangeSecret) -> Self {
        Self {
            secret: &typed.secret,
            platform_key: &typed.platform_key,
            token_key: &typed.token_key,
            token_iv: &typed.token_iv,
            passkey: &typed.passkey,
            passphrase: &typed.passphrase,
        }
    }
}

fn is_typed(text: &str) -> bool {
    !text.trim().is_empty()
}

fn is_hex(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

impl Typed<'_> {
    /// What is wrong with them. `adding`: the connection has none yet.
    pub fn wrong(&self, vendor: Vendor, adding: bool) -> Vec<FieldRefusal> {
        let mut wrong = Vec::new();
        let all =
            [self.secret, self.platform_key, self.token_key, self.token_iv, self.passkey, self.passphrase];
        let nothing = !all.into_iter().any(is_typed);
        if (adding && !is_typed(self.secret)) || nothing {
            wrong.push(FieldRefusal::new("secret", Rule::Missing));
        }
        if vendor == Vendor::Webapi {
            self.token(adding, &mut wrong);
        }
        wrong
    }

    /// One whole pair, or, where there is one already, none.
    fn token(&self, adding: bool, wrong: &mut Vec<FieldRefusal>) {
        let mut refuse = |field, rule| wrong.push(FieldRefusal::new(field, rule));
        let hex = (is_typed(self.token_key), is_typed(self.token_iv));
        let derived = (is_typed(self.passkey), is_typed(self.passphrase));
        match hex {
            (true, false) => refuse("token_iv", Rule::Missing),
            (false, true) => refuse("token_key", Rule::Missing),
            (true, true) if !is_hex(self.token_key, 64) => refuse("token_key", Rule::BadCharacter),
            (true, true) if !is_hex(self.token_iv, 32) => refuse("token_iv", Rule::BadCharacter),
            _ => {}
        }
        match derived {
            (true, false) => refuse("passphrase", Rule::Missing),
            (false, true) => refuse("passkey", Rule::Missing),
            (true, true) if hex == (true, true) => refuse("passkey", Rule::NotAChoice),
            (false, false) if adding && hex == (false, false) => refuse("token_key", Rule::Missing),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: Typed<'static> =
        Typed { secret: "", platform_key: "", token_key: "", token_iv: "", passkey: "", passphrase: "" };

    fn blamed(typed: &Typed<'_>, vendor: Vendor, adding: bool) -> Vec<String> {
        typed.wrong(vendor, adding).into_iter().map(|wrong| wrong.field).collect()
    }

    #[test]
    fn a_new_connection_needs_what_it_signs_with() {
        for vendor in [Vendor::Cloudroom, Vendor::Vmr] {
            assert_eq!(blamed(&NONE, vendor, true), ["secret"]);
            assert_eq!(blamed(&Typed { secret: "x", ..NONE }, vendor, true), [""; 0]);
        }
        let web = Typed { secret: "x", ..NONE };
        assert_eq!(blamed(&web, Vendor::Webapi, true), ["token_key"]);
        let (key, iv) = ("0f".repeat(32), "0f".repeat(16));
        let hex = Typed { token_key: &key, token_iv: &iv, ..web };
        assert_eq!(blamed(&hex, Vendor::Webapi, true), [""; 0]);
        let both = Typed { passkey: "a", passphrase: "b", ..hex };
        assert_eq!(blamed(&both, Vendor::Webapi, true), ["passkey"]);
        let short = Typed { token_key: "0f", ..both };
        assert_eq!(
            blamed(&Typed { passkey: "", passphrase: "", ..short }, Vendor::Webapi, true),
            ["token_key"]
        );
    }

    #[test]
    fn a_change_needs_something_and_no_half_pair() {
        assert_eq!(blamed(&NONE, Vendor::Webapi, false), ["secret"]);
        assert_eq!(blamed(&Typed { secret: "x", ..NONE }, Vendor::Webapi, false), [""; 0]);
        assert_eq!(blamed(&Typed { passkey: "x", ..NONE }, Vendor::Webapi, false), ["passphrase"]);
        assert_eq!(blamed(&Typed { token_iv: "x", ..NONE }, Vendor::Webapi, false), ["token_key"]);
        assert_eq!(blamed(&Typed { platform_key: "x", ..NONE }, Vendor::Cloudroom, false), [""; 0]);
    }
}
