//! Companies, users and departments. Companies want the platform's own secret
//! ([`CloudRoom::with_platform`]); the others whichever [`CloudRoom::with_directory_secret`] says.
//!
//! The document gives these operations no codes of their own, and no way to list: who manages a
//! directory here remembers what was made.

use super::client::CloudRoom;
use super::ids::{Account, CompGuid, DepartmentId};
use super::operations::company::{self, Company, NewCompany};
use super::operations::department::{self, Department, DepartmentDraft};
use super::operations::user::{self, NewUser, User, UserChange};
use crate::kit::VendorError;

/// Every error is a [`VendorError`]; without the needed secret it is `Cause::NoCredential`, and
/// nothing was sent.
impl CloudRoom {
    /// Has this connection the secret that the companies want?
    pub fn has_platform(&self) -> bool {
        self.credential(crate::kit::SignedBy::Platform).is_ok()
    }

    /// 创建企业
    pub async fn create_company(&self, company: &NewCompany) -> Result<Company, VendorError> {
        self.call(&company::Create(company)).await
    }

    /// 修改企业: its name is all that can change.
    pub async fn change_company(&self, guid: &CompGuid, name: &str) -> Result<(), VendorError> {
        self.call(&company::Change { guid, name }).await
    }

    /// 删除企业
    pub async fn delete_company(&self, guid: &CompGuid) -> Result<(), VendorError> {
        self.call(&company::Delete { guid: guid.clone() }).await
    }

    /// 创建用户
    pub async fn create_user(&self, user: &NewUser) -> Result<User, VendorError> {
        self.call(&user::Create(user)).await
    }

    /// 修改用户
    pub async fn change_user(&self, account: &Account, change: &UserChange) -> Result<(), VendorError> {
        self.call(&user::Change { account, change }).await
    }

    /// 删除用户
    pub async fn delete_user(&self, account: &Account) -> Result<(), VendorError> {
        self.call(&user::Delete { account: account.clone() }).await
    }

    /// 创建部门
    pub async fn create_department(&self, draft: &DepartmentDraft) -> Result<Department, VendorError> {
        self.call(&department::Create(draft)).await
    }

    /// 修改部门
    pub async fn change_department(
        &self,
        id: DepartmentId,
        draft: &DepartmentDraft,
    ) -> Result<Department, VendorError> {
        self.call(&department::Change { id, draft }).await
    }

    /// 删除部门: its members move to the root and become ordinary users.
    pub async fn delete_department(&self, id: DepartmentId) -> Result<(), VendorError> {
        self.call(&department::Delete { id }).await
    }
}
