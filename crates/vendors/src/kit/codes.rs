//! The shape of a vendor's code table.

use portico_domain::capabilities::Vendor;
use portico_domain::language::Bilingual;
use portico_domain::refusals::{Kind, VendorAnswer};

/// Who can put it right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Vendor,
    Portico,
    /// The person who schedules.
    Organizer,
    /// The person who enters.
    Participant,
    /// The person who keeps the connection.
    Administrator,
}

/// One code of a vendor's document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeEntry {
    pub code: &'static str,
    pub meaning: Bilingual,
    pub fault: Fault,
    /// May the same request succeed later, unchanged?
    pub retryable: bool,
    pub remedy: Bilingual,
    /// The form input to blame, by its name in `portico_domain::forms`.
    pub field: Option<&'static str>,
    /// What it becomes for the person who asked.
    pub kind: Kind,
}

impl CodeEntry {
    /// The code as people are told of it.
    pub fn explain(&self, vendor: Vendor) -> VendorAnswer {
        VendorAnswer {
            vendor: vendor.name().to_owned(),
            code: self.code.to_owned(),
            meaning_en: self.meaning.en.to_owned(),
            meaning_zh: self.meaning.zh.to_owned(),
            remedy_en: self.remedy.en.to_owned(),
            remedy_zh: self.remedy.zh.to_owned(),
        }
    }
}
