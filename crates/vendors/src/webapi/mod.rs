//! The WebAPI meeting server: the client of one enterprise. Document: `vendor-docs/webapi.md`.

mod answer;
mod client;
pub mod codes;
mod forward;
mod h5;
mod ids;
pub mod operations;
mod php_json;
mod picture;
mod places;
mod read;
mod templates;
mod token;
mod values;
mod vendor;

pub use client::{WebApi, WebApiConfig};
pub use h5::{JoinAs, Person, login_page};
pub use ids::{FileNumber, Serial};
pub use php_json::TokenError;
pub use picture::{BadPicture, Picture};
pub use places::ServerPath;
pub use templates::TEMPLATES;
pub use token::{BadHex, Claims, TokenCredential, token, token_from_json_text};
pub use values::{Created, Document, LiveStream, LiveStreams, Record, Visit, Wanted};
