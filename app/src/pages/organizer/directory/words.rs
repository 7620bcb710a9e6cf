//! Addresses and words of the directory pages.

use crate::i18n::*;
use leptos_router::params::ParamsMap;
use portico_domain::capabilities::Vendor;

/// Where directories are.
pub const DIRECTORY: &str = "/directory";

/// One part of a directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Rooms,
    Contacts,
    Users,
    Departments,
    Companies,
}

impl Part {
    /// The parts that a vendor's directory has, the usual one first.
    pub const fn of(vendor: Vendor) -> &'static [Part] {
        match vendor {
            Vendor::Cloudroom => &[Part::Users, Part::Departments, Part::Companies],
            Vendor::Vmr => &[Part::Rooms, Part::Contacts],
            Vendor::Webapi => &[],
        }
    }

    /// The word in addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Part::Rooms => "rooms",
            Part::Contacts => "contacts",
            Part::Users => "users",
            Part::Departments => "departments",
            Part::Companies => "companies",
        }
    }

    /// What is asked for, or the usual one.
    pub fn chosen(vendor: Vendor, show: &str) -> Option<Part> {
        let parts = Part::of(vendor);
        parts.iter().find(|part| part.name() == show).or(parts.first()).copied()
    }

    pub fn label(self, l: Locale) -> &'static str {
        match self {
            Part::Rooms => td_string!(l, directory.part.rooms),
            Part::Contacts => td_string!(l, directory.part.contacts),
            Part::Users => td_string!(l, directory.part.users),
            Part::Departments => td_string!(l, directory.part.departments),
            Part::Companies => td_string!(l, directory.part.companies),
        }
    }

    /// The list.
    pub fn address(self, connection: &str) -> String {
        address(connection, &[("show", self.name())])
    }

    /// The page that makes or changes an entry; `query` without what is empty.
    pub fn form_address(self, connection: &str, act: &str, query: &[(&'static str, &str)]) -> String {
        format!("{DIRECTORY}/{connection}/{}/{act}{}", self.name(), written(query))
    }
}

/// The address of a directory, with a query without what is empty.
pub fn address(connection: &str, query: &[(&'static str, &str)]) -> String {
    format!("{DIRECTORY}/{connection}{}", written(query))
}

fn written(query: &[(&'static str, &str)]) -> String {
    let mut map = ParamsMap::new();
    for (name, value) in query.iter().filter(|(_, value)| !value.is_empty()) {
        map.insert(*name, (*value).to_owned());
    }
    map.to_query_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_the_vendor_lacks_is_not_chosen() {
        assert_eq!(Part::chosen(Vendor::Vmr, "users"), Some(Part::Rooms));
        assert_eq!(Part::chosen(Vendor::Vmr, "contacts"), Some(Part::Contacts));
        assert_eq!(Part::chosen(Vendor::Cloudroom, ""), Some(Part::Users));
        assert_eq!(Part::chosen(Vendor::Webapi, "users"), None);
    }

    #[test]
    fn what_is_typed_stays_inside_its_place_in_an_address() {
        assert_eq!(address("c", &[("show", "contacts"), ("search", "")]), "/directory/c?show=contacts");
        let entry = Part::Users.form_address("c", "change", &[("id", "a+b@x.cn")]);
        assert_eq!(entry, "/directory/c/users/change?id=a%2Bb%40x%2Ecn");
    }
}
