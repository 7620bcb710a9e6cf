//! Makes tokens as the PHP sample does, for tests alone.

use aes::Aes256;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cbc::Encryptor;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeEncrypt, KeyIvInit};
use serde_json::Value;

use crate::rig::Rig;

/// json_encode of a string: `\uXXXX` for what is not ASCII, `\/` for a slash.
fn php_string(text: &str) -> String {
    let plain = serde_json::to_string(text).unwrap().replace('/', "\\/");
    let mut units = [0; 2];
    let escape = |character: char| match character {
        ' '..='~' => character.to_string(),
        other => other.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")).collect(),
    };
    plain.chars().map(escape).collect()
}

fn php_object(claims: &[(&str, &str)]) -> String {
    let members: Vec<String> =
        claims.iter().map(|(name, value)| format!("{}:{}", php_string(name), php_string(value))).collect();
    format!("{{{}}}", members.join(","))
}

/// Encrypts any text with a key and IV in hex.
pub fn seal(text: &str, key_hex: &str, iv_hex: &str) -> String {
    let (mut key, mut iv) = ([0; 32], [0; 16]);
    hex::decode_to_slice(key_hex, &mut key).unwrap();
    hex::decode_to_slice(iv_hex, &mut iv).unwrap();
    let sealed =
        Encryptor::<Aes256>::new(&key.into(), &iv.into()).encrypt_padded_vec::<Pkcs7>(text.as_bytes());
    url::form_urlencoded::byte_serialize(STANDARD.encode(sealed).as_bytes()).collect()
}

pub fn token(claims: &[(&str, &str)], key_hex: &str, iv_hex: &str) -> String {
    seal(&php_string(&php_object(claims)), key_hex, iv_hex)
}

/// The published hex form of the sandbox's own credential.
pub fn own(rig: &Rig) -> (String, String) {
    let all = rig.sandbox.credentials();
    let webapi = all.iter().find(|it| it.vendor == "webapi").unwrap();
    (webapi.value("keyHex").unwrap().to_owned(), webapi.value("ivHex").unwrap().to_owned())
}

pub fn own_token(rig: &Rig, claims: &[(&str, &str)]) -> String {
    let (key, iv) = own(rig);
    token(claims, &key, &iv)
}

#[test]
fn the_tests_own_tokens_are_the_samples() {
    let file: Value = serde_json::from_str(include_str!("../../vectors/webapi_tokens.json")).unwrap();
    for vector in file["vectors"].as_array().unwrap() {
        let text = |name: &str| vector[name].as_str().unwrap();
        let claim = |name: &'static str| (name, vector["claims"][name].as_str().unwrap());
        let claims = [claim("serial"), claim("userid"), claim("username"), claim("joinRole")];
        assert_eq!(token(&claims, text("key_hex"), text("iv_hex")), text("token"), "{}", text("name"));
    }
}
