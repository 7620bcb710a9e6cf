//! Users, departments and companies of a CloudRoom account in JSON.

use super::super::problem::Problem;
use super::whole;
use portico_domain::forms::{CompanyForm, DepartmentForm, UserForm};
use portico_domain::refusals::Rule;
use portico_service::{DirectoryEntry, Doubt};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A user, as far as Portico knows.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = User)]
pub struct UserWords {
    /// What the user signs in with.
    pub account: String,
    pub name: String,
    pub mobile: Option<String>,
    pub email: Option<String>,
    /// A department's number; none for the company itself, or if it is not known.
    pub department: Option<String>,
    /// 1 administrator, 2 scheduler, 3 ordinary, 4 department's administrator, 5 finance administrator.
    pub role: Option<u8>,
    /// Made elsewhere: only what was changed through Portico is known.
    pub elsewhere: bool,
    /// `creation`, `change` or `removal`: what may or may not have happened, because no answer came.
    pub doubt: Option<String>,
}

/// What was made, changed and removed through Portico: the vendor cannot be asked.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Users)]
pub struct UsersWords {
    pub items: Vec<UserWords>,
}

/// A department, as far as Portico knows.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Department)]
pub struct DepartmentWords {
    /// None while its creation is in doubt.
    pub number: Option<String>,
    pub name: String,
    /// The number of the one above; none for the company itself, or if it is not known.
    pub parent: Option<String>,
    /// Made elsewhere: only what was changed through Portico is known.
    pub elsewhere: bool,
    /// `creation`, `change` or `removal`: what may or may not have happened, because no answer came.
    pub doubt: Option<String>,
}

/// What was made, changed and removed through Portico: the vendor cannot be asked.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Departments)]
pub struct DepartmentsWords {
    pub items: Vec<DepartmentWords>,
}

/// A company, as far as Portico knows.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Company)]
pub struct CompanyWords {
    pub guid: String,
    pub name: String,
    /// Its administrator's account.
    pub admin: Option<String>,
    pub admin_name: Option<String>,
    /// Made elsewhere: only what was changed through Portico is known.
    pub elsewhere: bool,
    /// `creation`, `change` or `removal`: what may or may not have happened, because no answer came.
    pub doubt: Option<String>,
}

/// What was made, changed and removed through Portico: the vendor cannot be asked.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Companies)]
pub struct CompaniesWords {
    pub items: Vec<CompanyWords>,
}

/// A user to be made.
#[derive(Default, Deserialize, ToSchema)]
#[schema(as = NewUser)]
#[serde(deny_unknown_fields, default)]
pub struct NewUser {
    #[schema(max_length = 128)]
    pub account: Option<String>,
    #[schema(max_length = 100)]
    pub name: Option<String>,
    #[schema(max_length = 128)]
    pub user_password: Option<String>,
    #[schema(max_length = 30)]
    pub mobile: Option<String>,
    #[schema(max_length = 128)]
    pub email: Option<String>,
    /// A department's number; without it, the company itself.
    pub department: Option<String>,
    /// 1 administrator, 2 scheduler (unless it is said), 3 ordinary, 4 department's administrator, 5 finance
    /// administrator.
    #[schema(minimum = 1, maximum = 5)]
    #[serde(deserialize_with = "whole")]
    pub role: Option<u32>,
}

/// What is to be another way; what is left out stays.
#[derive(Default, Deserialize, ToSchema)]
#[schema(as = UserChange)]
#[serde(deny_unknown_fields, default)]
pub struct ChangedUser {
    #[schema(max_length = 100)]
    pub name: Option<String>,
    #[schema(max_length = 128)]
    pub user_password: Option<String>,
    /// Empty: none any more.
    #[schema(max_length = 30)]
    pub mobile: Option<String>,
    /// Empty: none any more.
    #[schema(max_length = 128)]
    pub email: Option<String>,
    /// A department's number; `1` is the company itself.
    pub department: Option<String>,
    /// As of a new user.
    #[schema(minimum = 1, maximum = 5)]
    #[serde(deserialize_with = "whole")]
    pub role: Option<u32>,
}

/// A department to be made.
#[derive(Default, Deserialize, ToSchema)]
#[schema(as = NewDepartment)]
#[serde(deny_unknown_fields, default)]
pub struct NewDepartment {
    #[schema(max_length = 100)]
    pub name: Option<String>,
    /// The number of the one above; without it, the company itself.
    pub parent: Option<String>,
}

/// What is to be another way; what is left out stays, if Portico knows it.
#[derive(Default, Deserialize, ToSchema)]
#[schema(as = DepartmentChange)]
#[serde(deny_unknown_fields, default)]
pub struct ChangedDepartment {
    #[schema(max_length = 100)]
    pub name: Option<String>,
    /// The number of the one above; `1` is the company itself.
    pub parent: Option<String>,
}

/// A company to be made, with its first administrator.
#[derive(Default, Deserialize, ToSchema)]
#[schema(as = NewCompany)]
#[serde(deny_unknown_fields, default)]
pub struct NewCompany {
    /// Its own choice.
    #[schema(max_length = 128)]
    pub guid: Option<String>,
    #[schema(max_length = 100)]
    pub name: Option<String>,
    /// The administrator's account.
    #[schema(max_length = 128)]
    pub admin: Option<String>,
    #[schema(max_length = 100)]
    pub admin_name: Option<String>,
    #[schema(max_length = 128)]
    pub admin_password: Option<String>,
}

/// A company's new name.
#[derive(Default, Deserialize, ToSchema)]
#[schema(as = CompanyChange)]
#[serde(deny_unknown_fields, default)]
pub struct ChangedCompany {
    #[schema(max_length = 100)]
    pub name: Option<String>,
}

fn said(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn doubt(doubt: Option<Doubt>) -> Option<String> {
    let word = doubt.map(|doubt| match doubt {
        Doubt::Creation => "creation",
        Doubt::Change => "change",
        Doubt::Removal => "removal",
    });
    word.map(str::to_owned)
}

pub fn user(entry: &DirectoryEntry) -> UserWords {
    UserWords {
        account: entry.id.clone(),
        name: entry.name.clone(),
        mobile: said(&entry.facts.mobile),
        email: said(&entry.facts.email),
        department: said(&entry.parent),
        role: entry.facts.role,
        elsewhere: entry.facts.elsewhere,
        doubt: doubt(entry.doubt),
    }
}

pub fn department(entry: &DirectoryEntry) -> DepartmentWords {
    let numbered = entry.doubt != Some(Doubt::Creation);
    DepartmentWords {
        number: numbered.then(|| entry.id.clone()),
        name: entry.name.clone(),
        parent: said(&entry.parent),
        elsewhere: entry.facts.elsewhere,
        doubt: doubt(entry.doubt),
    }
}

pub fn company(entry: &DirectoryEntry) -> CompanyWords {
    CompanyWords {
        guid: entry.id.clone(),
        name: entry.name.clone(),
        admin: said(&entry.facts.admin),
        admin_name: said(&entry.facts.admin_name),
        elsewhere: entry.facts.elsewhere,
        doubt: doubt(entry.doubt),
    }
}

fn digits(number: Option<impl ToString>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

/// The form that says the same, and the password.
pub fn new_user(wanted: NewUser) -> (UserForm, SecretString) {
    let form = UserForm {
        account: wanted.account.unwrap_or_default(),
        name: wanted.name.unwrap_or_default(),
        mobile: wanted.mobile.unwrap_or_default(),
        email: wanted.email.unwrap_or_default(),
        department: wanted.department.unwrap_or_default(),
        role: digits(wanted.role),
        ..UserForm::default()
    };
    (form, wanted.user_password.unwrap_or_default().into())
}

/// The form with what is known of the user where nothing is said, and the password. A name that is left out stays
/// without being known.
pub fn changed_user(
    account: String,
    wanted: ChangedUser,
    known: Option<&DirectoryEntry>,
) -> (UserForm, SecretString) {
    let or_known = |text: Option<String>, known: Option<&String>| text.or_else(|| known.cloned());
    let form = UserForm {
        account,
        name: wanted.name.unwrap_or_default(),
        mobile: or_known(wanted.mobile, known.map(|it| &it.facts.mobile)).unwrap_or_default(),
        email: or_known(wanted.email, known.map(|it| &it.facts.email)).unwrap_or_default(),
        department: or_known(wanted.department, known.map(|it| &it.parent)).unwrap_or_default(),
        role: match wanted.role {
            Some(role) => role.to_string(),
            None => digits(known.and_then(|it| it.facts.role)),
        },
        ..UserForm::default()
    };
    (form, wanted.user_password.unwrap_or_default().into())
}

pub fn new_department(wanted: NewDepartment) -> DepartmentForm {
    DepartmentForm {
        name: wanted.name.unwrap_or_default(),
        parent: wanted.parent.unwrap_or_default(),
        ..DepartmentForm::default()
    }
}

/// The form with what is known of the department where nothing is said. The vendor wants its place with its name, so
/// nobody may move it by leaving out a place that is not known.
///
/// # Errors
/// The field `parent`.
pub fn changed_department(
    number: String,
    wanted: ChangedDepartment,
    known: Option<&DirectoryEntry>,
) -> Result<DepartmentForm, Problem> {
    let placed = known.filter(|entry| !(entry.facts.elsewhere && entry.doubt.is_some()));
    let parent = wanted.parent.or_else(|| placed.map(|entry| entry.parent.clone()));
    Ok(DepartmentForm {
        number,
        name: wanted.name.or_else(|| known.map(|entry| entry.name.clone())).unwrap_or_default(),
        parent: parent.ok_or_else(|| Problem::field("parent", Rule::Missing))?,
        ..DepartmentForm::default()
    })
}

/// The form that says the same, and the administrator's password.
pub fn new_company(wanted: NewCompany) -> (CompanyForm, SecretString) {
    let form = CompanyForm {
        guid: wanted.guid.unwrap_or_default(),
        name: wanted.name.unwrap_or_default(),
        admin: wanted.admin.unwrap_or_default(),
        admin_name: wanted.admin_name.unwrap_or_default(),
    };
    (form, wanted.admin_password.unwrap_or_default().into())
}

pub fn changed_company(guid: String, wanted: ChangedCompany) -> CompanyForm {
    CompanyForm { guid, name: wanted.name.unwrap_or_default(), ..CompanyForm::default() }
}
