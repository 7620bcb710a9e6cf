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
        Self(kind_of(&error, cfg!(feature = "ssr")).into())
    }
}

/// What went wrong on the way. What the browser cannot read is the page of a proxy, or an answer that was cut off:
/// the call may have come through all the same. The server reads nothing but what was sent to it.
const fn kind_of(error: &ServerFnErrorErr, on_server: bool) -> Kind {
    match error {
        ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => Kind::Invalid,
        ServerFnErrorErr::Deserialization(_) if on_server => Kind::Invalid,
        ServerFnErrorErr::Request(_)
        | ServerFnErrorErr::Response(_)
        | ServerFnErrorErr::Deserialization(_)
            if !on_server =>
        {
            Kind::NoAnswer
        }
        _ => Kind::Internal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_cannot_be_read_is_none_and_blames_nothing_that_was_typed() {
        let said = || "<html>502 Bad Gateway</html>".to_owned();
        for unread in [
            ServerFnErrorErr::Deserialization(said()),
            ServerFnErrorErr::Request(said()),
            ServerFnErrorErr::Response(said()),
        ] {
            assert_eq!(kind_of(&unread, false), Kind::NoAnswer, "{unread}");
        }
        assert_eq!(kind_of(&ServerFnErrorErr::Args(said()), true), Kind::Invalid);
        assert_eq!(kind_of(&ServerFnErrorErr::Deserialization(said()), true), Kind::Invalid);
    }
}
