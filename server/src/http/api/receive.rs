//! What comes with a request, read so that whatever is wrong with it is said as a problem.

use super::problem::Problem;
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::header::IF_MATCH;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use portico_domain::refusals::{Kind, Rule};
use portico_service::{Integrator, Seen};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, Deserializer, MapAccess, Visitor};
use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;

/// A JSON body.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        match Json::from_request(request, state).await {
            Ok(Json(Object(read))) => Ok(Self(read)),
            Err(rejection) => {
                let detail = match &rejection {
                    // Says where, in names of the document.
                    JsonRejection::JsonDataError(error) => error.body_text(),
                    _ => "A JSON body is wanted.".to_owned(),
                };
                // 422 is for what fits the document and is wrong all the same, field by field.
                let status = match &rejection {
                    JsonRejection::JsonDataError(_) => StatusCode::BAD_REQUEST,
                    _ => rejection.status(),
                };
                Err(Problem::new(status, Kind::Invalid.name(), &detail))
            }
        }
    }
}

/// A JSON object. Read as they are, our types would also take an array of their members in order.
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Members(PhantomData)).map(Self)
    }
}

struct Members<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Members<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(members))
    }
}

/// The query.
pub struct Asked<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match Query::from_request_parts(parts, state).await {
            Ok(Query(read)) => Ok(Self(read)),
            Err(error) => {
                Err(Problem::new(StatusCode::BAD_REQUEST, Kind::Invalid.name(), &error.body_text()))
            }
        }
    }
}

/// The ids in the path.
pub struct Named<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Named<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match Path::from_request_parts(parts, state).await {
            Ok(Path(read)) => Ok(Self(read)),
            Err(_) => Err(Kind::NotFound.into()),
        }
    }
}

/// Who calls: a script with a good token.
pub struct Script(pub Integrator);

impl<S: Send + Sync> FromRequestParts<S> for Script {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Integrator>().cloned().map(Self).ok_or_else(|| Kind::NotSignedIn.into())
    }
}

/// The key under which a change happens once however often it is sent: the header `Idempotency-Key`, or a
/// fresh one.
pub struct Once(pub String);

/// In characters.
const LONGEST_KEY: usize = 64;

impl<S: Send + Sync> FromRequestParts<S> for Once {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        key(&parts.headers).map(Self)
    }
}

/// A key belongs to its token's person: two people may choose the same.
fn key(headers: &HeaderMap) -> Result<String, Problem> {
    let Some(value) = headers.get("idempotency-key") else {
        return Ok(portico_service::access::tokens::new_key());
    };
    let text = value.to_str().unwrap_or_default().trim();
    let fits = (1..=LONGEST_KEY).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    if fits { Ok(format!("api:{text}")) } else { Err(Problem::field("Idempotency-Key", Rule::BadCharacter)) }
}

/// Which version the thing must still have: the header `If-Match`; `None`: whichever it has.
pub struct Expected(pub Option<Seen>);

impl<S: Send + Sync> FromRequestParts<S> for Expected {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(expected(&parts.headers)))
    }
}

/// What is no strong tag stands for no version, so that a mistake here never lets an overwriting through.
fn expected(headers: &HeaderMap) -> Option<Seen> {
    let lines: Vec<&str> =
        headers.get_all(IF_MATCH).iter().map(|line| line.to_str().unwrap_or_default()).collect();
    let tags: Vec<&str> = lines.iter().flat_map(|line| line.split(',')).map(str::trim).collect();
    if tags.is_empty() || tags.contains(&"*") {
        return None;
    }
    let bare = |tag: &&str| tag.strip_prefix('"')?.strip_suffix('"').map(str::to_owned);
    Some(Seen::any_of(tags.iter().filter_map(bare).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default)]
    struct Change {
        subject: Option<String>,
        options: BTreeMap<String, String>,
    }

    #[test]
    fn only_an_object_is_read() {
        let read = |text| serde_json::from_str::<Object<Change>>(text).map(|Object(change)| change);
        let change = Change { subject: Some("s".into()), ..Change::default() };
        assert_eq!(read(r#"{"subject":"s"}"#).expect("an object"), change);
        assert_eq!(read("{}").expect("an object"), Change::default());
        for text in ["[]", r#"["s"]"#, "null", "1", r#""s""#] {
            let error = read(text).expect_err(text).to_string();
            assert!(error.contains("a JSON object"), "{error}");
        }
    }

    #[test]
    fn what_must_match_is_a_list_of_strong_tags_or_anything() {
        let read = |lines: &[&str]| {
            let lines = lines.iter().map(|line| (IF_MATCH, line.parse().expect("a header")));
            expected(&lines.collect())
        };
        let of = |versions: &[&str]| Some(Seen::any_of(versions.iter().map(|it| (*it).to_owned()).collect()));
        assert_eq!((read(&[]), read(&["*"])), (None, None));
        assert_eq!(read(&["\"a\", \"b\"", "\"c\""]), of(&["a", "b", "c"]));
        for no_tag in ["", "a", "W/\"a\"", "\"a"] {
            assert_eq!(read(&[no_tag]), of(&[]), "{no_tag}");
        }
    }
}
