use super::*;
use aes::Aes256;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cbc::cipher::{BlockModeDecrypt, KeyIvInit};
use proptest::prelude::*;
use serde_json::Value;

const SAMPLES: &str = include_str!("../../tests/vectors/webapi_tokens.json");
const PHP: &str = include_str!("../../tests/vectors/webapi_php_json.json");

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().expect("a text")
}

fn vectors(file: &str) -> (Value, Vec<Value>) {
    let file: Value = serde_json::from_str(file).expect("JSON");
    let vectors = file["vectors"].as_array().expect("vectors").clone();
    assert!(vectors.len() >= 10);
    (file, vectors)
}

fn other() -> TokenCredential {
    TokenCredential::from_hex(&"0f".repeat(32), &"a5".repeat(16)).expect("hexadecimal")
}

/// The claims of a vector as they stand in the file, because a JSON value would forget their order.
fn claims_text<'a>(file: &'a str, name: &str) -> &'a str {
    let after = file.split(&format!("\"name\": \"{name}\"")).nth(1).expect("the vector");
    let start = after.find('{').expect("claims");
    let end = after.find('}').expect("claims");
    &after[start..=end]
}

#[test]
fn the_vectors_of_the_php_sample() {
    for vector in vectors(SAMPLES).1 {
        let (key, iv) = (text(&vector, "key_hex"), text(&vector, "iv_hex"));
        let given = TokenCredential::from_hex(key, iv).expect("hexadecimal");
        let secret = |name| SecretString::from(text(&vector, name));
        let derived = TokenCredential::derive(&secret("passkey"), &secret("passphrase"));
        let claims = claims_text(SAMPLES, text(&vector, "name"));
        for credential in [given, derived] {
            let token = token_from_json_text(&credential, claims).expect("claims");
            assert_eq!(token.expose_secret(), text(&vector, "token"), "{claims}");
        }
        let name = text(&vector["claims"], "username");
        let ours = Claims::of([
            ("serial", "111111"),
            ("userid", "123456"),
            ("username", name),
            ("joinRole", "presenter"),
        ]);
        let given = TokenCredential::from_hex(&key.to_uppercase(), iv).expect("hexadecimal");
        assert_eq!(token(&given, &ours).expose_secret(), text(&vector, "token"));
    }
}

#[test]
fn numbers_nesting_and_escapes_as_php_writes_them() {
    let (file, vectors) = vectors(PHP);
    let credential = TokenCredential::from_hex(text(&file, "key_hex"), text(&file, "iv_hex"));
    let credential = credential.expect("hexadecimal");
    for vector in vectors {
        let input = text(&vector, "input");
        let claims = Claims::from_json_text(input).expect(input);
        assert_eq!(claims.as_php_json(), text(&vector, "php_json"), "{input}");
        assert_eq!(token(&credential, &claims).expose_secret(), text(&vector, "token"), "{input}");
    }
}

#[test]
fn the_order_of_keys_is_kept() {
    let forth = token_from_json_text(&other(), r#"{"z":"1","a":"2"}"#).expect("claims");
    let back = token_from_json_text(&other(), r#"{"a":"2","z":"1"}"#).expect("claims");
    assert_ne!(forth.expose_secret(), back.expose_secret());
}

#[test]
fn bad_hex_is_refused() {
    let (key, iv) = ("0f".repeat(32), "a5".repeat(16));
    for bad in
        ["", "0", &key[1..], &format!("{key}00"), &format!("zz{}", &key[2..]), &format!(" {}", &key[1..])]
    {
        assert_eq!(TokenCredential::from_hex(bad, &iv).err(), Some(BadHex::Key), "{bad}");
    }
    for bad in ["", &iv[1..], &format!("{iv}00"), &format!("+1{}", &iv[2..]), &key] {
        assert_eq!(TokenCredential::from_hex(&key, bad).err(), Some(BadHex::Iv), "{bad}");
    }
}

#[test]
fn the_public_sample_is_recognised_in_either_form() {
    let derive = |passkey: &str, passphrase: &str| {
        TokenCredential::derive(&SecretString::from(passkey), &SecretString::from(passphrase))
    };
    assert!(derive("SYXCXASD", "AYQTYCAXAX").is_public_sample());
    assert!(TokenCredential::from_hex(PUBLIC_SAMPLE_KEY, PUBLIC_SAMPLE_IV).expect("hex").is_public_sample());
    assert!(!derive("SYXCXASD", "AYQTYCAXAY").is_public_sample());
    assert!(!derive("AYQTYCAXAX", "SYXCXASD").is_public_sample());
    assert!(!other().is_public_sample());
}

#[test]
fn debug_shows_nothing() {
    assert_eq!(format!("{:?}", other()), "TokenCredential([REDACTED])");
}

#[test]
fn what_is_no_object_is_refused_without_repeating_it() {
    let refused = |text: &str| token_from_json_text(&other(), text).expect_err(text);
    for text in
        ["", "canary", "{\"a\":}", "{\"a\":1}{}", "{\"a\":01}", "{a:1}", "{\"a\":\"\\ud800\"}", "\u{feff}{}"]
    {
        let error = refused(text);
        assert!(matches!(error, TokenError::NotJson { .. }), "{text}");
        assert!(!format!("{error} {error:?}").contains("canary"));
    }
    for text in ["[]", "null", "\"canary\"", "1", "[{}]"] {
        assert_eq!(refused(text), TokenError::NotAnObject);
    }
    assert_eq!(refused("{\"a\":1e400}"), TokenError::NumberTooLarge);
    let deep = |levels: usize| format!("{{\"a\":{}{}}}", "[".repeat(levels), "]".repeat(levels));
    assert!(token_from_json_text(&other(), &deep(99)).is_ok());
    assert_eq!(refused(&deep(100)), TokenError::TooDeep);
    // Deep enough to exhaust a stack.
    assert!(token_from_json_text(&other(), &"{\"a\":".repeat(100_000)).is_err());
    assert_eq!(refused(&deep(100_000)), TokenError::TooDeep);
}

/// What the vendor does with a token: decodes and decrypts it, and reads the JSON twice.
fn opened(token: &str) -> String {
    let base64 = percent_encoding::percent_decode_str(token).decode_utf8().expect("text");
    let bytes = STANDARD.decode(base64.as_ref()).expect("base64");
    let cipher = cbc::Decryptor::<Aes256>::new_from_slices(&[0x0f; 32], &[0xa5; 16]).expect("lengths");
    let literal = cipher.decrypt_padded_vec::<Pkcs7>(&bytes).expect("padding");
    assert!(literal.is_ascii());
    serde_json::from_slice(&literal).expect("a JSON string")
}

fn any_claims() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    let tree = leaf.prop_recursive(4, 24, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map(".{0,5}", inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    });
    proptest::collection::btree_map(".{0,6}", tree, 0..5)
        .prop_map(|members| Value::Object(members.into_iter().collect()))
}

proptest! {
    #[test]
    fn the_vendor_reads_what_was_claimed(claims in any_claims()) {
        let token = token_from_json_text(&other(), &claims.to_string()).expect("claims");
        let inner = opened(token.expose_secret());
        prop_assert!(inner.is_ascii() && !inner.replace("\\/", "").contains('/'));
        let wanted = Claims::from_json_text(&claims.to_string()).expect("claims");
        prop_assert_eq!(&inner, wanted.as_php_json());
        prop_assert_eq!(serde_json::from_str::<Value>(&inner).expect("JSON"), claims);
    }

    #[test]
    fn a_token_needs_no_further_encoding(name in any::<String>()) {
        let token = token(&other(), &Claims::of([("username", name.as_str())]));
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'%';
        prop_assert!(token.expose_secret().bytes().all(plain));
        let read: Value = serde_json::from_str(&opened(token.expose_secret())).expect("JSON");
        prop_assert_eq!(read["username"].as_str(), Some(name.as_str()));
    }

    #[test]
    fn floats_read_back_the_same(float in any::<f64>().prop_filter("finite", |float| float.is_finite())) {
        let claims = Claims::from_json_text(&format!("{{\"a\":{float:e}}}")).expect("claims");
        let written = claims.as_php_json().trim_start_matches("{\"a\":").trim_end_matches('}');
        prop_assert_eq!(written.parse::<f64>().expect("a number"), float);
    }

    #[test]
    fn no_text_makes_it_panic(text in any::<String>(), tokens in "[\\[\\]{}:,\" \\\\u0-9eE.+-]{0,40}") {
        for text in [&text, &tokens, &format!("{{\"a\":{tokens}}}"), &format!("{{{text}}}")] {
            let _ = token_from_json_text(&other(), text);
        }
    }
}
