//! Which pages the browser fetches together.
//!
//! Each chunk is one piece of wasm; what two chunks share becomes a third piece, so few chunks beat
//! many. People who only look do not fetch the forms, organizers do not fetch the administrator's pages.

use super::admin::{
    AuditPage, ConnectionPage, ConnectionsPage, EntryPage, IssuedTokensPage, NewConnectionPage, PeoplePage,
    PersonPage, SystemPage, WebhookPage, WebhooksPage,
};
use super::organizer::{
    AccountPage, AgendaPage, CalendarPage, DirectoriesPage, DirectoryPage, EditPage, LinkPage, MaterialsPage,
    MeetingPage, MeetingsPage, RecordingPage, RecordingsPage, SchedulePage, SharingPage, TokensPage,
};
use leptos::lazy;
use leptos::prelude::*;
use leptos_router::LazyRoute;

/// A chunk: its routes, the pages behind them, and the one function by which the browser gets at all
/// of them. The routes themselves carry nothing, so that reading and showing a page's data is in the
/// chunk too.
macro_rules! chunk {
    ($(#[$doc:meta])* $chunk:ident, $show:ident, $preload:ident: $($route:ident -> $page:ident),+ $(,)?) => {
        $(#[$doc])*
        enum $chunk {
            $($route),+
        }

        #[lazy]
        fn $show(page: $chunk) -> AnyView {
            match page {
                $($chunk::$route => $page::show($page::load())),+
            }
        }

        $(
            #[doc = concat!("Leads to [`", stringify!($page), "`].")]
            pub struct $route;

            #[cfg(feature = "ssr")]
            impl $route {
                /// The one function by which the browser gets at this page, as the list of a release's chunks calls it.
                pub const ENTRANCE: &str = stringify!($show);
            }

            impl LazyRoute for $route {
                fn data() -> Self {
                    Self
                }

                async fn view(_: Self) -> AnyView {
                    $show($chunk::$route).await
                }

                async fn preload() {
                    #[cfg(target_arch = "wasm32")]
                    $preload().await;
                }
            }
        )+
    };
}

chunk! {
    /// The first page of most visits.
    Home, show_home, __preload_show_home:
    Agenda -> AgendaPage
}

chunk! {
    /// Lists, and what is only looked at.
    Looking, show_looking, __preload_show_looking:
    Meetings -> MeetingsPage, Calendar -> CalendarPage, Recordings -> RecordingsPage
}

chunk! {
    /// What is passed on to people outside: a recording, a join link.
    PassingOn, show_passing_on, __preload_show_passing_on:
    Recording -> RecordingPage, JoinLink -> LinkPage
}

chunk! {
    /// One meeting.
    OneMeeting, show_meeting, __preload_show_meeting:
    Meeting -> MeetingPage
}

chunk! {
    /// What a meeting has besides its own page.
    BesideMeeting, show_beside_meeting, __preload_show_beside_meeting:
    Materials -> MaterialsPage, Sharing -> SharingPage
}

chunk! {
    /// The larger forms.
    Filling, show_filling, __preload_show_filling:
    Schedule -> SchedulePage, Edit -> EditPage
}

chunk! {
    /// The person's own settings, and the tokens of their scripts.
    Own, show_own, __preload_show_own:
    Account -> AccountPage, Tokens -> TokensPage
}

chunk! {
    /// Only administrators come here.
    Administering, show_administering, __preload_show_administering:
    Connections -> ConnectionsPage, NewConnection -> NewConnectionPage, Connection -> ConnectionPage
}

chunk! {
    /// Only administrators come here too.
    Governing, show_governing, __preload_show_governing:
    People -> PeoplePage, Person -> PersonPage, Audit -> AuditPage, IssuedTokens -> IssuedTokensPage
}

chunk! {
    /// Only administrators look after the server, and say which other systems hear of events.
    Operating, show_operating, __preload_show_operating:
    System -> SystemPage, Webhooks -> WebhooksPage, Webhook -> WebhookPage
}

chunk! {
    /// Rooms, contacts, users, departments, companies.
    Directing, show_directing, __preload_show_directing:
    Directories -> DirectoriesPage, Directory -> DirectoryPage, DirectoryEntry -> EntryPage
}
