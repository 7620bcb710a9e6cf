//! Role × ownership × operation × door: made from the table, asked of a whole Portico.

use super::on_a_large_stack;
use super::world::{NONE, Portico, Somebody, Thing, portico, send};
use crate::http::{self, functions, layers};
use crate::policy::rule::{About, Door, Rule, Who};
use crate::policy::table::RULES;
use axum::Router;
use axum::http::Method;
use axum::middleware::{from_fn, from_fn_with_state};
use portico_domain::people::Role;

/// Whose the thing is that a request is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ownership {
    Own,
    Shared,
    Foreign,
    None,
}

const OWNERSHIPS: [Ownership; 4] = [Ownership::Own, Ownership::Shared, Ownership::Foreign, Ownership::None];

/// What the table says of a cell: a status, or anything that is no refusal of this kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Allowed,
    NotSignedIn,
    NotAllowed,
    NotFound,
}

fn verdict(rule: &Rule, role: Option<Role>, ownership: Ownership) -> Verdict {
    let Some(role) = role else { return Verdict::NotSignedIn };
    let enough = match rule.who {
        Who::Anyone | Who::Holder | Who::SignedIn => true,
        Who::Organizer => role != Role::Viewer,
        Who::Administrator => role == Role::Administrator,
    };
    if !enough {
        return Verdict::NotAllowed;
    }
    let administers = role == Role::Administrator;
    match (rule.about, ownership) {
        (About::Nothing, _) | (_, Ownership::Own) => Verdict::Allowed,
        (_, Ownership::None) => Verdict::NotFound,
        _ if administers => Verdict::Allowed,
        (_, Ownership::Foreign) => Verdict::NotFound,
        (About::SeenMeeting | About::SeenRecording, Ownership::Shared) => Verdict::Allowed,
        (About::OwnMeeting | About::OwnRecording, Ownership::Shared) => Verdict::NotAllowed,
    }
}

fn fits(verdict: Verdict, about: About, status: u16) -> bool {
    match verdict {
        Verdict::NotSignedIn => status == 401,
        Verdict::NotAllowed => status == 403,
        Verdict::NotFound => status == 404,
        // What is about nothing was asked about something that does not exist.
        Verdict::Allowed if about == About::Nothing => !matches!(status, 401 | 403 | 405),
        Verdict::Allowed => !matches!(status, 401 | 403 | 404 | 405),
    }
}

fn thing(who: &Somebody, ownership: Ownership) -> Thing {
    match ownership {
        Ownership::Own => who.own.clone(),
        Ownership::Shared => who.shared.clone(),
        Ownership::Foreign => who.foreign.clone(),
        Ownership::None => Thing { meeting: NONE.into(), link: NONE.into(), recording: NONE.into() },
    }
}

/// What an allowed request would use up, or wants a file with: there only refusals are asked for.
fn uses_up(rule: &Rule, method: &Method) -> bool {
    let streams =
        rule.path.ends_with("/play") || rule.path.ends_with("/download") || rule.path.ends_with("/file");
    let deletes = rule.path == "/fn/recordings/delete" || method == Method::DELETE;
    // Nobody shared these recordings, so there is no link to revoke.
    let revokes = rule.path == "/fn/recording-links/revoke";
    streams || revokes || (deletes && rule.about == About::OwnRecording)
}

/// A form with a file, which is read before anything else is looked at; the stories of the pictures try it.
fn wants_a_file(rule: &Rule, method: &Method) -> bool {
    rule.path == "/meetings/{id}/background" && method == Method::POST
}

/// Asks about every cell, and tells of those that are not as the table says.
async fn walk(portico: &Portico, router: &Router) -> (usize, Vec<String>) {
    let (mut asked, mut wrong) = (0, Vec::new());
    for who in [&portico.nobody, &portico.viewer, &portico.organizer, &portico.administrator] {
        for rule in RULES.iter().filter(|rule| !matches!(rule.who, Who::Anyone | Who::Holder)) {
            let about_something = rule.about != About::Nothing;
            for ownership in OWNERSHIPS.into_iter().filter(|it| about_something || *it == Ownership::None) {
                for method in rule.methods {
                    let wanted = verdict(rule, who.role, ownership);
                    let spared = wanted == Verdict::Allowed && uses_up(rule, method);
                    if spared || wants_a_file(rule, method) {
                        continue;
                    }
                    asked += 1;
                    let status = ask(portico, router, who, (rule, method), ownership).await;
                    if !fits(wanted, rule.about, status) {
                        let role = who.role.map_or("nobody", Role::name);
                        let path = rule.path;
                        wrong.push(format!(
                            "{method} {path}: {role}, {ownership:?}: {wanted:?}, got {status}"
                        ));
                    }
                }
            }
        }
    }
    (asked, wrong)
}

async fn ask(
    portico: &Portico,
    router: &Router,
    who: &Somebody,
    (rule, method): (&Rule, &Method),
    ownership: Ownership,
) -> u16 {
    let thing = thing(who, ownership);
    let id = match rule.about {
        About::Nothing => NONE,
        About::SeenMeeting | About::OwnMeeting => &thing.meeting,
        About::SeenRecording | About::OwnRecording => &thing.recording,
    };
    let typed = match (rule.door, rule.path) {
        (Door::Function, _) => portico.typed(id, &thing),
        (Door::Api, "/api/v1/meetings") => {
            r#"{"connection":"x","subject":"x","start":"2030-01-01T00:00:00Z"}"#.to_owned()
        }
        (Door::Api, _) => "{}".to_owned(),
        _ => String::new(),
    };
    send(router, who, method, &portico.path_to(rule.path, &thing), &typed).await
}

#[test]
fn every_cell_is_as_the_table_says() {
    on_a_large_stack(|| async {
        let portico = portico().await;
        let (asked, wrong) = walk(&portico, &portico.router).await;
        assert!(asked > 500, "{asked}");
        assert!(wrong.is_empty(), "{} of {asked}: {wrong:#?}", wrong.len());
    });
}

/// The use cases refuse by themselves what the table refuses: it is the first of two lines.
#[test]
fn every_cell_is_so_without_the_table_too() {
    on_a_large_stack(|| async {
        let portico = portico().await;
        let state = &portico.state;
        let behind = Router::new()
            .fallback_service(http::visitors(state).with_state(state.clone()))
            .layer(from_fn(functions::replay))
            .layer(from_fn(layers::find_language))
            .layer(from_fn_with_state(state.clone(), layers::find_caller))
            .merge(http::machines(state).with_state(state.clone()));
        let (asked, mut wrong) = walk(&portico, &behind).await;
        // An empty form, which shows nothing of anybody's.
        wrong.retain(|cell| !cell.starts_with("GET /connections/new:"));
        assert!(wrong.is_empty(), "{} of {asked}: {wrong:#?}", wrong.len());
    });
}
