//! Any id, key and request id: refused, or headers that nothing can break out of.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portico_vendors::cloudroom::headers;
use secrecy::SecretString;

fuzz_target!(|input: (&str, &str, &str, i64)| {
    let (id, key, request, seconds) = input;
    let Ok(headers) = headers(id, seconds, &SecretString::from(key), request) else { return };
    for value in headers.values() {
        let text = value.to_str().expect("text");
        assert!(!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic()));
    }
    assert_eq!(headers["x-cr-signature"].len(), 64);
});
