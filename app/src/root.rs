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
#[cfg(feature = "ssr")]
use leptos_router::PossibleRouteMatch;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{Lazy, SsrMode, path};

/// The routes, each an address with the page it leads to: as the router takes them, and for the server, which
/// names a page's chunk in its head.
macro_rules! addresses {
    ($($path:tt => $route:ident),+ $(,)?) => {
        #[component]
        fn Addresses() -> impl IntoView {
            view! {
                <Routes fallback=NotFoundPage>
                    $(<Route path=path!($path) view={Lazy::<$route>::new()} ssr=SsrMode::Async/>)+
                </Routes>
            }
        }

        /// The function by which the browser gets at the page at this path; the list of a release's chunks goes by it.
        #[cfg(feature = "ssr")]
        pub fn entrance(path: &str) -> Option<&'static str> {
            $(
                if path!($path).test(path).is_some_and(|rest| rest.remaining().trim_matches('/').is_empty()) {
                    return Some($route::ENTRANCE);
                }
            )+
            None
        }
    };
}

addresses! {
    "/" => Agenda,
    "/meetings" => Meetings,
    "/meetings/calendar" => Calendar,
    "/meetings/new" => Schedule,
    "/meetings/:id" => Meeting,
    "/meetings/:id/edit" => Edit,
    "/meetings/:id/materials" => Materials,
    "/meetings/:id/sharing" => Sharing,
    "/meetings/:id/links/:link" => JoinLink,
    "/recordings" => Recordings,
    "/recordings/:id" => Recording,
    "/connections" => Connections,
    "/connections/new" => NewConnection,
    "/connections/:id" => Connection,
    "/people" => People,
    "/people/:id" => Person,
    "/tokens" => IssuedTokens,
    "/audit" => Audit,
    "/system" => System,
    "/webhooks" => Webhooks,
    "/webhooks/:id" => Webhook,
    "/directory" => Directories,
    "/directory/:connection" => Directory,
    "/directory/:connection/:kind/:act" => DirectoryEntry,
    "/account/tokens" => Tokens,
    "/account" => Account,
}

/// The signed-in application. On the server [`Page`] stands in the context; the browser takes it from
/// what the server sent along.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let page = SharedValue::new(|| use_context::<Page>().unwrap_or_default()).into_inner();
    provide_context(page);
    view! {
        <Title formatter=title_text/>
        <Router>
            <Frame>
                <Addresses/>
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

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::entrance;

    #[test]
    fn an_address_leads_to_the_chunk_of_its_own_page() {
        let known = [
            ("/", "show_home"),
            ("/meetings", "show_looking"),
            ("/meetings/", "show_looking"),
            ("/meetings/calendar", "show_looking"),
            ("/meetings/new", "show_filling"),
            ("/meetings/0192f0c1", "show_meeting"),
            ("/meetings/0192f0c1/edit", "show_filling"),
            ("/meetings/0192f0c1/links/7", "show_passing_on"),
            ("/directory/3/rooms/new", "show_directing"),
            ("/account/tokens", "show_own"),
        ];
        for (path, name) in known {
            assert_eq!(entrance(path), Some(name), "{path}");
        }
        for path in ["/nothing", "/meetings/1/2/3", "/account/tokens/1"] {
            assert_eq!(entrance(path), None, "{path}");
        }
    }
}
