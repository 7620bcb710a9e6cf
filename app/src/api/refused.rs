//! A [`Refusal`] on its way through a server function.

use super::TextJson;
use leptos::prelude::{FromServerFnError, ServerFnErrorErr};
use portico_domain::refusals::{Kind, Refusal};
use serde::{Deserialize, Serialize};

/// What every server function fails with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Refused(pub Refusal);

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

impl From<Kind> for Refused {
    fn from(kind: Kind) -> Self {
        Self(kind.into())
    }
}

impl FromServerFnError for Refused {
    type Encoder = TextJson;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let kind = match error {
            ServerFnErrorErr::Request(_) => Kind::Unavailable,
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_) => Kind::Invalid,
            _ => Kind::Internal,
        };
        Self(kind.into())
    }
}
