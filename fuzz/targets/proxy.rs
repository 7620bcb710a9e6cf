//! Whatever a caller sends through the proxy: what is rebuilt of it is a call that the vendor's document has.
//!
//! Input: a byte for vendor, method and kind of body; then path, query and body, each on a line.

#![no_main]

use http::Method;
use libfuzzer_sys::fuzz_target;
use portico_vendors::kit::templates::{
    BodyTemplate, Parameter, Part, RebuiltBody, Segment, Sent, SentBody, Template, rebuild,
};
use portico_vendors::{cloudroom, vmr, webapi};
use url::Url;

const METHODS: [Method; 7] =
    [Method::GET, Method::POST, Method::PUT, Method::DELETE, Method::PATCH, Method::HEAD, Method::OPTIONS];

fuzz_target!(|input: &[u8]| {
    let Some((choice, rest)) = input.split_first() else { return };
    let mut lines = rest.splitn(3, |byte| *byte == b'\n');
    let mut line = || lines.next().unwrap_or_default();
    let (path, query, body) = (line(), line(), line());
    let (Ok(path), Ok(query)) = (std::str::from_utf8(path), std::str::from_utf8(query)) else { return };
    let templates: &'static [Template] = match choice % 3 {
        0 => &cloudroom::TEMPLATES,
        1 => &vmr::TEMPLATES,
        _ => &webapi::TEMPLATES,
    };
    let body = match choice / 64 {
        0 => SentBody::None,
        1 => SentBody::Plain(body.to_vec().into()),
        _ => SentBody::Form(parts(body)),
    };
    let method = &METHODS[usize::from(choice / 3) % METHODS.len()];
    let Ok(call) = rebuild(templates, Sent { method, path, query, body }) else { return };

    let template = call.template;
    assert_eq!((template.facts)().method, *method);
    assert_eq!(template.path.len(), call.segments.len());
    for (segment, written) in template.path.iter().zip(&call.segments) {
        match segment {
            Segment::Fixed(word) => assert_eq!(word, written),
            Segment::Id(_) => assert!(!written.is_empty() && written != "." && written != ".."),
        }
    }
    let base = Url::parse("https://vendor.example/base").expect("an address");
    let address = call.address(&base, None);
    assert_eq!(address.origin(), base.origin());
    let tail = address.path().strip_prefix("/base/").expect("below the base");
    assert_eq!(tail.split('/').count(), template.path.len(), "{address}");
    assert!(address.fragment().is_none() && address.username().is_empty());
    assert!(!address.as_str().contains(['\r', '\n', '\0', '\\', ' ', ';']), "{address}");
    for (name, _) in address.query_pairs() {
        assert!(has(template.query, &name), "{name}");
    }
    match (call.body, &template.body) {
        (RebuiltBody::None, _) => {}
        (RebuiltBody::Json(body), BodyTemplate::Json(known)) => {
            assert!(body.as_object().expect("an object").keys().all(|name| has(known, name)));
        }
        (RebuiltBody::Form(texts, file), BodyTemplate::Form(known)) => {
            assert!(texts.iter().all(|(name, value)| has(known, name) && !value.contains(['\r', '\n', '\0'])));
            assert!(file.iter().all(|(name, _)| has(known, name)));
        }
        _ => panic!("a body that the operation does not have"),
    }
});

fn has(known: &[Parameter], name: &str) -> bool {
    known.iter().any(|parameter| parameter.name == name)
}

/// `name=text` or `name:file`, each on a line.
fn parts(body: &[u8]) -> Vec<(String, Part)> {
    let read = |line: &[u8]| {
        let text = std::str::from_utf8(line).ok()?;
        let file = || text.split_once(':').map(|(name, file)| (name.to_owned(), Part::File(file.to_owned().into())));
        let text = || text.split_once('=').map(|(name, text)| (name.to_owned(), Part::Text(text.to_owned())));
        text().or_else(file)
    };
    body.split(|byte| *byte == b'\n').filter_map(read).collect()
}
