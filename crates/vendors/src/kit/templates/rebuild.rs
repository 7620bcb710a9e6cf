//! From what a caller sent to a call of ours: find the template, hold each part against it.

use super::json;
use super::{BodyTemplate, Parameter, Segment, Shape, Template};
use crate::kit::below;
use bytes::Bytes;
use http::Method;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};
use std::fmt;
use url::Url;

/// Longest path and longest query that are looked at, in bytes.
const MOST_LINE_BYTES: usize = 8 * 1024;
/// Largest JSON body, in bytes.
const MOST_JSON_BYTES: usize = 64 * 1024;
/// Most parts of a form, and most entries of a list.
const MOST_ENTRIES: usize = 500;

/// What came, as it came.
pub struct Sent<'a> {
    pub method: &'a Method,
    /// Below the vendor's base address, raw, with its first slash.
    pub path: &'a str,
    /// Raw.
    pub query: &'a str,
    pub body: SentBody,
}

/// The body as far as the server has read it.
pub enum SentBody {
    None,
    /// Anything that is no form.
    Plain(Bytes),
    Form(Vec<(String, Part)>),
}

/// One part of a form.
pub enum Part {
    Text(String),
    File(Bytes),
}

/// Why a call does not fit. Holds names of ours, never what was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// No operation of this vendor has this method and path.
    NoSuchOperation,
    /// A parameter that the operation does not have, or has only once.
    Unknown {
        place: &'static str,
    },
    /// A parameter that holds what it cannot hold.
    Value {
        name: &'static str,
    },
    /// The body is no JSON object, or no form.
    Body,
    TooLarge,
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Misfit::NoSuchOperation => f.write_str("no operation of this vendor has this method and path"),
            Misfit::Unknown { place } => {
                write!(f, "the {place} holds a parameter that the operation does not have, or has only once")
            }
            Misfit::Value { name } => write!(f, "{name} holds what it cannot hold"),
            Misfit::Body => f.write_str("the body is not what the operation takes"),
            Misfit::TooLarge => f.write_str("the request is larger than any that the operation takes"),
        }
    }
}

impl std::error::Error for Misfit {}

/// A call of ours, made of nothing but what its template knows. Holds passwords, so it has no Debug.
pub struct Rebuilt {
    pub template: &'static Template,
    pub segments: Vec<String>,
    pub query: Vec<(&'static str, String)>,
    pub body: RebuiltBody,
}

pub enum RebuiltBody {
    None,
    Json(Value),
    Form(Vec<(&'static str, String)>, Option<(&'static str, Bytes)>),
}

impl Rebuilt {
    /// The address below `base`, with `first` before the other parameters.
    pub fn address(&self, base: &Url, first: Option<(&str, &str)>) -> Url {
        let own = self.query.iter().map(|(name, value)| (*name, value.as_str()));
        below(base, &self.segments, first.into_iter().chain(own))
    }
}

/// The template that has this method and path, and the path written anew. A path of fixed words goes before
/// one with an id.
///
/// # Errors
/// [`Misfit::NoSuchOperation`], [`Misfit::TooLarge`].
pub fn find(
    templates: &'static [Template],
    method: &Method,
    path: &str,
) -> Result<(&'static Template, Vec<String>), Misfit> {
    if path.len() > MOST_LINE_BYTES {
        return Err(Misfit::TooLarge);
    }
    let sent = segments(path).ok_or(Misfit::NoSuchOperation)?;
    let fitting = |template: &'static Template| {
        if (template.facts)().method != *method || template.path.len() != sent.len() {
            return None;
        }
        let written = template.path.iter().zip(&sent).map(|(segment, text)| match segment {
            Segment::Fixed(word) => (word == text).then(|| (*word).to_owned()),
            Segment::Id(read) => read(text),
        });
        written.collect::<Option<Vec<String>>>().map(|written| (template, written))
    };
    templates.iter().find_map(fitting).ok_or(Misfit::NoSuchOperation)
}

/// The segments, decoded once. Nothing that could mean another path to whoever decodes it again.
fn segments(path: &str) -> Option<Vec<String>> {
    let plain = |segment: &str| {
        let text = decode(segment)?;
        let strange = |c: char| c.is_control() || matches!(c, '/' | '\\' | ';' | '?' | '#' | '%');
        let harmless = !text.is_empty() && text != "." && text != ".." && !text.contains(strange);
        harmless.then_some(text)
    };
    path.strip_prefix('/')?.split('/').map(plain).collect()
}

/// `None` unless every `%` stands before two digits and the whole is text.
fn decode(text: &str) -> Option<String> {
    let digits =
        |rest: &str| rest.as_bytes().get(..2).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
    if !text.split('%').skip(1).all(digits) {
        return None;
    }
    percent_decode_str(text).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

/// Holds a call against its template and writes it anew.
///
/// # Errors
/// What does not fit.
pub fn rebuild(templates: &'static [Template], sent: Sent<'_>) -> Result<Rebuilt, Misfit> {
    let (template, segments) = find(templates, sent.method, sent.path)?;
    fill(template, segments, sent)
}

/// The same, where the template was found already.
///
/// # Errors
/// What does not fit.
pub fn fill(template: &'static Template, segments: Vec<String>, sent: Sent<'_>) -> Result<Rebuilt, Misfit> {
    let query = rebuild_query(template.query, sent.query)?;
    let body = match (&template.body, sent.body) {
        (BodyTemplate::Json(fields), SentBody::Plain(bytes)) => {
            RebuiltBody::Json(rebuild_json(fields, &bytes)?)
        }
        (BodyTemplate::Json(_), SentBody::None) => RebuiltBody::Json(Value::Object(Map::new())),
        (BodyTemplate::Form(fields), SentBody::Form(parts)) => rebuild_form(fields, parts)?,
        (BodyTemplate::Form(_), SentBody::None) => RebuiltBody::Form(Vec::new(), None),
        (BodyTemplate::None, SentBody::None) => RebuiltBody::None,
        // Some clients send an empty object where there is nothing to say.
        (BodyTemplate::None, SentBody::Plain(bytes)) if rebuild_json(&[], &bytes).is_ok() => {
            RebuiltBody::None
        }
        _ => return Err(Misfit::Body),
    };
    Ok(Rebuilt { template, segments, query, body })
}

fn named(known: &'static [Parameter], name: &str, place: &'static str) -> Result<&'static Parameter, Misfit> {
    known.iter().find(|parameter| parameter.name == name).ok_or(Misfit::Unknown { place })
}

fn rebuild_query(known: &'static [Parameter], query: &str) -> Result<Vec<(&'static str, String)>, Misfit> {
    if query.len() > MOST_LINE_BYTES {
        return Err(Misfit::TooLarge);
    }
    let mut rebuilt: Vec<(&'static str, String)> = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let plain = |text: &str| decode(&text.replace('+', " "));
        let name = plain(name).ok_or(Misfit::Unknown { place: "query" })?;
        let parameter = named(known, &name, "query")?;
        let value = plain(value).ok_or(Misfit::Value { name: parameter.name })?;
        add_text(&mut rebuilt, parameter, value, "query")?;
    }
    Ok(rebuilt)
}

/// Adds a text that fits its parameter; a list may come in several parts.
fn add_text(
    rebuilt: &mut Vec<(&'static str, String)>,
    parameter: &'static Parameter,
    value: String,
    place: &'static str,
) -> Result<(), Misfit> {
    let most = match parameter.shape {
        Shape::Text(most) if rebuilt.iter().all(|(name, _)| *name != parameter.name) => most,
        Shape::List if rebuilt.len() < MOST_ENTRIES => json::MOST_LIST_CHARS,
        _ => return Err(Misfit::Unknown { place }),
    };
    if value.chars().count() > most || value.chars().any(char::is_control) {
        return Err(Misfit::Value { name: parameter.name });
    }
    rebuilt.push((parameter.name, value));
    Ok(())
}

fn rebuild_json(known: &'static [Parameter], bytes: &[u8]) -> Result<Value, Misfit> {
    if bytes.len() > MOST_JSON_BYTES {
        return Err(Misfit::TooLarge);
    }
    if bytes.is_empty() {
        return Ok(Value::Object(Map::new()));
    }
    let Ok(Value::Object(sent)) = serde_json::from_slice(bytes) else { return Err(Misfit::Body) };
    let mut rebuilt = Map::new();
    for (name, value) in sent {
        let parameter = named(known, &name, "body")?;
        if !json::fits(&value, parameter.shape) {
            return Err(Misfit::Value { name: parameter.name });
        }
        rebuilt.insert(parameter.name.to_owned(), value);
    }
    Ok(Value::Object(rebuilt))
}

fn rebuild_form(known: &'static [Parameter], parts: Vec<(String, Part)>) -> Result<RebuiltBody, Misfit> {
    let (mut texts, mut file) = (Vec::new(), None);
    for (name, part) in parts {
        let parameter = named(known, &name, "form")?;
        match (parameter.shape, part) {
            (Shape::File(takes), Part::File(bytes)) if file.is_none() && takes(&bytes) => {
                file = Some((parameter.name, bytes));
            }
            (Shape::Text(_) | Shape::List, Part::Text(value)) => {
                add_text(&mut texts, parameter, value, "form")?;
            }
            _ => return Err(Misfit::Value { name: parameter.name }),
        }
    }
    Ok(RebuiltBody::Form(texts, file))
}
