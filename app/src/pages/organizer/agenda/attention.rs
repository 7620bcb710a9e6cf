//! What the viewer should know or do, above everything else.

use crate::api::agenda::Attention;
use crate::components::{ButtonLink, Notice, Tone, Variant};
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;
use portico_domain::capabilities::Vendor;

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
        Attention::Failing { connection, name, why, since, known } => {
            let text = failing_text(l, why, &since, known);
            let title = td_string!(l, agenda.attention.failing, name = name).to_string();
            connection_notice(l, Tone::Danger, connection, title, text, administers)
        }
        Attention::Skewed { connection, name, vendor, seconds } => {
            let seconds = seconds.unsigned_abs();
            let title = td_string!(l, agenda.attention.skewed, name = name, seconds = seconds).to_string();
            let text = skewed_text(l, vendor, administers).to_owned();
            connection_notice(l, Tone::Warning, connection, title, text, administers)
        }
        Attention::Unconfirmed { id, subject, when } => unconfirmed(l, &id, subject, when).into_any(),
    }
}

/// What is wrong, since when, and how old the page is because of it.
fn failing_text(l: Locale, why: String, since: &str, known: Option<String>) -> String {
    let mut parts = vec![why];
    parts.push(td_string!(l, agenda.attention.since, since = since).to_string());
    parts.push(match known {
        Some(known) => td_string!(l, agenda.attention.known, known = known).to_string(),
        None => td_string!(l, agenda.attention.never).to_owned(),
    });
    parts.join(" ")
}

/// What comes of it, and who can mend it. CloudRoom alone signs with the time.
fn skewed_text(l: Locale, vendor: Vendor, administers: bool) -> &'static str {
    match (vendor, administers) {
        (Vendor::Cloudroom, true) => td_string!(l, agenda.attention.skewed_text),
        (Vendor::Cloudroom, false) => td_string!(l, agenda.attention.skewed_ask),
        (Vendor::Vmr | Vendor::Webapi, true) => td_string!(l, agenda.attention.skewed_unsigned_text),
        (Vendor::Vmr | Vendor::Webapi, false) => td_string!(l, agenda.attention.skewed_unsigned_ask),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_vendor_that_signs_with_the_time_is_said_to_refuse_for_it() {
        for administers in [true, false] {
            let text = |vendor| skewed_text(Locale::en, vendor, administers);
            assert!(text(Vendor::Cloudroom).contains("refuses every call"));
            assert!(!text(Vendor::Vmr).contains("refuses") && !text(Vendor::Webapi).contains("refuses"));
        }
    }

    #[test]
    fn what_fails_is_said_with_its_age() {
        let text = failing_text(Locale::en, "Too many calls (22008).".into(), "2 hours ago", None);
        let expected = "Too many calls (22008). Last tried 2 hours ago. Nothing has been heard from it yet.";
        assert_eq!(text, expected);
    }
}
