//! `/connections/new`: connect a vendor. The vendor is chosen by its own address (`?vendor=vmr`).

use super::fields::{ConnectionFields, RareFields, SECRETS, SecretInputs};
use super::typed::Typed;
use super::words::{CONNECTIONS, OFFERED, vendor_name};
use crate::api::connections::AddConnection;
use crate::components::{Button, ButtonLink, FormActions, Link, PageHeader, Tab, Tabs, Variant};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use crate::page::{Page, Viewer};
use crate::pages::organizer::NotAllowed;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use portico_domain::capabilities::Vendor;
use portico_domain::forms::ConnectionForm;
use portico_domain::refusals::FieldRefusal;

/// The form of a new connection.
pub struct NewConnectionPage {
    vendor: Memo<Vendor>,
}

impl NewConnectionPage {
    /// Begins to load what the page shows.
    pub fn load() -> Self {
        let address = use_query_map();
        let vendor = Memo::new(move |_| {
            let name = address.with(|query| query.get("vendor"));
            name.and_then(|name| Vendor::from_name(&name)).unwrap_or(OFFERED[0])
        });
        Self { vendor }
    }

    /// The page itself, in its chunk.
    pub fn show(this: Self) -> AnyView {
        let l = locale();
        let vendor = this.vendor;
        let viewer = use_context::<Page>().and_then(|page| page.viewer);
        let may_connect = viewer.as_ref().is_some_and(Viewer::may_administer);
        view! {
            <Title text=td_string!(l, connections.new.title)/>
            <PageHeader
                title=td_string!(l, connections.new.title)
                back=Link::new(CONNECTIONS, td_string!(l, connections.new.back))
            />
            {if may_connect {
                view! {
                    <div class="stack">
                        {move || view! { <Vendors current=vendor.get()/> }}
                        {move || view! { <NewConnection vendor=vendor.get()/> }}
                    </div>
                }
                .into_any()
            } else {
                view! { <NotAllowed/> }.into_any()
            }}
        }
        .into_any()
    }
}

/// Whose account it is: each vendor's form has its own address, so that it works without script.
#[component]
fn Vendors(current: Vendor) -> impl IntoView {
    let l = locale();
    let tab = |vendor: Vendor| {
        let href = format!("{CONNECTIONS}/new?vendor={}", vendor.name());
        Tab::new(href, vendor_name(l, vendor), vendor == current)
    };
    view! {
        <Tabs label=td_string!(l, connections.form.vendor) tabs=OFFERED.map(tab).to_vec()/>
        <p class="muted">{td_string!(l, connections.form.vendor_hint)}</p>
    }
}

/// What the server checks too; secrets are needed here, where the form alone cannot tell.
fn check(vendor: Vendor, typed: &AddConnection) -> Result<(), Vec<FieldRefusal>> {
    let mut wrong = typed.form.read().err().unwrap_or_default();
    wrong.extend(Typed::from(typed).wrong(vendor, true));
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

#[component]
fn NewConnection(vendor: Vendor) -> impl IntoView {
    let l = locale();
    let action = ServerAction::<AddConnection>::new();
    let state = FormState::new(action, SECRETS);
    let form = ConnectionForm::default();
    let check = Callback::new(move |typed: AddConnection| check(vendor, &typed));
    view! {
        <PostForm action=action state=state check=check attr:class="form">
            <ConnectionFields vendor=vendor state=state form=form.clone()/>
            <SecretInputs vendor=vendor state=state adding=true/>
            <RareFields vendor=vendor state=state form=form adding=true/>
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
