//! Templates of the vendor's own calls, for callers who speak the vendor's own language.
//!
//! What such a caller sends is never forwarded: it is read, held against the template of the one operation
//! that it asks for, and written anew from what the template knows. What is left over is refused.

mod conceal;
mod forwarded;
mod json;
mod rebuild;
mod shape;

pub use conceal::conceal;
pub use forwarded::Forwarded;
pub use rebuild::{Misfit, Part, Rebuilt, RebuiltBody, Sent, SentBody, fill, find, rebuild};

use super::operation::Facts;
use bytes::Bytes;
use portico_domain::tokens::Scope;

/// One operation as a caller may send it.
pub struct Template {
    pub facts: fn() -> Facts,
    /// What follows the base address.
    pub path: &'static [Segment],
    pub query: &'static [Parameter],
    pub body: BodyTemplate,
    /// Leave for all operations of a connection does not include it: the token must name it.
    pub only_by_name: bool,
    /// The whole answer is good for nothing but this.
    pub needs: Option<Scope>,
    /// Fields of the answer, at any depth, that only a token with this scope sees.
    pub secrets: &'static [(&'static str, Scope)],
}

/// One segment of a path.
pub enum Segment {
    Fixed(&'static str),
    /// An id: returns how it is written, or nothing if this vendor cannot have given it.
    Id(fn(&str) -> Option<String>),
}

/// A parameter that the document names. Whether it must be there, the vendor says.
#[derive(Clone, Copy)]
pub struct Parameter {
    pub name: &'static str,
    pub shape: Shape,
}

/// What a parameter may hold.
#[derive(Clone, Copy)]
pub enum Shape {
    /// One text, number or truth value of at most so many characters.
    Text(usize),
    /// A list of such, 100 characters each.
    List,
    /// Names and such values, or lists of them.
    Record,
    /// A file in a form, if it is one that the operation takes.
    File(fn(&Bytes) -> bool),
}

/// What a request carries.
pub enum BodyTemplate {
    None,
    Json(&'static [Parameter]),
    Form(&'static [Parameter]),
}

impl Template {
    /// With what a template has unless it says otherwise: a path, no parameters, no secrets.
    pub const fn of(facts: fn() -> Facts, path: &'static [Segment]) -> Self {
        Self {
            facts,
            path,
            query: &[],
            body: BodyTemplate::None,
            only_by_name: false,
            needs: None,
            secrets: &[],
        }
    }

    /// The operation's name, such as `conference.query`.
    pub fn name(&self) -> &'static str {
        (self.facts)().name
    }

    #[must_use]
    pub const fn query(self, query: &'static [Parameter]) -> Self {
        Self { query, ..self }
    }

    #[must_use]
    pub const fn json(self, fields: &'static [Parameter]) -> Self {
        Self { body: BodyTemplate::Json(fields), ..self }
    }

    #[must_use]
    pub const fn form(self, fields: &'static [Parameter]) -> Self {
        Self { body: BodyTemplate::Form(fields), ..self }
    }

    #[must_use]
    pub const fn only_by_name(self) -> Self {
        Self { only_by_name: true, ..self }
    }

    #[must_use]
    pub const fn needs(self, scope: Scope) -> Self {
        Self { needs: Some(scope), ..self }
    }

    #[must_use]
    pub const fn secrets(self, secrets: &'static [(&'static str, Scope)]) -> Self {
        Self { secrets, ..self }
    }
}

/// Short for a table: a text of at most `most` characters.
pub const fn text(name: &'static str, most: usize) -> Parameter {
    Parameter { name, shape: Shape::Text(most) }
}

/// Short for a table: a list.
pub const fn list(name: &'static str) -> Parameter {
    Parameter { name, shape: Shape::List }
}

/// Short for a table: a record.
pub const fn record(name: &'static str) -> Parameter {
    Parameter { name, shape: Shape::Record }
}
