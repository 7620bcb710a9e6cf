//! The secret type keeps its secret.

#[test]
fn a_secret_can_neither_be_displayed_nor_serialised() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/secret_*.rs");
}

#[test]
fn its_debug_is_redacted() {
    let secret = portico_vendors::kit::SecretString::from("canary");
    assert!(!format!("{secret:?} {secret:#?}").contains("canary"));
}
