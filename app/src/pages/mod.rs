pub mod admin;
pub mod chunks;
pub mod frame;
pub mod guest;
pub mod once;
pub mod organizer;
