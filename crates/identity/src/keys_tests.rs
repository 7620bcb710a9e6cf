use super::*;
use serde_json::json;

/// Signed with another implementation, by keys that were thrown away.
fn vectors() -> Value {
    serde_json::from_str(include_str!("keys_vectors.json")).expect("JSON")
}

fn key(document: &Value) -> Key {
    read_key(document).unwrap_or_else(|| panic!("{document}"))
}

/// The algorithm, the key, what was signed, and the signature.
type Vector = (String, Algorithm, Key, Vec<u8>, Vec<u8>);

fn all() -> Vec<Vector> {
    let vectors = vectors();
    let message = vectors["message"].as_str().expect("text").as_bytes().to_vec();
    let read = |vector: &Value| {
        let name = vector["alg"].as_str().expect("text").to_owned();
        let signature = URL_SAFE_NO_PAD.decode(vector["signature"].as_str().expect("text")).expect("bytes");
        let algorithm = Algorithm::from_name(&name).expect("known");
        (name, algorithm, key(&vector["key"]), message.clone(), signature)
    };
    vectors["good"].as_array().expect("a list").iter().map(read).collect()
}

#[test]
fn every_algorithm_is_checked_as_others_sign_it() {
    let all = all();
    assert_eq!(all.len(), 9);
    for (name, algorithm, key, message, signature) in &all {
        assert!(key.fits(*algorithm, None) && key.signed(*algorithm, message, signature), "{name}");
        let mut other = message.clone();
        other[0] ^= 1;
        assert!(!key.signed(*algorithm, &other, signature), "{name}: another message");
        let mut broken = signature.clone();
        broken[10] ^= 1;
        assert!(!key.signed(*algorithm, message, &broken), "{name}: another signature");
        assert!(!key.signed(*algorithm, message, b""), "{name}: none");
        for (other, wrong, ..) in all.iter().filter(|(other, ..)| other != name) {
            assert!(!key.signed(*wrong, message, signature), "{name} taken for {other}");
        }
    }
}

#[test]
fn a_key_of_1024_bits_is_too_weak() {
    let vectors = vectors();
    let weak = key(&vectors["weak"]["key"]);
    let signature =
        URL_SAFE_NO_PAD.decode(vectors["weak"]["signature"].as_str().expect("text")).expect("bytes");
    let message = vectors["message"].as_str().expect("text").as_bytes();
    assert!(!weak.signed(Algorithm::Rs256, message, &signature));
}

#[test]
fn only_algorithms_of_public_keys_are_known() {
    for name in ["none", "None", "NONE", "", "HS256", "HS384", "HS512", "RS1", "ES256K", "ES512", "dir"] {
        assert_eq!(Algorithm::from_name(name), None, "{name}");
    }
}

#[test]
fn what_is_no_key_for_signatures_is_left_out() {
    let good = json!({"kty": "OKP", "crv": "Ed25519", "x": URL_SAFE_NO_PAD.encode([7; 32]), "kid": "1"});
    let with = |name: &str, value: Value| {
        let mut changed = good.clone();
        changed[name] = value;
        read_key(&changed)
    };
    assert!(with("use", json!("sig")).is_some() && with("alg", json!("EdDSA")).is_some());
    for (name, value) in [
        ("use", json!("enc")),
        ("alg", json!("RSA-OAEP")),
        ("alg", json!("none")),
        ("kty", json!("oct")),
        ("crv", json!("X25519")),
        ("x", json!("not base64!")),
        ("x", json!(5)),
    ] {
        assert_eq!(with(name, value.clone()), None, "{name}: {value}");
    }
    assert_eq!(read_keys(&json!({"keys": [good, {}, 3, null]})).map(|keys| keys.len()), Some(1));
    for bad in [json!({}), json!([]), json!({"keys": {}}), json!(null)] {
        assert_eq!(read_keys(&bad), None, "{bad}");
    }
    let crowd: Vec<_> = (0..500).map(|_| good.clone()).collect();
    assert_eq!(read_keys(&json!({ "keys": crowd })).map(|keys| keys.len()), Some(MOST_KEYS));
}

#[test]
fn a_key_fits_its_own_name_and_algorithm_alone() {
    let named = json!({"kty": "RSA", "n": "AQAB", "e": "AQAB", "kid": "one", "alg": "RS256"});
    let key = key(&named);
    assert!(key.fits(Algorithm::Rs256, Some("one")) && key.fits(Algorithm::Rs256, None));
    assert!(!key.fits(Algorithm::Rs256, Some("two")));
    assert!(!key.fits(Algorithm::Rs512, Some("one")), "the provider said RS256");
    assert!(!key.fits(Algorithm::Es256, Some("one")));
}
