use super::*;
use crate::keys::read_keys;
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::json;

const NOW: Timestamp = Timestamp::from_seconds(1_795_233_600);

/// Somebody who can sign, and the keys that they publish.
struct Signer {
    pair: Ed25519KeyPair,
    keys: Vec<Key>,
}

fn signer() -> Signer {
    let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).expect("a key");
    let pair = Ed25519KeyPair::from_pkcs8(document.as_ref()).expect("a key");
    let x = URL_SAFE_NO_PAD.encode(pair.public_key().as_ref());
    let published = json!({"keys": [{"kty": "OKP", "crv": "Ed25519", "x": x, "kid": "one"}]});
    Signer { pair, keys: read_keys(&published).expect("keys") }
}

impl Signer {
    fn sign(&self, header: &Value, claims: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", part(header), part(claims));
        let signature = URL_SAFE_NO_PAD.encode(self.pair.sign(message.as_bytes()));
        format!("{message}.{signature}")
    }

    fn check(&self, header: &Value, claims: &Value) -> Result<Map<String, Value>, Flaw> {
        let expected = Expected { issuer: "https://id.example", client_id: "portico", nonce: "n", now: NOW };
        Token::read(&self.sign(header, claims))?.check(&self.keys, &expected)
    }
}

fn header() -> Value {
    json!({"alg": "EdDSA", "kid": "one"})
}

fn claims() -> Value {
    let now = NOW.seconds();
    json!({
        "iss": "https://id.example", "sub": "s", "aud": "portico", "nonce": "n", "iat": now, "exp": now + 300,
    })
}

fn with(name: &str, value: Value) -> Value {
    let mut changed = claims();
    match value {
        Value::Null => drop(changed.as_object_mut().expect("claims").remove(name)),
        value => changed[name] = value,
    }
    changed
}

#[test]
fn a_good_token_gives_its_claims() {
    let signer = signer();
    assert_eq!(signer.check(&header(), &claims()).expect("good")["sub"], "s");
    assert!(signer.check(&json!({"alg": "EdDSA"}), &claims()).is_ok(), "one key needs no name");
    assert!(signer.check(&header(), &with("aud", json!(["portico"]))).is_ok());
    let mut several = with("aud", json!(["other", "portico"]));
    several["azp"] = json!("portico");
    assert!(signer.check(&header(), &several).is_ok());
}

#[test]
fn every_claim_is_checked() {
    let signer = signer();
    let now = NOW.seconds();
    for (name, value, flaw) in [
        ("iss", json!("https://evil.example"), Flaw::Issuer),
        ("iss", json!("https://id.example/"), Flaw::Issuer),
        ("iss", Value::Null, Flaw::Issuer),
        ("aud", json!("other"), Flaw::Audience),
        ("aud", json!(["portico", "other"]), Flaw::Audience),
        ("aud", json!([]), Flaw::Audience),
        ("aud", Value::Null, Flaw::Audience),
        ("azp", json!("other"), Flaw::Audience),
        ("azp", json!(7), Flaw::Audience),
        ("exp", json!(now - 61), Flaw::Expired),
        ("exp", Value::Null, Flaw::Expired),
        ("exp", json!("9999999999"), Flaw::Malformed),
        ("iat", json!(now + 61), Flaw::Early),
        ("iat", Value::Null, Flaw::Malformed),
        ("nbf", json!(now + 61), Flaw::Early),
        ("nonce", json!("m"), Flaw::Nonce),
        ("nonce", json!(""), Flaw::Nonce),
        ("nonce", Value::Null, Flaw::Nonce),
        ("sub", json!(""), Flaw::Subject),
        ("sub", json!(7), Flaw::Subject),
        ("sub", json!("x".repeat(256)), Flaw::Subject),
        ("sub", Value::Null, Flaw::Subject),
    ] {
        let outcome = signer.check(&header(), &with(name, value.clone()));
        assert_eq!(outcome.err(), Some(flaw), "{name}: {value}");
    }
}

#[test]
fn clocks_may_differ_by_a_minute() {
    let signer = signer();
    let now = NOW.seconds();
    for (name, value) in [("exp", now - 59), ("iat", now + 59), ("nbf", now + 59)] {
        assert!(signer.check(&header(), &with(name, json!(value))).is_ok(), "{name}");
    }
}

#[test]
fn who_signed_is_checked() {
    let signer = signer();
    for (name, flaw) in [("none", Flaw::Algorithm), ("HS256", Flaw::Algorithm), ("RS256", Flaw::Key)] {
        let outcome = signer.check(&json!({"alg": name, "kid": "one"}), &claims());
        assert_eq!(outcome.err(), Some(flaw), "{name}");
    }
    assert_eq!(signer.check(&json!({"alg": "EdDSA", "kid": "two"}), &claims()).err(), Some(Flaw::Key));
    let critical = json!({"alg": "EdDSA", "crit": ["b64"], "b64": false});
    assert_eq!(signer.check(&critical, &claims()).err(), Some(Flaw::Malformed));
    let stranger = Signer { keys: self::signer().keys, ..signer };
    assert_eq!(stranger.check(&header(), &claims()).err(), Some(Flaw::Signature));
}

#[test]
fn what_is_no_token_is_refused() {
    let unsigned =
        format!("{}.{}.", URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#), URL_SAFE_NO_PAD.encode("{}"));
    assert_eq!(Token::read(&unsigned).err(), Some(Flaw::Algorithm));
    let huge = "x".repeat(LONGEST_TOKEN + 1);
    let five = format!("{}.e.e.e.e", URL_SAFE_NO_PAD.encode(r#"{"alg":"EdDSA"}"#));
    for bad in ["", ".", "..", "a.b", "a.b.c", "e30.e30.e30", &huge, &five] {
        assert_eq!(Token::read(bad).err(), Some(Flaw::Malformed), "{}", bad.len());
    }
    let list = format!("{}.W10.AA", URL_SAFE_NO_PAD.encode(r#"{"alg":"EdDSA"}"#));
    assert_eq!(Token::read(&list).err(), Some(Flaw::Malformed), "claims that are a list");
}
