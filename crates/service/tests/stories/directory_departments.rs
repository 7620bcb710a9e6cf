//! Departments of a CloudRoom company.

use crate::support::*;
use portico_domain::forms::{DepartmentForm, UserForm};
use portico_domain::refusals::{Kind, Rule};
use portico_sandbox::Action;
use portico_service::{Doubt, EntryKind};
use serde_json::json;

fn change(number: &str, name: &str, parent: &str) -> DepartmentForm {
    DepartmentForm { number: number.into(), ..department_form(name, parent) }
}

#[tokio::test]
async fn departments_are_made_renamed_moved_and_removed() {
    each_database(async |database| {
        let world = begin(database).await;
        let (administrator, connection) = (&world.administrator, &world.connection);
        let product = world.a_department("产品部", "").await;
        let web = world.a_department("web", &product).await;
        let above: i64 = product.parse().unwrap();
        assert_eq!(world.held_there("departments", &web), Some(json!({"name": "web", "parentId": above})));
        let known = world.directory().await.departments;
        assert_eq!(known.iter().find(|entry| entry.id == web).unwrap().parent, product);

        administrator.change_department(connection, &key(), &change(&web, "Web team", "")).await.unwrap();
        assert_eq!(world.held_there("departments", &web), Some(json!({"name": "Web team", "parentId": 1})));
        let below = administrator.change_department(connection, &key(), &change(&product, "P", &web)).await;
        below.unwrap();
        let circle = administrator.change_department(connection, &key(), &change(&web, "W", &product)).await;
        assert_eq!(refused_as(Kind::Invalid, circle).for_field("parent"), Some(&Rule::NotAChoice));

        administrator.remove_department(connection, &key(), &product).await.unwrap();
        assert_eq!(world.held_there("departments", &product), None);
        let known = world.directory().await.departments;
        assert_eq!(known.iter().map(|entry| entry.name.as_str()).collect::<Vec<_>>(), ["Web team"]);
    })
    .await;
}

#[tokio::test]
async fn members_of_a_removed_department_go_home_as_ordinary_users() {
    each_database(async |database| {
        let world = begin(database).await;
        let web = world.a_department("web", "").await;
        let form = UserForm { department_number: web.clone(), role: "4".into(), ..user_form("a@b.cn") };
        world.create_user(&form).await.unwrap();
        world.administrator.remove_department(&world.connection, &key(), &web).await.unwrap();
        let (held, known) =
            (world.held_there("users", "a@b.cn").unwrap(), world.recorded_user("a@b.cn").await);
        let known = known.unwrap();
        assert_eq!((&held["departmentId"], &held["roleType"]), (&json!(1), &json!(3)));
        assert_eq!((known.parent.as_str(), known.facts.role), ("", Some(3)));
    })
    .await;
}

#[tokio::test]
async fn refusals_stand_beside_the_field_that_can_be_to_blame() {
    each_database(async |database| {
        let world = begin(database).await;
        let (administrator, connection) = (&world.administrator, &world.connection);
        let blamed = async |form: DepartmentForm| {
            let outcome = administrator.create_department(connection, &key(), "", &form).await;
            refused_as(Kind::VendorRefused, outcome)
        };
        assert!(blamed(department_form("x", "999")).await.for_field("parent").is_some());
        let typed = DepartmentForm { parent_number: "999".into(), ..department_form("x", "") };
        assert!(blamed(typed).await.for_field("parent_number").is_some());

        let renamed = administrator.change_department(connection, &key(), &change("999", "x", "")).await;
        assert!(refused_as(Kind::VendorRefused, renamed).for_field("number").is_some());
        let moved = administrator.change_department(connection, &key(), &change("999", "x", "888")).await;
        assert_eq!(refused_as(Kind::VendorRefused, moved).fields, [], "either may be meant");
        let removed = administrator.remove_department(connection, &key(), "999").await;
        let removed = refused_as(Kind::VendorRefused, removed);
        assert_eq!((code(&removed), removed.for_field("number")), ("400", Some(&Rule::Vendor)));
        assert!(world.directory().await.departments.is_empty());
        let root = administrator.remove_department(connection, &key(), "1").await;
        assert_eq!(refused_as(Kind::Invalid, root).for_field("number"), Some(&Rule::NotAChoice));
    })
    .await;
}

#[tokio::test]
async fn thirty_submits_of_one_form_make_one_department() {
    each_database(async |database| {
        let world = begin(database).await;
        let (key, connection) = (key(), world.connection.clone());
        world.next("createDepartment", Action::Delay { ms: 150, after_handling: true });
        let submits = (0..30).map(|_| {
            let (administrator, key, connection) =
                (world.administrator.clone(), key.clone(), connection.clone());
            async move {
                administrator.create_department(&connection, &key, "", &department_form("web", "")).await
            }
        });
        let outcomes = together(submits).await;
        assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
        assert_eq!((world.calls("createDepartment"), world.held_departments()), (1, 1));
        assert_eq!(world.directory().await.departments.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_department_without_an_answer_has_no_number_and_is_tried_again_or_dropped() {
    each_database(async |database| {
        let world = begin(database).await;
        let (administrator, connection) = (&world.administrator, &world.connection);
        world.next("createDepartment", Action::DropBefore);
        let form = department_form("web", "");
        let create =
            async |instead: &str| administrator.create_department(connection, &key(), instead, &form).await;
        refused_as(Kind::Unconfirmed, create("").await);
        let [lost] = world.directory().await.departments.try_into().unwrap();
        assert_eq!((lost.doubt, lost.name.as_str()), (Some(Doubt::Creation), "web"));
        assert!(lost.id.parse::<u64>().is_err(), "never taken for a number");
        let change = administrator.change_department(connection, &key(), &change(&lost.id, "x", "")).await;
        assert_eq!(refused(change).for_field("number"), Some(&Rule::NotANumber));

        create(&lost.id).await.unwrap();
        let [made] = world.directory().await.departments.try_into().unwrap();
        assert_eq!((made.doubt, made.id.as_str()), (None, "102"), "in its place");

        world.next("createDepartment", Action::DropAfter);
        refused_as(Kind::Unconfirmed, create("").await);
        let departments = world.directory().await.departments;
        let lost = departments.into_iter().find(|entry| entry.doubt.is_some()).unwrap();
        administrator.drop_entry(connection, EntryKind::Department, &lost.id).await.unwrap();
        assert_eq!((world.directory().await.departments.len(), world.held_departments()), (1, 2));
    })
    .await;
}

#[tokio::test]
async fn a_change_and_a_removal_without_an_answer_are_in_doubt() {
    each_database(async |database| {
        let world = begin(database).await;
        let (administrator, connection) = (&world.administrator, &world.connection);
        let web = world.a_department("web", "").await;
        let doubt = async || world.directory().await.departments[0].doubt;
        world.next("updateDepartment", Action::DropAfter);
        let form = change(&web, "Web", "");
        refused_as(Kind::Unconfirmed, administrator.change_department(connection, &key(), &form).await);
        assert_eq!(doubt().await, Some(Doubt::Change));
        administrator.change_department(connection, &key(), &form).await.unwrap();
        assert_eq!(doubt().await, None);
        world.next("deleteDepartment", Action::Garbage);
        refused_as(Kind::Unconfirmed, administrator.remove_department(connection, &key(), &web).await);
        assert_eq!(doubt().await, Some(Doubt::Removal));
    })
    .await;
}
