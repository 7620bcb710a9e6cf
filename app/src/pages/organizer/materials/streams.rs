//! Where the meeting is broadcast from and to. Shown to those who may edit only: the addresses carry keys.

use super::{Read, part};
use crate::api::materials::{StreamFrom, StreamsView};
use crate::components::{CopyField, Fold, Section};
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;

/// Addresses to watch; the one to send to is folded away.
#[component]
pub fn StreamsSection(read: Read) -> impl IntoView {
    let l = locale();
    view! {
        <Section id="streams" title=td_string!(l, materials.streams.title)>
            {part(read, |view| view.streams, shown)}
        </Section>
    }
}

fn shown(l: Locale, streams: StreamsView) -> AnyView {
    let on_air = streams.pull.iter().any(|line| line.from != StreamFrom::Kept);
    if !streams.broadcast && !on_air {
        return view! { <p class="muted">{td_string!(l, materials.streams.not_broadcast)}</p> }.into_any();
    }
    let sentence = match on_air {
        true => td_string!(l, materials.streams.on_air),
        false => td_string!(l, materials.streams.off_air),
    };
    let pull = streams.pull.into_iter().enumerate().map(|(place, line)| {
        let label = match line.from {
            StreamFrom::Cdn => td_string!(l, materials.streams.cdn),
            StreamFrom::Server => td_string!(l, materials.streams.server),
            StreamFrom::Kept => td_string!(l, materials.streams.kept),
        };
        address(l, format!("stream-{place}"), label, line.address)
    });
    let pull = pull.collect_view();
    view! {
        <div class="stack">
            <p>{sentence}</p>
            {pull}
            {streams.push.map(|push| view! { <Push address=push/> })}
        </div>
    }
    .into_any()
}

fn address(l: Locale, id: String, label: &'static str, address: String) -> impl IntoView {
    view! {
        <CopyField
            id=id
            label=label
            value=address
            copy_label=td_string!(l, materials.streams.copy)
            copied_label=td_string!(l, materials.streams.copied)
        />
    }
}

/// Whoever has this address can broadcast in the meeting's name.
#[component]
fn Push(#[prop(into)] address: String) -> impl IntoView {
    let l = locale();
    view! {
        <Fold summary=td_string!(l, materials.streams.push)>
            <p>{td_string!(l, materials.streams.push_warning)}</p>
            {self::address(l, "stream-push".to_owned(), td_string!(l, materials.streams.push_address), address)}
        </Fold>
    }
}
