use super::ids::{Account, CompGuid, DepartmentId};
use super::operations::FACTS;
use super::operations::company::{self, Company, NewCompany};
use super::operations::department::{self, Department, DepartmentDraft};
use super::operations::user::{self, NewUser, RoleType, UserChange, UserFacts};
use crate::kit::{Operation, Reading, SignedBy};
use portico_domain::time::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};

fn reading() -> Reading {
    Reading { zone: jiff::tz::TimeZone::UTC, now: Timestamp::default() }
}

fn company() -> NewCompany {
    NewCompany {
        guid: CompGuid::read("mytestGUID").expect("an id"),
        name: "测试CompName".into(),
        admin: "mytest@cloudroom.com".into(),
        admin_name: "测试01".into(),
        admin_password: "123456".into(),
    }
}

fn facts() -> UserFacts {
    UserFacts {
        mobile: Some("18927450001".into()),
        department: Some(DepartmentId(102)),
        role: Some(RoleType::Scheduler),
        email: Some("test@163.com".into()),
    }
}

fn user() -> NewUser {
    NewUser {
        account: Account::read("test@cloudroom.com").expect("an account"),
        password: "123456".into(),
        name: "test".into(),
        facts: facts(),
    }
}

fn department() -> DepartmentDraft {
    DepartmentDraft { name: "test3".into(), parent: DepartmentId(1668) }
}

#[test]
fn companies_are_written_as_the_samples() {
    let new = company();
    let create = company::Create(&new);
    assert_eq!(create.path(), ["company"]);
    assert_eq!(
        create.body(),
        Some(json!({"compGUID": "mytestGUID", "compName": "测试CompName", "admin": "mytest@cloudroom.com",
            "adminName": "测试01", "adminPwd": "123456"}))
    );
    assert!(!format!("{create:?}").contains("123456"));
    let change = company::Change { guid: &new.guid, name: "my测试CompName" };
    assert_eq!(
        (change.path(), change.body()),
        (vec!["company".into(), "mytestGUID".into()], Some(json!({"compName": "my测试CompName"})))
    );
    let delete = company::Delete { guid: new.guid.clone() };
    assert_eq!((delete.path(), delete.body()), (vec!["company".into(), "mytestGUID".into()], None));
}

#[test]
fn a_company_is_read_and_what_is_missing_is_as_asked() {
    let new = company();
    let read = |reply| company::Create(&new).read(&reply, &reading()).expect("readable");
    let wanted = Company {
        guid: "mytestGUID".into(),
        name: "测试CompName".into(),
        admin: "mytest@cloudroom.com".into(),
        admin_name: "测试01".into(),
    };
    let sample = json!({"compGUID": "mytestGUID", "compName": "测试CompName", "admin": "mytest@cloudroom.com", "adminName": "测试01"});
    assert_eq!((read(sample), read(json!({}))), (wanted.clone(), wanted));
    assert_eq!(read(json!({"compName": "other"})).name, "other");
}

#[test]
fn users_are_written_as_the_samples() {
    let new = user();
    let create = user::Create(&new);
    assert_eq!(create.path(), ["user"]);
    assert_eq!(
        create.body(),
        Some(
            json!({"account": "test@cloudroom.com", "password": "123456", "name": "test", "mobile": "18927450001",
            "departmentId": 102, "roleType": 2, "email": "test@163.com"})
        )
    );
    let bare = NewUser { facts: UserFacts::default(), ..user() };
    assert_eq!(
        user::Create(&bare).body(),
        Some(json!({"account": "test@cloudroom.com", "password": "123456", "name": "test"}))
    );
    let change = UserChange {
        password: Some("12345678".into()),
        name: Some("test".into()),
        facts: UserFacts { department: Some(DepartmentId(103)), ..facts() },
    };
    let sent = user::Change { account: &new.account, change: &change };
    assert_eq!(sent.path(), ["user", "test@cloudroom.com"]);
    assert_eq!(
        sent.body(),
        Some(json!({"password": "12345678", "name": "test", "mobile": "18927450001", "departmentId": 103,
            "roleType": 2, "email": "test@163.com"}))
    );
    let nothing = UserChange::default();
    assert_eq!(
        user::Change { account: &new.account, change: &nothing }.body(),
        Some(json!({})),
        "what is absent stays"
    );
    assert!(!format!("{create:?} {sent:?}").contains("123456"));
}

#[test]
fn a_user_is_read_with_numbers_as_text() {
    let new = user();
    let read = |reply| user::Create(&new).read(&reply, &reading()).expect("readable");
    let other =
        read(json!({"account": "test@cloudroom.com", "name": "test", "departmentId": "7", "roleType": "5"}));
    assert_eq!(
        (other.facts.department, other.facts.role),
        (Some(DepartmentId(7)), Some(RoleType::FinanceAdministrator))
    );
    assert_eq!(read(json!({})).facts, facts());
    for role in RoleType::ALL {
        assert_eq!(RoleType::from_number(role.number().into()), Some(role));
    }
    assert_eq!(RoleType::default().number(), 2, "the vendor's default");
}

#[test]
fn an_odd_field_does_not_make_a_success_uncertain() {
    let new = user();
    let read = |reply| user::Create(&new).read(&reply, &reading()).expect("the user is made");
    for odd in [json!({"departmentId": -1, "roleType": 6}), json!({"departmentId": "x", "roleType": {}})] {
        assert_eq!(read(odd.clone()).facts, facts(), "{odd}");
    }
    let odd = read(json!({"account": [], "name": {}, "mobile": true, "email": [1]}));
    assert_eq!((odd.account.as_str(), odd.name.as_str()), ("test@cloudroom.com", "test"));
    assert_eq!(odd.facts, facts());
    assert!(user::Create(&new).read(&json!([]), &reading()).is_err(), "no reply at all");
    let draft = department();
    let reply = json!({"departmentId": 7, "parentId": -1, "name": {}, "fullPath": []});
    let made = department::Create(&draft).read(&reply, &reading()).expect("the department is made");
    assert_eq!((made.id, made.parent, made.name), (DepartmentId(7), draft.parent, draft.name));
    let company = company();
    let made = company::Create(&company).read(&json!({"adminName": {}}), &reading()).expect("made");
    assert_eq!(made.admin_name, company.admin_name);
}

#[test]
fn departments_are_written_and_read_as_the_samples() {
    let draft = department();
    let body = Some(json!({"name": "test3", "parentId": 1668}));
    let (create, change) =
        (department::Create(&draft), department::Change { id: DepartmentId(2562), draft: &draft });
    assert_eq!((create.path(), create.body()), (vec!["department".into()], body.clone()));
    assert_eq!((change.path(), change.body()), (vec!["department".into(), "2562".into()], body));
    assert_eq!(department::Delete { id: DepartmentId(2545) }.path(), ["department", "2545"]);
    let sample =
        json!({"departmentId": 2562, "name": "test3", "parentId": 1668, "fullPath": "公司 > web > test3"});
    let wanted = Department {
        id: DepartmentId(2562),
        name: "test3".into(),
        parent: DepartmentId(1668),
        full_path: "公司 > web > test3".into(),
    };
    assert_eq!(create.read(&sample, &reading()), Ok(wanted.clone()));
    assert_eq!(change.read(&sample, &reading()), Ok(wanted));
    assert_eq!(change.read(&json!({}), &reading()).expect("known").id, DepartmentId(2562));
    assert_eq!(create.read(&json!({"name": "x"}), &reading()).expect_err("which?").at, "reply.departmentId");
    let long = create.read(&json!({"departmentId": "9007199254740993"}), &reading()).expect("readable");
    assert_eq!(long.id.segment(), "9007199254740993", "longer than a JavaScript number");
    assert_eq!(DepartmentId::ROOT.0, 1);
}

#[test]
fn who_signs_what() {
    for facts in FACTS {
        let signed_by = match facts.name.split('.').next() {
            Some("company") => SignedBy::Platform,
            Some("user" | "department") => SignedBy::Directory,
            _ => SignedBy::Account,
        };
        assert_eq!(facts.signed_by, signed_by, "{}", facts.name);
    }
    assert_eq!(FACTS.iter().filter(|facts| facts.signed_by != SignedBy::Account).count(), 9);
}

proptest! {
    #[test]
    fn no_json_makes_a_reader_panic(number: i64, float: f64, text in ".{0,12}", pick in 0usize..6) {
        let values = [json!(number), json!(float), json!(text), Value::Null, json!([number]), json!({"id": text})];
        let value = values[pick].clone();
        let names = ["compGUID", "compName", "account", "name", "departmentId", "roleType", "parentId", "fullPath", "email"];
        let object = Value::Object(names.iter().map(|name| ((*name).to_owned(), value.clone())).collect());
        let (company, user, department) = (company(), user(), department());
        for reply in [value, object] {
            let _ = company::Create(&company).read(&reply, &reading());
            let _ = user::Create(&user).read(&reply, &reading());
            let _ = department::Create(&department).read(&reply, &reading());
            let _ = department::Change { id: DepartmentId(1), draft: &department }.read(&reply, &reading());
        }
    }
}
