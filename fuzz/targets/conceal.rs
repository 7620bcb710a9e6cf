//! Any answer of a vendor: nothing of it that a token without scopes receives holds a secret of ours, and no field
//! that is named like a password is left.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portico_domain::tokens::Scopes;
use portico_vendors::cloudroom;
use portico_vendors::kit::templates::conceal;
use serde_json::Value;

const SECRET: &str = "canary-of-the-vendor";

fuzz_target!(|text: &str| {
    let planted = text.replace('~', SECRET);
    let Ok(mut answer) = serde_json::from_str::<Value>(&planted) else { return };
    for template in &cloudroom::TEMPLATES {
        let before = answer.clone();
        let removed = conceal(&mut answer, template, &Scopes::default(), &[SECRET]);
        assert_eq!(removed, answer != before);
        let shown = answer.to_string();
        assert!(!shown.contains(SECRET), "{shown}");
        assert!(!names(&answer).iter().any(|name| name.to_ascii_lowercase().contains("passw")), "{shown}");
    }
});

fn names(value: &Value) -> Vec<&str> {
    match value {
        Value::Object(fields) => {
            fields.iter().flat_map(|(name, value)| names(value).into_iter().chain([name.as_str()])).collect()
        }
        Value::Array(entries) => entries.iter().flat_map(names).collect(),
        _ => Vec::new(),
    }
}
