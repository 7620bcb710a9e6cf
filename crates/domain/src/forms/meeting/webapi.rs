//! What only the WebAPI server's meetings have.

use super::{MeetingForm, tick};
use crate::forms::fields::{Reader, ticked};
use crate::refusals::Rule;
use crate::webapi::{LEAST_PASSWORD_CHARS, MOST_PASSWORD_CHARS, Options};

impl MeetingForm {
    /// Shall the meeting have no end?
    pub(super) fn is_permanent(&self) -> bool {
        ticked(&self.permanent)
    }

    /// The chairman password, which the vendor wants, and the rest.
    pub(super) fn read_webapi(&self, reader: &mut Reader) -> (Option<String>, Options) {
        let password = reader.required_line("password", &self.password, MOST_PASSWORD_CHARS as u32);
        let length = password.chars().count();
        if (1..LEAST_PASSWORD_CHARS).contains(&length) {
            reader.refuse("password", Rule::TooShort { least: LEAST_PASSWORD_CHARS as u32 });
        }
        (Some(password), Options { live: ticked(&self.live), permanent: self.is_permanent() })
    }

    pub(super) fn of_webapi(options: &Options) -> Self {
        Self { live: tick(options.live), permanent: tick(options.permanent), ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capabilities::Vendor;
    use crate::meetings::VendorOptions;

    fn good() -> MeetingForm {
        MeetingForm {
            subject: "Weekly".into(),
            start: "2026-11-21T14:00".into(),
            end: "2026-11-21T15:00".into(),
            password: "chair".into(),
            ..MeetingForm::default()
        }
    }

    fn rule(form: &MeetingForm, field: &str) -> Option<Rule> {
        let wrong = form.read(Vendor::Webapi).err().unwrap_or_default();
        wrong.into_iter().find(|refusal| refusal.field == field).map(|refusal| refusal.rule)
    }

    #[test]
    fn the_chairman_password_is_a_must() {
        let with = |password: &str| MeetingForm { password: password.into(), ..good() };
        assert_eq!(rule(&with(""), "password"), Some(Rule::Missing));
        assert_eq!(rule(&with("abc"), "password"), Some(Rule::TooShort { least: 4 }));
        assert_eq!(rule(&with(&"x".repeat(21)), "password"), Some(Rule::TooLong { most: 20 }));
        assert_eq!(rule(&with("主席密码"), "password"), None);
    }

    #[test]
    fn without_an_end_there_is_neither_end_nor_repetition() {
        let permanent = MeetingForm { permanent: "on".into(), end: String::new(), ..good() };
        let read = permanent.read(Vendor::Webapi).expect("a good form");
        assert_eq!(read.options, VendorOptions::Webapi(Options { live: false, permanent: true }));
        let repeated = MeetingForm { repeat: "weekly".into(), ..permanent };
        assert_eq!(rule(&repeated, "repeat"), Some(Rule::NotAChoice));
    }
}
