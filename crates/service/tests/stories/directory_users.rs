//! Users of a CloudRoom company: made, changed and removed, and what is known of them.

use crate::support::*;
use portico_domain::forms::UserForm;
use portico_domain::refusals::{Kind, Rule};
use portico_sandbox::Action;
use portico_service::vendors::cloudroom::Account;
use portico_service::vendors::cloudroom::operations::user::{NewUser, UserFacts};
use portico_service::{Doubt, EntryKind};
use secrecy::SecretString;
use serde_json::json;

const ACCOUNT: &str = "lilei@example.cn";

fn nothing() -> SecretString {
    SecretString::default()
}

#[tokio::test]
async fn a_user_is_made_changed_and_removed() {
    each_database(async |database| {
        let world = begin(database).await;
        let web = world.a_department("web", "").await;
        let form = UserForm { department: web.clone(), ..user_form(ACCOUNT) };
        world.create_user(&form).await.unwrap();
        let made = json!({"name": "李雷", "mobile": "18927450001", "departmentId": web.parse::<i64>().unwrap(),
            "roleType": 3, "email": "lilei@example.cn"});
        assert_eq!(world.held_there("users", ACCOUNT), Some(made));
        let known = world.recorded_user(ACCOUNT).await.unwrap();
        assert_eq!((known.parent.as_str(), known.facts.role, known.doubt), (web.as_str(), Some(3), None));
        assert!(!known.facts.elsewhere);

        let changed = UserForm { name: "Li Lei".into(), mobile: String::new(), department: String::new(), ..form };
        let administrator = &world.administrator;
        administrator.change_user(&world.connection, &key(), &changed, &nothing()).await.unwrap();
        let held = world.held_there("users", ACCOUNT).unwrap();
        assert_eq!((&held["name"], &held["mobile"]), (&json!("Li Lei"), &json!("")), "emptied");
        assert_eq!((&held["departmentId"], &held["roleType"]), (&json!(1), &json!(3)));
        assert_eq!(world.recorded_user(ACCOUNT).await.unwrap().parent, "");

        administrator.remove_user(&world.connection, &key(), ACCOUNT).await.unwrap();
        assert_eq!(world.held_there("users", ACCOUNT), None);
        assert_eq!(world.recorded_user(ACCOUNT).await, None);
    })
    .await;
}

#[tokio::test]
async fn without_a_role_the_record_says_what_the_vendor_made_of_it() {
    each_database(async |database| {
        let world = begin(database).await;
        world.create_user(&UserForm { role: String::new(), ..user_form(ACCOUNT) }).await.unwrap();
        assert_eq!(world.recorded_user(ACCOUNT).await.unwrap().facts.role, Some(2));
    })
    .await;
}

#[tokio::test]
async fn what_is_typed_wrong_is_never_sent() {
    each_database(async |database| {
        let world = begin(database).await;
        let refusal = refused_as(Kind::Invalid, world.create_user(&UserForm::default()).await);
        assert_eq!(refusal.for_field("account"), Some(&Rule::Missing));
        let (administrator, connection) = (&world.administrator, &world.connection);
        let no_password =
            administrator.create_user(connection, &key(), &user_form(ACCOUNT), &nothing()).await;
        assert!(refused(no_password).for_field("user_password").is_some());
        let odd = administrator.remove_user(connection, &key(), "../company").await;
        assert_eq!(refused(odd).for_field("account"), Some(&Rule::BadCharacter));
        let empty = UserForm { account: ACCOUNT.into(), ..UserForm::default() };
        let unchanged = administrator.change_user(connection, &key(), &empty, &nothing()).await;
        assert_eq!(refused(unchanged).for_field("name"), Some(&Rule::Missing));
        for operation in ["createUser", "updateUser", "deleteUser"] {
            assert_eq!(world.calls(operation), 0, "{operation}");
        }
        assert!(world.directory().await.users.is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_vendors_refusals_stand_beside_what_they_blame_and_undo_the_record() {
    each_database(async |database| {
        let world = begin(database).await;
        let (administrator, connection) = (&world.administrator, &world.connection);
        world.create_user(&user_form(ACCOUNT)).await.unwrap();
        let taken = UserForm { name: "Somebody else".into(), ..user_form(ACCOUNT) };
        let refusal = refused_as(Kind::VendorRefused, world.create_user(&taken).await);
        assert_eq!((code(&refusal), refusal.for_field("account")), ("400", Some(&Rule::Vendor)));
        assert_eq!(world.recorded_user(ACCOUNT).await.unwrap().name, "李雷", "as it was");

        let nowhere = UserForm { department: "999".into(), ..user_form("other@example.cn") };
        let refusal = refused_as(Kind::VendorRefused, world.create_user(&nowhere).await);
        assert_eq!((code(&refusal), refusal.fields.len()), ("400", 0), "account or department: nobody knows");
        assert_eq!(world.recorded_user("other@example.cn").await, None);

        let unknown =
            UserForm { account: "nobody@example.cn".into(), name: "x".into(), ..UserForm::default() };
        let change = administrator.change_user(connection, &key(), &unknown, &nothing()).await;
        assert!(refused_as(Kind::VendorRefused, change).for_field("account").is_some());
        let remove = administrator.remove_user(connection, &key(), "nobody@example.cn").await;
        assert!(refused_as(Kind::VendorRefused, remove).for_field("account").is_some());
        assert_eq!(world.directory().await.users.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn one_who_was_made_elsewhere_is_changed_and_removed_by_account() {
    each_database(async |database| {
        let world = begin(database).await;
        let new = NewUser {
            account: Account::read("emma@example.cn").unwrap(),
            password: "x".into(),
            name: "Emma".into(),
            facts: UserFacts::default(),
        };
        world.at_the_vendor().await.create_user(&new).await.unwrap();
        assert!(world.directory().await.users.is_empty(), "nobody told Portico");
        let form =
            UserForm { account: "emma@example.cn".into(), email: "e@x.cn".into(), ..UserForm::default() };
        let (administrator, connection) = (&world.administrator, &world.connection);
        administrator.change_user(connection, &key(), &form, &"new password".into()).await.unwrap();
        assert_eq!(world.held_there("users", "emma@example.cn").unwrap()["name"], "Emma", "left alone");
        let known = world.recorded_user("emma@example.cn").await.unwrap();
        assert!(known.facts.elsewhere && known.facts.role.is_none(), "{known:?}");
        administrator.remove_user(connection, &key(), "emma@example.cn").await.unwrap();
        assert!(world.held_there("users", "emma@example.cn").is_none());
    })
    .await;
}

#[tokio::test]
async fn a_lost_answer_leaves_the_user_in_doubt_until_tried_again_or_dropped() {
    each_database(async |database| {
        let world = begin(database).await;
        let (administrator, connection) = (&world.administrator, &world.connection);
        let (form, once) = (user_form(ACCOUNT), key());
        world.next("createUser", Action::DropAfter);
        let create =
            async |key: &str| administrator.create_user(connection, key, &form, &USER_PASSWORD.into()).await;
        refused_as(Kind::Unconfirmed, create(&once).await);
        assert_eq!(world.recorded_user(ACCOUNT).await.unwrap().doubt, Some(Doubt::Creation));
        refused_as(Kind::Unconfirmed, create(&once).await);
        world.pass(60);
        assert_eq!(world.services.reconcile().await.unwrap(), 1, "nobody can tell, so nobody is asked again");
        assert_eq!(world.services.reconcile().await.unwrap(), 0);
        refused_as(Kind::Unconfirmed, create(&once).await);
        assert_eq!(world.calls("createUser"), 1, "the same form is never sent twice");

        let refusal = refused_as(Kind::VendorRefused, create(&key()).await);
        assert!(refusal.for_field("account").is_some(), "so it was made");
        assert_eq!(world.recorded_user(ACCOUNT).await.unwrap().doubt, Some(Doubt::Creation));
        administrator.drop_entry(connection, EntryKind::User, ACCOUNT).await.unwrap();
        assert_eq!(world.recorded_user(ACCOUNT).await, None);
        assert!(world.held_there("users", ACCOUNT).is_some(), "dropping changes nothing there");
        refused_as(Kind::NotFound, administrator.drop_entry(connection, EntryKind::User, ACCOUNT).await);
    })
    .await;
}

#[tokio::test]
async fn what_never_reached_the_vendor_is_made_by_trying_again() {
    each_database(async |database| {
        let world = begin(database).await;
        world.next("createUser", Action::DropBefore);
        refused_as(Kind::Unconfirmed, world.create_user(&user_form(ACCOUNT)).await);
        world.create_user(&user_form(ACCOUNT)).await.unwrap();
        assert_eq!(world.recorded_user(ACCOUNT).await.unwrap().doubt, None);
    })
    .await;
}

#[tokio::test]
async fn a_change_and_a_removal_without_an_answer_are_in_doubt_too() {
    each_database(async |database| {
        let world = begin(database).await;
        let (administrator, connection) = (&world.administrator, &world.connection);
        world.create_user(&user_form(ACCOUNT)).await.unwrap();
        let renamed = UserForm { name: "Li Lei".into(), ..user_form(ACCOUNT) };
        let change = async || administrator.change_user(connection, &key(), &renamed, &nothing()).await;
        world.next("updateUser", Action::DropAfter);
        refused_as(Kind::Unconfirmed, change().await);
        let known = world.recorded_user(ACCOUNT).await.unwrap();
        assert_eq!((known.doubt, known.name.as_str()), (Some(Doubt::Change), "Li Lei"));
        change().await.unwrap();
        assert_eq!(world.recorded_user(ACCOUNT).await.unwrap().doubt, None);

        world.next("deleteUser", Action::DropAfter);
        let remove = async || administrator.remove_user(connection, &key(), ACCOUNT).await;
        refused_as(Kind::Unconfirmed, remove().await);
        assert_eq!(world.recorded_user(ACCOUNT).await.unwrap().doubt, Some(Doubt::Removal));
        refused_as(Kind::VendorRefused, remove().await);
        assert_eq!(world.recorded_user(ACCOUNT).await.unwrap().doubt, Some(Doubt::Removal), "still");
    })
    .await;
}

#[tokio::test]
async fn no_password_is_kept_and_every_change_leaves_its_lines() {
    each_database(async |database| {
        let world = begin(database).await;
        world.create_user(&user_form(ACCOUNT)).await.unwrap();
        refused(world.create_user(&user_form(ACCOUNT)).await);
        let lines = world.administrator.audit(None, 100).await.unwrap();
        let told: Vec<_> =
            lines.iter().rev().filter(|it| it.line.action == "directory.user-create").collect();
        let outcomes: Vec<_> = told.iter().map(|it| it.line.outcome.as_str()).collect();
        assert_eq!(outcomes, ["begun", "done", "begun", "refused"]);
        assert!(told.iter().all(|it| it.line.subject == ACCOUNT && it.line.person.is_some()));
        let everything = format!("{lines:?} {:?}", world.directory().await);
        assert!(!everything.contains(USER_PASSWORD));
    })
    .await;
}

#[tokio::test]
async fn other_vendors_and_paused_connections_have_no_such_users() {
    each_database(async |database| {
        let world = begin(database).await;
        let administrator = &world.administrator;
        let vmr = vmr_connection(&world).await;
        refused_as(Kind::Unsupported, administrator.directory(&vmr).await);
        let password = USER_PASSWORD.into();
        let there = administrator.create_user(&vmr, &key(), &user_form(ACCOUNT), &password).await;
        refused_as(Kind::Unsupported, there);
        administrator.pause_connection(&world.connection, true).await.unwrap();
        refused_as(Kind::Paused, world.create_user(&user_form(ACCOUNT)).await);
        assert!(world.directory().await.users.is_empty(), "and the record can be read all the same");
    })
    .await;
}

#[tokio::test]
async fn the_connection_chooses_whose_secret_signs() {
    each_database(async |database| {
        let world = begin(database).await;
        let mut variants = world.control().variants();
        variants.directory_wants_platform = true;
        world.control().set_variants(variants);
        assert_eq!(code(&refused(world.create_user(&user_form(ACCOUNT)).await)), "22224");
        assert_eq!(world.recorded_user(ACCOUNT).await, None);
        assert!(world.directory().await.may_change_users(), "as far as Portico can tell");
        world.with_platform(true).await;
        world.create_user(&user_form(ACCOUNT)).await.unwrap();
        assert!(world.directory().await.may_change_users());
    })
    .await;
}
