//! The table. A new route or server function gets its line here; `make test` says which line is missing.

use super::rule::About::{Nothing, OwnMeeting, OwnRecording, SeenMeeting, SeenRecording};
use super::rule::Who::{Administrator, Anyone, Holder, Organizer, SignedIn};
use super::rule::{About, Door, Rule, Who};
use axum::http::Method;
use std::collections::BTreeMap;
use std::sync::LazyLock;

const GET: &[Method] = &[Method::GET];
const POST: &[Method] = &[Method::POST];
const DELETE: &[Method] = &[Method::DELETE];
const PUT: &[Method] = &[Method::PUT];
const PATCH: &[Method] = &[Method::PATCH];
const BOTH: &[Method] = &[Method::GET, Method::POST];
const ANY: &[Method] = &[Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];

const fn page(path: &'static str, who: Who, about: About) -> Rule {
    Rule { path, methods: GET, who, door: Door::Page, about }
}

const fn function(path: &'static str, who: Who, about: About) -> Rule {
    Rule { path, methods: POST, who, door: Door::Function, about }
}

const fn plain(path: &'static str, methods: &'static [Method], who: Who, about: About) -> Rule {
    Rule { path, methods, who, door: Door::Plain, about }
}

const fn api(path: &'static str, methods: &'static [Method], who: Who, about: About) -> Rule {
    Rule { path, methods, who, door: Door::Api, about }
}

/// Every door.
pub const RULES: &[Rule] = &[
    // What has no secret.
    plain("/healthz", GET, Anyone, Nothing),
    plain("/readyz", GET, Anyone, Nothing),
    plain("/assets/{release}/{*file}", GET, Anyone, Nothing),
    plain("/favicon.ico", GET, Anyone, Nothing),
    plain("/robots.txt", GET, Anyone, Nothing),
    // Exists under `--sandbox` only.
    plain("/bench/constant/{bytes}", GET, Anyone, Nothing),
    // Visitors.
    plain("/j/{slug}", BOTH, Holder, Nothing),
    plain("/j/{slug}/events", GET, Holder, Nothing),
    plain("/j/{slug}/meeting.ics", GET, Holder, Nothing),
    plain("/j/{slug}/check", GET, Holder, Nothing),
    plain("/r/{slug}", BOTH, Holder, Nothing),
    plain("/r/{slug}/play", GET, Holder, Nothing),
    plain("/r/{slug}/download", GET, Holder, Nothing),
    plain("/check", GET, Anyone, Nothing),
    plain("/check/answer", GET, Anyone, Nothing),
    plain("/sign-in", BOTH, Anyone, Nothing),
    plain("/sign-in/{provider}", POST, Anyone, Nothing),
    plain("/sign-in/{provider}/callback", GET, Anyone, Nothing),
    plain("/sign-out", POST, Anyone, Nothing),
    plain("/language", POST, Anyone, Nothing),
    plain("/invite/{token}", BOTH, Holder, Nothing),
    plain("/setup/{token}", BOTH, Holder, Nothing),
    // Pages.
    page("/", SignedIn, Nothing),
    page("/meetings", SignedIn, Nothing),
    page("/meetings/calendar", SignedIn, Nothing),
    page("/meetings/new", Organizer, Nothing),
    page("/meetings/{id}", SignedIn, SeenMeeting),
    page("/meetings/{id}/edit", Organizer, OwnMeeting),
    page("/meetings/{id}/materials", SignedIn, SeenMeeting),
    page("/meetings/{id}/sharing", SignedIn, SeenMeeting),
    page("/meetings/{id}/links/{link}", Organizer, OwnMeeting),
    page("/recordings", SignedIn, Nothing),
    page("/recordings/{id}", SignedIn, SeenRecording),
    page("/connections", Administrator, Nothing),
    page("/connections/new", Administrator, Nothing),
    page("/connections/{id}", Administrator, Nothing),
    page("/tokens", Administrator, Nothing),
    page("/people", Administrator, Nothing),
    page("/people/{id}", Administrator, Nothing),
    page("/audit", Administrator, Nothing),
    page("/system", Administrator, Nothing),
    page("/webhooks", Administrator, Nothing),
    page("/webhooks/{id}", Administrator, Nothing),
    page("/directory", Organizer, Nothing),
    page("/directory/{connection}", Organizer, Nothing),
    page("/directory/{connection}/{kind}/{act}", Administrator, Nothing),
    page("/account", SignedIn, Nothing),
    page("/account/tokens", SignedIn, Nothing),
    // Files.
    plain("/recordings/{id}/play", GET, SignedIn, SeenRecording),
    plain("/recordings/{id}/download", GET, SignedIn, SeenRecording),
    plain("/meetings/{id}/background", GET, SignedIn, SeenMeeting),
    plain("/meetings/{id}/background", POST, Organizer, OwnMeeting),
    plain("/meetings/{id}/events", GET, SignedIn, SeenMeeting),
    plain("/meetings/{id}/attendance.csv", GET, SignedIn, SeenMeeting),
    plain("/meetings/{id}/documents/{file}", GET, SignedIn, SeenMeeting),
    plain("/meetings/{meeting}/links/{link}/qr.svg", GET, Organizer, OwnMeeting),
    plain("/audit/log.csv", GET, Administrator, Nothing),
    plain("/audit/log.jsonl", GET, Administrator, Nothing),
    // The API. Who: the person whose token it is; what the token may, its scopes say too.
    api("/api/v1", GET, Anyone, Nothing),
    api("/api/v1/openapi.json", GET, Anyone, Nothing),
    api("/api/v1/me", GET, SignedIn, Nothing),
    api("/api/v1/meetings", GET, SignedIn, Nothing),
    api("/api/v1/meetings", POST, Organizer, Nothing),
    api("/api/v1/meetings/{id}", GET, SignedIn, SeenMeeting),
    api("/api/v1/meetings/{id}", PATCH, Organizer, OwnMeeting),
    api("/api/v1/meetings/{id}", DELETE, Organizer, OwnMeeting),
    api("/api/v1/meetings/{id}/end", POST, Organizer, OwnMeeting),
    api("/api/v1/meetings/{id}/live", GET, SignedIn, SeenMeeting),
    api("/api/v1/meetings/{id}/recording/start", POST, Organizer, OwnMeeting),
    api("/api/v1/meetings/{id}/recording/stop", POST, Organizer, OwnMeeting),
    api("/api/v1/meetings/{id}/attendance", GET, SignedIn, SeenMeeting),
    api("/api/v1/meetings/{id}/streams", GET, Organizer, OwnMeeting),
    api("/api/v1/meetings/{id}/documents", GET, SignedIn, SeenMeeting),
    api("/api/v1/meetings/{id}/documents", POST, Organizer, OwnMeeting),
    api("/api/v1/meetings/{id}/documents/{file}", GET, SignedIn, SeenMeeting),
    api("/api/v1/meetings/{id}/background", GET, SignedIn, SeenMeeting),
    api("/api/v1/meetings/{id}/background", PUT, Organizer, OwnMeeting),
    api("/api/v1/meetings/{id}/series", GET, SignedIn, SeenMeeting),
    api("/api/v1/meetings/{id}/cancel-following", POST, Organizer, OwnMeeting),
    api("/api/v1/meetings/{id}/links", GET, Organizer, OwnMeeting),
    api("/api/v1/meetings/{id}/links", POST, Organizer, OwnMeeting),
    api("/api/v1/meetings/{id}/links/{link}", DELETE, Organizer, OwnMeeting),
    api("/api/v1/meetings/{id}/entries", POST, Organizer, OwnMeeting),
    api("/api/v1/recordings", GET, SignedIn, Nothing),
    api("/api/v1/recordings/{id}", GET, SignedIn, SeenRecording),
    api("/api/v1/recordings/{id}/file", GET, SignedIn, SeenRecording),
    api("/api/v1/recordings/{id}", PATCH, Organizer, OwnRecording),
    api("/api/v1/recordings/{id}", DELETE, Organizer, OwnRecording),
    api("/api/v1/connections", GET, SignedIn, Nothing),
    api("/api/v1/connections/{id}", GET, SignedIn, Nothing),
    api("/api/v1/connections/{id}/rooms", GET, Organizer, Nothing),
    api("/api/v1/connections/{id}/contacts", GET, Organizer, Nothing),
    api("/api/v1/connections/{id}/users", GET, Administrator, Nothing),
    api("/api/v1/connections/{id}/users", POST, Administrator, Nothing),
    api("/api/v1/connections/{id}/users/{account}", GET, Administrator, Nothing),
    api("/api/v1/connections/{id}/users/{account}", PATCH, Administrator, Nothing),
    api("/api/v1/connections/{id}/users/{account}", DELETE, Administrator, Nothing),
    api("/api/v1/connections/{id}/departments", GET, Administrator, Nothing),
    api("/api/v1/connections/{id}/departments", POST, Administrator, Nothing),
    api("/api/v1/connections/{id}/departments/{number}", GET, Administrator, Nothing),
    api("/api/v1/connections/{id}/departments/{number}", PATCH, Administrator, Nothing),
    api("/api/v1/connections/{id}/departments/{number}", DELETE, Administrator, Nothing),
    api("/api/v1/connections/{id}/companies", GET, Administrator, Nothing),
    api("/api/v1/connections/{id}/companies", POST, Administrator, Nothing),
    api("/api/v1/connections/{id}/companies/{guid}", GET, Administrator, Nothing),
    api("/api/v1/connections/{id}/companies/{guid}", PATCH, Administrator, Nothing),
    api("/api/v1/connections/{id}/companies/{guid}", DELETE, Administrator, Nothing),
    api("/api/v1/webhooks", GET, Administrator, Nothing),
    api("/api/v1/webhooks", POST, Administrator, Nothing),
    api("/api/v1/webhooks/{id}", GET, Administrator, Nothing),
    api("/api/v1/webhooks/{id}", PATCH, Administrator, Nothing),
    api("/api/v1/webhooks/{id}", DELETE, Administrator, Nothing),
    api("/api/v1/webhooks/{id}/rotate", POST, Administrator, Nothing),
    api("/api/v1/webhooks/{id}/test", POST, Administrator, Nothing),
    api("/api/v1/webhooks/{id}/deliveries", GET, Administrator, Nothing),
    api("/api/v1/webhooks/{id}/deliveries/{delivery}/replay", POST, Administrator, Nothing),
    // The proxy: a token with its scope. Which operations pass, its own list says.
    api("/proxy", ANY, Holder, Nothing),
    api("/proxy/", ANY, Holder, Nothing),
    api("/proxy/{*rest}", ANY, Holder, Nothing),
    // Server functions: one's own account.
    function("/fn/account/view", SignedIn, Nothing),
    function("/fn/account/save", SignedIn, Nothing),
    function("/fn/account/change-password", SignedIn, Nothing),
    function("/fn/account/end-session", SignedIn, Nothing),
    function("/fn/account/end-other-sessions", SignedIn, Nothing),
    function("/fn/tokens/view", SignedIn, Nothing),
    function("/fn/tokens/create", SignedIn, Nothing),
    function("/fn/tokens/revoke", SignedIn, Nothing),
    // Meetings.
    function("/fn/agenda/read", SignedIn, Nothing),
    function("/fn/meetings/list", SignedIn, Nothing),
    function("/fn/meetings/calendar", SignedIn, Nothing),
    function("/fn/meetings/form", Organizer, Nothing),
    function("/fn/meetings/schedule", Organizer, Nothing),
    function("/fn/meetings/view", SignedIn, SeenMeeting),
    function("/fn/meetings/live", SignedIn, SeenMeeting),
    function("/fn/meetings/edit", Organizer, OwnMeeting),
    function("/fn/meetings/change", Organizer, OwnMeeting),
    function("/fn/meetings/end", Organizer, OwnMeeting),
    function("/fn/meetings/cancel", Organizer, OwnMeeting),
    function("/fn/series/cancel", Organizer, OwnMeeting),
    function("/fn/control/room", SignedIn, SeenMeeting),
    function("/fn/control/record", Organizer, OwnMeeting),
    function("/fn/control/stop", Organizer, OwnMeeting),
    function("/fn/links/create", Organizer, OwnMeeting),
    function("/fn/links/view", Organizer, OwnMeeting),
    function("/fn/links/change", Organizer, OwnMeeting),
    function("/fn/links/revoke", Organizer, OwnMeeting),
    // Who sees a meeting without owning it is told nothing of with whom else.
    function("/fn/shares/list", SignedIn, Nothing),
    function("/fn/shares/add", Organizer, OwnMeeting),
    function("/fn/shares/remove", Organizer, OwnMeeting),
    function("/fn/shares/hand-over", Organizer, OwnMeeting),
    function("/fn/materials/view", SignedIn, SeenMeeting),
    function("/fn/materials/attach", Organizer, OwnMeeting),
    function("/fn/people/find", Organizer, Nothing),
    // Recordings.
    function("/fn/recordings/list", SignedIn, Nothing),
    function("/fn/recordings/view", SignedIn, SeenRecording),
    function("/fn/recordings/retain", Organizer, OwnRecording),
    function("/fn/recordings/delete", Organizer, OwnRecording),
    function("/fn/recording-links/list", SignedIn, SeenRecording),
    function("/fn/recording-links/create", Organizer, OwnRecording),
    function("/fn/recording-links/revoke", Organizer, OwnRecording),
    // The vendor's directory.
    function("/fn/directory/places", Organizer, Nothing),
    function("/fn/directory/view", Organizer, Nothing),
    function("/fn/directory/entry", Administrator, Nothing),
    function("/fn/directory/create-user", Administrator, Nothing),
    function("/fn/directory/change-user", Administrator, Nothing),
    function("/fn/directory/create-department", Administrator, Nothing),
    function("/fn/directory/change-department", Administrator, Nothing),
    function("/fn/directory/create-company", Administrator, Nothing),
    function("/fn/directory/change-company", Administrator, Nothing),
    function("/fn/directory/remove", Administrator, Nothing),
    function("/fn/directory/drop", Administrator, Nothing),
    // Administration.
    function("/fn/connections/list", Administrator, Nothing),
    function("/fn/connections/view", Administrator, Nothing),
    function("/fn/connections/add", Administrator, Nothing),
    function("/fn/connections/change", Administrator, Nothing),
    function("/fn/connections/change-secret", Administrator, Nothing),
    function("/fn/connections/test", Administrator, Nothing),
    function("/fn/connections/pause", Administrator, Nothing),
    function("/fn/connections/remove", Administrator, Nothing),
    function("/fn/accounts/list", Administrator, Nothing),
    function("/fn/accounts/view", Administrator, Nothing),
    function("/fn/accounts/invite", Administrator, Nothing),
    function("/fn/accounts/reset-password", Administrator, Nothing),
    function("/fn/accounts/change-role", Administrator, Nothing),
    function("/fn/accounts/disable", Administrator, Nothing),
    function("/fn/accounts/delete", Administrator, Nothing),
    function("/fn/issued-tokens/list", Administrator, Nothing),
    function("/fn/issued-tokens/revoke", Administrator, Nothing),
    function("/fn/webhooks/list", Administrator, Nothing),
    function("/fn/webhooks/view", Administrator, Nothing),
    function("/fn/webhooks/log", Administrator, Nothing),
    function("/fn/webhooks/add", Administrator, Nothing),
    function("/fn/webhooks/change", Administrator, Nothing),
    function("/fn/webhooks/pause", Administrator, Nothing),
    function("/fn/webhooks/rotate", Administrator, Nothing),
    function("/fn/webhooks/remove", Administrator, Nothing),
    function("/fn/webhooks/test", Administrator, Nothing),
    function("/fn/webhooks/replay", Administrator, Nothing),
    function("/fn/system/view", Administrator, Nothing),
    function("/fn/audit/search", Administrator, Nothing),
    function("/fn/audit/check", Administrator, Nothing),
];

/// Finds the lines of a path, as the router would find its route.
static LINES: LazyLock<matchit::Router<Vec<&'static Rule>>> = LazyLock::new(|| {
    let mut paths: BTreeMap<&str, Vec<&'static Rule>> = BTreeMap::new();
    for rule in RULES {
        paths.entry(rule.path).or_default().push(rule);
    }
    let mut lines = matchit::Router::new();
    for (path, rules) in paths {
        // What cannot be put in is not found, so it is refused; a test sees to it that there is none.
        let _ = lines.insert(path, rules);
    }
    lines
});

/// Each of them for other methods.
pub fn find(path: &str) -> Option<&'static [&'static Rule]> {
    LINES.at(path).ok().map(|found| found.value.as_slice())
}
