//! The vendor's operations, one declaration each.

pub mod company;
pub mod conference;
pub mod department;
pub mod lists;
pub mod user;
pub mod video;

use crate::kit::Facts;

/// All of them, in the order of the document.
pub const FACTS: [Facts; 19] = [
    Facts::of::<conference::Create>(),
    Facts::of::<conference::Change>(),
    Facts::of::<conference::Query>(),
    Facts::of::<conference::Join>(),
    Facts::of::<conference::End>(),
    Facts::of::<conference::Delete>(),
    Facts::of::<lists::Current>(),
    Facts::of::<lists::History>(),
    Facts::of::<video::Query>(),
    Facts::of::<video::Delete>(),
    Facts::of::<company::Create<'_>>(),
    Facts::of::<company::Change<'_>>(),
    Facts::of::<company::Delete>(),
    Facts::of::<user::Create<'_>>(),
    Facts::of::<user::Change<'_>>(),
    Facts::of::<user::Delete>(),
    Facts::of::<department::Create<'_>>(),
    Facts::of::<department::Change<'_>>(),
    Facts::of::<department::Delete>(),
];
