//! Companies: create, rename, delete. Only the platform's own secret may do this.

use crate::cloudroom::ids::CompGuid;
use crate::kit::{ExposeSecret, Fields, Operation, Reading, SecretString, SignedBy, Unreadable, tolerate};
use http::Method;
use serde_json::{Value, json};

/// What a company is made of; all of it is required.
#[derive(Debug)]
pub struct NewCompany {
    pub guid: CompGuid,
    pub name: String,
    /// The administrator's account.
    pub admin: String,
    pub admin_name: String,
    pub admin_password: SecretString,
}

/// A company as the vendor made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Company {
    pub guid: String,
    pub name: String,
    pub admin: String,
    pub admin_name: String,
}

/// 创建企业
#[derive(Debug)]
pub struct Create<'a>(pub &'a NewCompany);

impl Operation for Create<'_> {
    const NAME: &'static str = "company.create";
    const METHOD: Method = Method::POST;
    const DOC: &'static str = "cloudroom.md#创建企业";
    const CHANGES: bool = true;
    const SIGNED_BY: SignedBy = SignedBy::Platform;
    type Reply = Company;

    fn path(&self) -> Vec<String> {
        vec!["company".into()]
    }

    fn body(&self) -> Option<Value> {
        let company = self.0;
        Some(json!({
            "compGUID": company.guid.as_str(),
            "compName": company.name,
            "admin": company.admin,
            "adminName": company.admin_name,
            "adminPwd": company.admin_password.expose_secret(),
        }))
    }

    /// What the reply leaves out, or says as nobody can read it, is as it was asked for: the company is made.
    fn read(&self, reply: &Value, _: &Reading) -> Result<Company, Unreadable> {
        let fields = Fields::of(reply, "reply")?;
        let or = |name, asked: &str| tolerate(fields.text(&[name])).unwrap_or_else(|| asked.to_owned());
        Ok(Company {
            guid: or("compGUID", self.0.guid.as_str()),
            name: or("compName", &self.0.name),
            admin: or("admin", &self.0.admin),
            admin_name: or("adminName", &self.0.admin_name),
        })
    }
}

/// 修改企业
#[derive(Debug)]
pub struct Change<'a> {
    pub guid: &'a CompGuid,
    pub name: &'a str,
}

impl Operation for Change<'_> {
    const NAME: &'static str = "company.change";
    const METHOD: Method = Method::PUT;
    const DOC: &'static str = "cloudroom.md#修改企业";
    const CHANGES: bool = true;
    const SIGNED_BY: SignedBy = SignedBy::Platform;
    type Reply = ();

    fn path(&self) -> Vec<String> {
        vec!["company".into(), self.guid.segment()]
    }

    fn body(&self) -> Option<Value> {
        Some(json!({ "compName": self.name }))
    }

    fn read(&self, _: &Value, _: &Reading) -> Result<(), Unreadable> {
        Ok(())
    }
}

/// 删除企业
#[derive(Clone, Debug)]
pub struct Delete {
    pub guid: CompGuid,
}

impl Operation for Delete {
    const NAME: &'static str = "company.delete";
    const METHOD: Method = Method::DELETE;
    const DOC: &'static str = "cloudroom.md#删除企业";
    const CHANGES: bool = true;
    const SIGNED_BY: SignedBy = SignedBy::Platform;
    type Reply = ();

    fn path(&self) -> Vec<String> {
        vec!["company".into(), self.guid.segment()]
    }

    fn read(&self, _: &Value, _: &Reading) -> Result<(), Unreadable> {
        Ok(())
    }
}
