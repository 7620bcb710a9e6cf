//! Companies, with the platform's own secret.

use crate::support::*;
use portico_domain::forms::CompanyForm;
use portico_domain::refusals::{Kind, Rule};
use portico_sandbox::Action;
use portico_service::Doubt;

const GUID: &str = "acme-001";

fn form() -> CompanyForm {
    CompanyForm {
        guid: GUID.into(),
        name: "Acme 公司".into(),
        admin: "admin@acme.example".into(),
        admin_name: "Ada".into(),
    }
}

async fn create(world: &World, form: &CompanyForm) -> Result<(), portico_domain::refusals::Refusal> {
    let password = USER_PASSWORD.into();
    world.administrator.create_company(&world.connection, &key(), form, &password).await
}

#[tokio::test]
async fn a_company_is_made_renamed_and_removed() {
    each_database(async |database| {
        let world = begin(database).await;
        world.with_platform(false).await;
        create(&world, &form()).await.unwrap();
        let held = world.held_there("companies", GUID).unwrap();
        assert_eq!((&held["compName"], &held["admin"]), (&"Acme 公司".into(), &"admin@acme.example".into()));
        let [known] = world.directory().await.companies.try_into().unwrap();
        assert_eq!((known.name.as_str(), known.facts.admin_name.as_str()), ("Acme 公司", "Ada"));

        let (administrator, connection) = (&world.administrator, &world.connection);
        let renamed = CompanyForm { guid: GUID.into(), name: "Acme".into(), ..CompanyForm::default() };
        administrator.change_company(connection, &key(), &renamed).await.unwrap();
        assert_eq!(world.held_there("companies", GUID).unwrap()["compName"], "Acme");
        let [known] = world.directory().await.companies.try_into().unwrap();
        assert_eq!((known.name.as_str(), known.facts.admin_name.as_str()), ("Acme", "Ada"), "the rest stays");

        administrator.remove_company(connection, &key(), GUID).await.unwrap();
        assert!(world.held_there("companies", GUID).is_none());
        assert!(world.directory().await.companies.is_empty());
        assert!(!format!("{:?}", administrator.audit(None, 100).await.unwrap()).contains(USER_PASSWORD));
    })
    .await;
}

#[tokio::test]
async fn without_the_platforms_secret_nothing_is_sent_and_nothing_recorded() {
    each_database(async |database| {
        let world = begin(database).await;
        let (administrator, connection) = (&world.administrator, &world.connection);
        assert!(!world.directory().await.has_platform);
        refused_as(Kind::VendorCredential, create(&world, &form()).await);
        let change = administrator.change_company(connection, &key(), &form()).await;
        refused_as(Kind::VendorCredential, change);
        let remove = administrator.remove_company(connection, &key(), GUID).await;
        refused_as(Kind::VendorCredential, remove);
        for operation in ["createCompany", "updateCompany", "deleteCompany"] {
            assert_eq!(world.calls(operation), 0, "{operation}");
        }
        assert!(world.directory().await.companies.is_empty());
        world.with_platform(false).await;
        assert!(world.directory().await.has_platform);
    })
    .await;
}

#[tokio::test]
async fn refusals_stand_beside_the_guid_or_above_the_form() {
    each_database(async |database| {
        let world = begin(database).await;
        world.with_platform(false).await;
        let (administrator, connection) = (&world.administrator, &world.connection);
        let empty = refused_as(Kind::Invalid, create(&world, &CompanyForm::default()).await);
        for field in ["guid", "name", "admin", "admin_name"] {
            assert_eq!(empty.for_field(field), Some(&Rule::Missing), "{field}");
        }
        create(&world, &form()).await.unwrap();
        let taken = refused_as(Kind::VendorRefused, create(&world, &form()).await);
        assert_eq!((code(&taken), taken.for_field("guid")), ("400", Some(&Rule::Vendor)));
        let admin_taken = CompanyForm { guid: "other".into(), ..form() };
        let refusal = refused_as(Kind::VendorRefused, create(&world, &admin_taken).await);
        assert_eq!((code(&refusal), refusal.fields.len()), ("400", 0), "GUID or administrator: nobody knows");

        let nobody = CompanyForm { guid: "nobody".into(), ..form() };
        let change = administrator.change_company(connection, &key(), &nobody).await;
        assert!(refused_as(Kind::VendorRefused, change).for_field("guid").is_some());
        let remove = administrator.remove_company(connection, &key(), "nobody").await;
        assert!(refused_as(Kind::VendorRefused, remove).for_field("guid").is_some());
        let own = administrator.remove_company(connection, &key(), "sandbox-company-guid").await;
        assert_eq!(code(&refused(own)), "22224");
        assert_eq!(world.directory().await.companies.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn lost_answers_leave_companies_in_doubt() {
    each_database(async |database| {
        let world = begin(database).await;
        world.with_platform(false).await;
        let (administrator, connection) = (&world.administrator, &world.connection);
        let doubt = async || world.directory().await.companies.first().and_then(|entry| entry.doubt);
        world.next("createCompany", Action::DropBefore);
        refused_as(Kind::Unconfirmed, create(&world, &form()).await);
        assert_eq!(doubt().await, Some(Doubt::Creation));
        create(&world, &form()).await.unwrap();
        assert_eq!(doubt().await, None);

        world.next("updateCompany", Action::Html502);
        let change = administrator.change_company(connection, &key(), &form()).await;
        refused_as(Kind::Unconfirmed, change);
        assert_eq!(doubt().await, Some(Doubt::Change));
        world.next("deleteCompany", Action::DropAfter);
        let once = key();
        let remove = async || administrator.remove_company(connection, &once, GUID).await;
        refused_as(Kind::Unconfirmed, remove().await);
        refused_as(Kind::Unconfirmed, remove().await);
        assert_eq!((world.calls("deleteCompany"), doubt().await), (1, Some(Doubt::Removal)));
    })
    .await;
}
