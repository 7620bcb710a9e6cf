use super::*;
use proptest::prelude::*;

fn user() -> UserForm {
    UserForm {
        account: "test@cloudroom.com".into(),
        name: "test".into(),
        mobile: "18927450001".into(),
        email: "test@163.com".into(),
        department: "102".into(),
        department_number: String::new(),
        role: "2".into(),
    }
}

fn company() -> CompanyForm {
    CompanyForm {
        guid: "mytestGUID".into(),
        name: "测试CompName".into(),
        admin: "mytest@cloudroom.com".into(),
        admin_name: "测试01".into(),
    }
}

fn blamed<T>(outcome: Result<T, Vec<FieldRefusal>>) -> Vec<(String, Rule)> {
    let wrong = outcome.err().unwrap_or_default();
    wrong.into_iter().map(|wrong| (wrong.field, wrong.rule)).collect()
}

fn one<T>(outcome: Result<T, Vec<FieldRefusal>>) -> Option<(String, Rule)> {
    let wrong = blamed(outcome);
    assert!(wrong.len() <= 1, "{wrong:?}");
    wrong.into_iter().next()
}

fn at(field: &str, rule: Rule) -> Option<(String, Rule)> {
    Some((field.to_owned(), rule))
}

#[test]
fn the_documents_samples_are_read() {
    let read = user().read_new("123456").expect("the sample");
    assert_eq!((read.department, read.role), (Some(102), Some(2)));
    assert_eq!((read.name.as_deref(), read.mobile.as_deref()), (Some("test"), Some("18927450001")));
    assert_eq!(company().read_new("123456").expect("the sample").guid, "mytestGUID");
    let draft = DepartmentForm { name: "test3".into(), parent: "1668".into(), ..DepartmentForm::default() };
    assert_eq!(draft.read_new(), Ok(ReadDepartment { name: "test3".into(), parent: 1668 }));
}

#[test]
fn what_the_tables_require_is_required() {
    let missing =
        |fields: &[&str]| fields.iter().map(|it| ((*it).to_owned(), Rule::Missing)).collect::<Vec<_>>();
    assert_eq!(blamed(UserForm::default().read_new("")), missing(&["account", "name", "user_password"]));
    assert_eq!(blamed(UserForm::default().read_change("")), missing(&["account"]));
    let fields = ["guid", "name", "admin", "admin_name", "admin_password"];
    assert_eq!(blamed(CompanyForm::default().read_new("")), missing(&fields));
    assert_eq!(blamed(CompanyForm::default().read_change()), missing(&["guid", "name"]));
    assert_eq!(blamed(DepartmentForm::default().read_new()), missing(&["name"]));
}

#[test]
fn each_field_of_a_user_has_its_rule() {
    let with = |change: fn(&mut UserForm)| {
        let mut form = user();
        change(&mut form);
        one(form.read_new("123456"))
    };
    assert_eq!(with(|form| form.account = "a/b".into()), at("account", Rule::BadCharacter));
    assert_eq!(with(|form| form.account = "..".into()), at("account", Rule::BadCharacter));
    assert_eq!(with(|form| form.account = "a".repeat(129)), at("account", Rule::TooLong { most: 128 }));
    assert_eq!(with(|form| form.mobile = "call me".into()), at("mobile", Rule::BadCharacter));
    assert_eq!(with(|form| form.mobile = "+86 189-2745".into()), None);
    assert_eq!(with(|form| form.email = "nobody".into()), at("email", Rule::NotAnAddress));
    assert_eq!(with(|form| form.role = "6".into()), at("role", Rule::NotAChoice));
    assert_eq!(with(|form| form.department = "web".into()), at("department", Rule::NotANumber));
    assert_eq!(
        with(|form| form.department_number = "0".into()),
        at("department_number", Rule::OutOfRange { least: 1, most: i64::MAX })
    );
    assert_eq!(one(user().read_new("a\nb")), at("user_password", Rule::BadCharacter));
    let long = "x".repeat(129);
    assert_eq!(one(user().read_change(&long)), at("user_password", Rule::TooLong { most: 128 }));
    let typed = UserForm { department_number: "7".into(), ..user() };
    assert_eq!(typed.read_new("123456").expect("good").department, Some(7), "the number typed wins");
}

#[test]
fn a_department_is_not_its_own_parent_and_the_company_is_none() {
    let form = |number: &str, parent: &str, parent_number: &str| DepartmentForm {
        number: number.into(),
        name: "web".into(),
        parent: parent.into(),
        parent_number: parent_number.into(),
    };
    let read = form("102", "", "").read_change().expect("good");
    assert_eq!(read, (102, ReadDepartment { name: "web".into(), parent: ROOT_DEPARTMENT }));
    assert_eq!(one(form("", "1", "").read_change()), at("number", Rule::Missing));
    assert_eq!(one(form("1", "5", "").read_change()), at("number", Rule::NotAChoice));
    assert_eq!(one(form("102", "102", "").read_change()), at("parent", Rule::NotAChoice));
    assert_eq!(one(form("102", "1", "102").read_change()), at("parent_number", Rule::NotAChoice));
}

#[test]
fn ids_typed_alone() {
    assert_eq!(read_directory_id("account", " a@b.cn "), Ok("a@b.cn".into()));
    assert_eq!(read_directory_id("guid", "mytestGUID"), Ok("mytestGUID".into()));
    assert_eq!(read_directory_id("number", "0102"), Ok("102".into()));
    for name in ["王芳", "a b", "a@b", "50%?#"] {
        assert_eq!(read_directory_id("guid", name), Ok(name.into()));
        assert_eq!(read_directory_id("account", name), Ok(name.into()));
    }
    for bad in ["a/b", "a\\b", "a\nb", "..."] {
        assert_eq!(one(read_directory_id("guid", bad)), at("guid", Rule::BadCharacter), "{bad:?}");
        assert_eq!(one(read_directory_id("account", bad)), at("account", Rule::BadCharacter), "{bad:?}");
    }
    assert_eq!(one(read_directory_id("number", "")), at("number", Rule::Missing));
    assert_eq!(one(read_directory_id("number", "1")), at("number", Rule::NotAChoice));
    assert_eq!(one(read_directory_id("number", "x")), at("number", Rule::NotANumber));
}

proptest! {
    #[test]
    fn nothing_typed_can_panic(a in ".*", b in ".{0,40}", c in "[0-9+ .-]{0,30}") {
        let user = UserForm {
            account: a.clone(), name: b.clone(), mobile: c.clone(), email: a.clone(),
            department: c.clone(), department_number: b.clone(), role: c.clone(),
        };
        let _ = (user.read_new(&a), user.read_change(&b));
        let company = CompanyForm { guid: a.clone(), name: b.clone(), admin: c.clone(), admin_name: a.clone() };
        let _ = (company.read_new(&b), company.read_change());
        let department = DepartmentForm {
            number: c.clone(), name: a.clone(), parent: b.clone(), parent_number: c.clone(),
        };
        let _ = (department.read_new(), department.read_change());
        for field in ["account", "guid", "number"] {
            let _ = read_directory_id(field, &a);
        }
    }

    /// What passes here becomes part of an address, percent-encoded.
    #[test]
    fn no_id_leads_elsewhere(text in ".{0,20}") {
        if let Ok(id) = read_directory_id("account", &text) {
            prop_assert!(!id.is_empty() && !id.contains(['/', '\\']) && id.chars().any(|c| c != '.'));
        }
    }
}
