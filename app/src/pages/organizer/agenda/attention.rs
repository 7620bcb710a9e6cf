//! What the viewer should know or do, above everything else.

use crate::api::agenda::Attention;
use crate::components::{ButtonLink, Notice, Tone, Variant};
use crate::i18n::*;
use crate::language::{kind_text, locale};
use leptos::prelude::*;
use portico_domain::refusals::Kind;

/// One notice for each thing; nothing at all when all is well.
#[component]
pub fn AttentionList(items: Vec<Attention>, administers: bool) -> impl IntoView {
    let l = locale();
    (!items.is_empty()).then(|| {
        let notices = items.into_iter().map(|item| notice(l, item, administers)).collect_view();
        view! {
            <section class="stack" aria-label=td_string!(l, agenda.attention.title)>{notices}</section>
        }
    })
}

fn notice(l: Locale, item: Attention, administers: bool) -> AnyView {
    match item {
        Attention::Failing { connection, name, kind, code, since, known } => {
            let text = failing_text(l, &kind, code, &since, known);
            let title = td_string!(l, agenda.attention.failing, name = name).to_string();
            connection_notice(l, Tone::Danger, connection, title, text, administers)
        }
        Attention::Skewed { connection, name, seconds } => {
            let seconds = seconds.unsigned_abs();
            let title = td_string!(l, agenda.attention.skewed, name = name, seconds = seconds).to_string();
            let text = if administers {
                td_string!(l, agenda.attention.skewed_text)
            } else {
                td_string!(l, agenda.attention.skewed_ask)
            };
            connection_notice(l, Tone::Warning, connection, title, text.to_owned(), administers)
        }
        Attention::Unconfirmed { id, subject, when } => unconfirmed(l, &id, subject, when).into_any(),
    }
}

/// What is wrong, since when, and how old the page is because of it.
fn failing_text(l: Locale, kind: &str, code: Option<String>, since: &str, known: Option<String>) -> String {
    let kind = Kind::from_name(kind).unwrap_or(Kind::VendorSilent);
    let mut parts = vec![kind_text(l, kind).to_owned()];
    if let Some(code) = code {
        parts.push(td_string!(l, agenda.attention.code, code = code).to_string());
    }
    parts.push(td_string!(l, agenda.attention.since, since = since).to_string());
    parts.push(match known {
        Some(known) => td_string!(l, agenda.attention.known, known = known).to_string(),
        None => td_string!(l, agenda.attention.never).to_owned(),
    });
    parts.join(" ")
}

fn connection_notice(
    l: Locale,
    tone: Tone,
    connection: String,
    title: String,
    text: String,
    administers: bool,
) -> AnyView {
    let action = move || {
        administers.then(|| {
            view! {
                <ButtonLink href=format!("/connections/{connection}") variant=Variant::Secondary>
                    {td_string!(l, agenda.attention.open_connection)}
                </ButtonLink>
            }
        })
    };
    view! { <Notice tone=tone title=title actions=action><p>{text}</p></Notice> }.into_any()
}

fn unconfirmed(l: Locale, id: &str, subject: String, when: String) -> impl IntoView + use<> {
    let href = format!("/meetings/{id}");
    view! {
        <Notice
            tone=Tone::Warning
            title=td_string!(l, agenda.attention.unconfirmed, subject = subject).to_string()
            actions=move || view! {
                <ButtonLink href=href variant=Variant::Secondary>
                    {td_string!(l, agenda.attention.open_meeting)}
                </ButtonLink>
            }
        >
            <p>{td_string!(l, agenda.attention.unconfirmed_text, when = when).to_string()}</p>
        </Notice>
    }
}
