//! The routes of the application. Each page is a chunk of its own, loaded when it is first needed.

use crate::page::Page;
use crate::pages::chunks::{
    Account, Agenda, Audit, Calendar, Connection, Connections, Directories, Directory, DirectoryEntry, Edit,
    IssuedTokens, JoinLink, Materials, Meeting, Meetings, NewConnection, People, Person, Recording,
    Recordings, Schedule, Sharing, System, Tokens, Webhook, Webhooks,
};
use crate::pages::frame::Frame;
use crate::pages::organizer::NotFoundPage;
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{Lazy, SsrMode, path};

/// The signed-in application. On the server [`Page`] stands in the context; the browser takes it from
/// what the server sent along.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let page = SharedValue::new(|| use_context::<Page>().unwrap_or_default()).into_inner();
    provide_context(page);
    let whole = SsrMode::Async;
    view! {
        <Title formatter=title_text/>
        <Router>
            <Frame>
                <Routes fallback=NotFoundPage>
                    <Route path=path!("/") view={Lazy::<Agenda>::new()} ssr=whole.clone()/>
                    <Route path=path!("/meetings") view={Lazy::<Meetings>::new()} ssr=whole.clone()/>
                    <Route path=path!("/meetings/calendar") view={Lazy::<Calendar>::new()} ssr=whole.clone()/>
                    <Route path=path!("/meetings/new") view={Lazy::<Schedule>::new()} ssr=whole.clone()/>
                    <Route path=path!("/meetings/:id") view={Lazy::<Meeting>::new()} ssr=whole.clone()/>
                    <Route path=path!("/meetings/:id/edit") view={Lazy::<Edit>::new()} ssr=whole.clone()/>
                    <Route path=path!("/meetings/:id/materials") view={Lazy::<Materials>::new()} ssr=whole.clone()/>
                    <Route path=path!("/meetings/:id/sharing") view={Lazy::<Sharing>::new()} ssr=whole.clone()/>
                    <Route path=path!("/meetings/:id/links/:link") view={Lazy::<JoinLink>::new()} ssr=whole.clone()/>
                    <Route path=path!("/recordings") view={Lazy::<Recordings>::new()} ssr=whole.clone()/>
                    <Route path=path!("/recordings/:id") view={Lazy::<Recording>::new()} ssr=whole.clone()/>
                    <Route path=path!("/connections") view={Lazy::<Connections>::new()} ssr=whole.clone()/>
                    <Route path=path!("/connections/new") view={Lazy::<NewConnection>::new()} ssr=whole.clone()/>
                    <Route path=path!("/connections/:id") view={Lazy::<Connection>::new()} ssr=whole.clone()/>
                    <Route path=path!("/people") view={Lazy::<People>::new()} ssr=whole.clone()/>
                    <Route path=path!("/people/:id") view={Lazy::<Person>::new()} ssr=whole.clone()/>
                    <Route path=path!("/tokens") view={Lazy::<IssuedTokens>::new()} ssr=whole.clone()/>
                    <Route path=path!("/audit") view={Lazy::<Audit>::new()} ssr=whole.clone()/>
                    <Route path=path!("/system") view={Lazy::<System>::new()} ssr=whole.clone()/>
                    <Route path=path!("/webhooks") view={Lazy::<Webhooks>::new()} ssr=whole.clone()/>
                    <Route path=path!("/webhooks/:id") view={Lazy::<Webhook>::new()} ssr=whole.clone()/>
                    <Route path=path!("/directory") view={Lazy::<Directories>::new()} ssr=whole.clone()/>
                    <Route path=path!("/directory/:connection") view={Lazy::<Directory>::new()} ssr=whole.clone()/>
                    <Route
                        path=path!("/directory/:connection/:kind/:act")
                        view={Lazy::<DirectoryEntry>::new()}
                        ssr=whole.clone()
                    />
                    <Route path=path!("/account/tokens") view={Lazy::<Tokens>::new()} ssr=whole.clone()/>
                    <Route path=path!("/account") view={Lazy::<Account>::new()} ssr=whole/>
                </Routes>
            </Frame>
        </Router>
    }
    // Without this the compiler would have to name the type of the whole application.
    .into_any()
}

/// The page's title as a text of HTML: leptos_meta writes it between the tags as it is, and much of it is typed by
/// people. A browser that sets the title itself takes it for what it is.
fn title_text(title: String) -> String {
    if cfg!(feature = "ssr") {
        title.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
    } else {
        title
    }
}
