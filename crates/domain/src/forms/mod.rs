//! Forms: what was typed, as it was typed, and the one function that reads each.
//!
//! Browser and server call the same `read`. Every field is a text, so that nothing typed is lost
//! when it is refused.

mod connection;
mod directory;
mod documents;
mod fields;
mod link;
mod meeting;
mod person;
mod recording_link;
mod retention;
mod token;
mod webhook;

pub use connection::{ConnectionForm, ReadConnection, USUAL_AUTH_FORM};
pub use directory::{
    CompanyForm, DepartmentForm, PLACE_UNKNOWN, ROOT_DEPARTMENT, ReadCompany, ReadDepartment, ReadUser,
    USER_ROLES, USUAL_USER_ROLE, UserForm, read_directory_id,
};
pub use documents::DocumentsForm;
pub use link::{LinkForm, MOST_PEOPLE, ReadLink};
pub use meeting::{MeetingForm, ReadMeeting};
pub use person::{AccountForm, InviteForm, PasswordForm, ReadInvite, ReadSetup, SetupForm};
pub use recording_link::{ReadRecordingLink, RecordingLinkForm};
pub use retention::RetentionForm;
pub use token::{ReadToken, TOKEN_DAYS, TokenForm, USUAL_TOKEN_DAYS};
pub use webhook::{ReadWebhook, WebhookForm};

pub use fields::{LONGEST_NICKNAME, LONGEST_PASSWORD, SHORTEST_PASSWORD, read_nickname};
