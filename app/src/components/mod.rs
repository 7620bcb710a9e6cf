//! The visual vocabulary of the pages: one small file per noun, no texts of their own.
//!
//! Every text comes in as a prop, so that nothing here depends on a language. Nothing renders an
//! inline style or an inline handler (the CSP forbids both); whatever works without a script does.
//! Looks live in `style/main.css` (signed-in pages) and `style/guest.css` (guest pages).
//!
//! Two conventions:
//! * Named slots (`meta`, `actions`, `tools` …) take `view! {…}` or `|| view! {…}`.
//! * A listener or an attribute given to a component lands on its root element, and `input` and
//!   `change` bubble: `<TextField … on:input=move |ev| set(event_target_value(&ev))/>` works.

mod app_shell;
mod avatar;
mod badge;
mod brand;
mod button;
mod checkbox_field;
mod choices_field;
mod confirm;
mod copy_field;
mod copy_text;
mod data_table;
mod empty_state;
mod error_summary;
mod facts;
mod field;
mod field_names;
mod fieldset;
mod filters;
mod fold;
mod form_actions;
pub mod guest;
mod icon;
mod link;
mod loading;
mod menu;
mod nav;
mod notice;
mod page_header;
mod pagination;
mod password_field;
mod progress;
mod section;
mod select_field;
mod state_badge;
mod tabs;
mod text_field;
mod textarea_field;
mod timeline;

pub use app_shell::AppShell;
pub use avatar::{Avatar, initials};
pub use badge::Badge;
pub use brand::{Brand, Mark};
pub use button::{Button, ButtonLink, ButtonType, IconButton, IconLink, Variant};
pub use checkbox_field::CheckboxField;
pub use choices_field::{Choice, ChoicesField};
pub use confirm::Confirm;
pub use copy_field::CopyField;
pub use copy_text::CopyText;
pub use data_table::{Cell, DataTable, HeadCell, Row};
pub use empty_state::EmptyState;
pub use error_summary::{ErrorSummary, FieldError};
pub use facts::{Fact, Facts, Stat, Stats};
pub use field::{Field, FieldWidth, described_by, error_id, hint_id};
pub use field_names::FieldNames;
pub use fieldset::{FieldPair, Fieldset};
pub use filters::Filters;
pub use fold::Fold;
pub use form_actions::FormActions;
pub use icon::{Icon, IconSize};
pub use link::Link;
pub use loading::Loading;
pub use menu::{Menu, MenuButton, MenuLink};
pub use nav::{NavGroup, NavItem};
pub use notice::{Notice, Tone};
pub use page_header::PageHeader;
pub use pagination::Pagination;
pub use password_field::PasswordField;
pub use progress::Progress;
pub use section::Section;
pub use select_field::SelectField;
pub use state_badge::{BadgeState, StateBadge};
pub use tabs::{Tab, Tabs};
pub use text_field::{DateTimeField, NumberField, TextField, TextKind};
pub use textarea_field::TextareaField;
#[cfg(feature = "ssr")]
pub(crate) use textarea_field::escaped;
pub use timeline::{Timeline, TimelineDay, TimelineItem, TimelineNow};
