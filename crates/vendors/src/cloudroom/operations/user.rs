//! Users of a company: create, change, delete.

use crate::cloudroom::ids::{Account, DepartmentId};
use crate::kit::{ExposeSecret, Fields, Operation, Reading, SecretString, SignedBy, Unreadable, tolerate};
use http::Method;
use serde_json::{Map, Value, json};

/// `roleType`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RoleType {
    Administrator,
    /// 会议安排者, the vendor's default.
    #[default]
    Scheduler,
    Ordinary,
    DepartmentAdministrator,
    FinanceAdministrator,
}

impl RoleType {
    pub const ALL: [RoleType; 5] = [
        RoleType::Administrator,
        RoleType::Scheduler,
        RoleType::Ordinary,
        RoleType::DepartmentAdministrator,
        RoleType::FinanceAdministrator,
    ];

    /// The document's number, 1 to 5.
    pub const fn number(self) -> u8 {
        match self {
            RoleType::Administrator => 1,
            RoleType::Scheduler => 2,
            RoleType::Ordinary => 3,
            RoleType::DepartmentAdministrator => 4,
            RoleType::FinanceAdministrator => 5,
        }
    }

    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|role| i64::from(role.number()) == number)
    }
}

/// What may be left out when a user is made, and left as it is when one is changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserFacts {
    pub mobile: Option<String>,
    /// Without one the vendor puts the user at the company's root.
    pub department: Option<DepartmentId>,
    pub role: Option<RoleType>,
    pub email: Option<String>,
}

impl UserFacts {
    fn write(&self, body: &mut Map<String, Value>) {
        if let Some(mobile) = &self.mobile {
            body.insert("mobile".into(), json!(mobile));
        }
        if let Some(department) = self.department {
            body.insert("departmentId".into(), json!(department.0));
        }
        if let Some(role) = self.role {
            body.insert("roleType".into(), json!(role.number()));
        }
        if let Some(email) = &self.email {
            body.insert("email".into(), json!(email));
        }
    }
}

/// A user to be made.
#[derive(Debug)]
pub struct NewUser {
    pub account: Account,
    pub password: SecretString,
    pub name: String,
    pub facts: UserFacts,
}

/// What is to change about a user; what is absent stays.
#[derive(Debug, Default)]
pub struct UserChange {
    pub password: Option<SecretString>,
    pub name: Option<String>,
    pub facts: UserFacts,
}

/// A user as the vendor made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    pub account: String,
    pub name: String,
    pub facts: UserFacts,
}

/// 创建用户
#[derive(Debug)]
pub struct Create<'a>(pub &'a NewUser);

impl Operation for Create<'_> {
    const NAME: &'static str = "user.create";
    const METHOD: Method = Method::POST;
    const DOC: &'static str = "cloudroom.md#创建用户";
    const CHANGES: bool = true;
    const SIGNED_BY: SignedBy = SignedBy::Directory;
    type Reply = User;

    fn path(&self) -> Vec<String> {
        vec!["user".into()]
    }

    fn body(&self) -> Option<Value> {
        let mut body = Map::new();
        body.insert("account".into(), json!(self.0.account.as_str()));
        body.insert("password".into(), json!(self.0.password.expose_secret()));
        body.insert("name".into(), json!(self.0.name));
        self.0.facts.write(&mut body);
        Some(Value::Object(body))
    }

    /// What the reply leaves out, or says as nobody can read it, is as it was asked for: the user is made.
    fn read(&self, reply: &Value, _: &Reading) -> Result<User, Unreadable> {
        let fields = Fields::of(reply, "reply")?;
        let text = |name| tolerate(fields.text(&[name]));
        let number = |name| tolerate(fields.integer(&[name]));
        let asked = &self.0.facts;
        let department = number("departmentId").and_then(|id| id.try_into().ok()).map(DepartmentId);
        Ok(User {
            account: text("account").unwrap_or_else(|| self.0.account.as_str().to_owned()),
            name: text("name").unwrap_or_else(|| self.0.name.clone()),
            facts: UserFacts {
                mobile: text("mobile").or_else(|| asked.mobile.clone()),
                department: department.or(asked.department),
                role: number("roleType").and_then(RoleType::from_number).or(asked.role),
                email: text("email").or_else(|| asked.email.clone()),
            },
        })
    }
}

/// 修改用户
#[derive(Debug)]
pub struct Change<'a> {
    pub account: &'a Account,
    pub change: &'a UserChange,
}

impl Operation for Change<'_> {
    const NAME: &'static str = "user.change";
    const METHOD: Method = Method::PUT;
    const DOC: &'static str = "cloudroom.md#修改用户";
    const CHANGES: bool = true;
    const SIGNED_BY: SignedBy = SignedBy::Directory;
    type Reply = ();

    fn path(&self) -> Vec<String> {
        vec!["user".into(), self.account.segment()]
    }

    fn body(&self) -> Option<Value> {
        let mut body = Map::new();
        if let Some(password) = &self.change.password {
            body.insert("password".into(), json!(password.expose_secret()));
        }
        if let Some(name) = &self.change.name {
            body.insert("name".into(), json!(name));
        }
        self.change.facts.write(&mut body);
        Some(Value::Object(body))
    }

    fn read(&self, _: &Value, _: &Reading) -> Result<(), Unreadable> {
        Ok(())
    }
}

/// 删除用户
#[derive(Clone, Debug)]
pub struct Delete {
    pub account: Account,
}

impl Operation for Delete {
    const NAME: &'static str = "user.delete";
    const METHOD: Method = Method::DELETE;
    const DOC: &'static str = "cloudroom.md#删除用户";
    const CHANGES: bool = true;
    const SIGNED_BY: SignedBy = SignedBy::Directory;
    type Reply = ();

    fn path(&self) -> Vec<String> {
        vec!["user".into(), self.account.segment()]
    }

    fn read(&self, _: &Value, _: &Reading) -> Result<(), Unreadable> {
        Ok(())
    }
}
