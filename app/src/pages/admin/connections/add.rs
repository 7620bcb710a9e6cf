//! `/connections/new`: connect a vendor.

use super::fields::{ConnectionFields, RareFields};
use super::words::{CONNECTIONS, OFFERED, vendor_name};
use crate::api::connections::AddConnection;
use crate::components::{
    Button, ButtonLink, Choice, FieldWidth, FormActions, Link, PageHeader, PasswordField, SelectField,
    Variant,
};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use crate::page::{Page, Viewer};
use crate::pages::organizer::NotAllowed;
use leptos::prelude::*;
use leptos_meta::Title;
use portico_domain::forms::ConnectionForm;
use portico_domain::refusals::{FieldRefusal, Rule};

/// The form of a new connection.
pub struct NewConnectionPage;

impl NewConnectionPage {
    /// Begins to load what the page shows.
    pub fn load() -> Self {
        Self
    }

    /// The page itself, in its chunk.
    pub fn show(_this: Self) -> AnyView {
        let l = locale();
        let viewer = use_context::<Page>().and_then(|page| page.viewer);
        let may_connect = viewer.as_ref().is_some_and(Viewer::may_administer);
        view! {
            <Title text=td_string!(l, connections.new.title)/>
            <PageHeader
                title=td_string!(l, connections.new.title)
                back=Link::new(CONNECTIONS, td_string!(l, connections.new.back))
            />
            {if may_connect {
                view! { <NewConnection/> }.into_any()
            } else {
                view! { <NotAllowed/> }.into_any()
            }}
        }
        .into_any()
    }
}

/// What the server checks too; a key is needed here, where the form alone cannot tell.
fn check(typed: AddConnection) -> Result<(), Vec<FieldRefusal>> {
    let mut wrong = typed.form.read().err().unwrap_or_default();
    if typed.secret.trim().is_empty() {
        wrong.push(FieldRefusal::new("secret", Rule::Missing));
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

#[component]
fn NewConnection() -> impl IntoView {
    let l = locale();
    let action = ServerAction::<AddConnection>::new();
    let state = FormState::new(action, &["secret"]);
    let vendors = OFFERED.map(|vendor| Choice::new(vendor.name(), vendor_name(l, vendor))).to_vec();
    let form = ConnectionForm::default();
    view! {
        <PostForm action=action state=state check=Callback::new(check) attr:class="form">
            <SelectField
                name=state.input("vendor")
                label=td_string!(l, connections.form.vendor)
                choices=vendors
                value=state.value("vendor", OFFERED[0].name())
                error=state.error("vendor")
                width=FieldWidth::Medium
                required=true
            />
            <ConnectionFields state=state form=form.clone()/>
            <PasswordField
                name=state.input("secret")
                label=td_string!(l, connections.form.secret)
                hint=td_string!(l, connections.form.secret_hint)
                error=state.error("secret")
                autocomplete="off"
                required=true
            />
            <RareFields state=state form=form/>
            <FormActions>
                <Button pending=action.pending() pending_label=td_string!(l, connections.new.pending)>
                    {td_string!(l, connections.new.submit)}
                </Button>
                <ButtonLink href=CONNECTIONS variant=Variant::Quiet>
                    {td_string!(l, connections.new.cancel)}
                </ButtonLink>
            </FormActions>
        </PostForm>
    }
}
