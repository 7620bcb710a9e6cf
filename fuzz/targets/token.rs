//! Any claims: refused, or a token that stands in an address as it is, and the same one each time.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portico_vendors::webapi::{Claims, TokenCredential, token};
use secrecy::ExposeSecret;

fuzz_target!(|text: &str| {
    let credential = TokenCredential::from_hex(&"0f".repeat(32), &"a5".repeat(16)).expect("hexadecimal");
    let Ok(claims) = Claims::from_json_text(text) else { return };
    let php = claims.as_php_json();
    assert!(php.is_ascii() && serde_json::from_str::<serde_json::Value>(php).is_ok(), "{php}");
    let made = token(&credential, &claims);
    let made = made.expose_secret();
    assert!(made.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'%'), "{made}");
    // What PHP has written it writes again just so, but for the negative zero, which it writes as `-0` and reads as 0.
    if php.split(|sign: char| !sign.is_ascii_digit() && !"-+.e".contains(sign)).any(|number| number == "-0") {
        return;
    }
    let again = Claims::from_json_text(php).expect("what was written can be read");
    assert_eq!(again.as_php_json(), php);
    assert_eq!(token(&credential, &again).expose_secret(), made);
});
