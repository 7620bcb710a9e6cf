//! The link as a text to be sent, in the language of whoever gets it.

use crate::api::links::LinkView;
use crate::components::{CopyText, Section, Tab, Tabs};
use crate::i18n::*;
use crate::language::{language_of, locale};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use portico_domain::language::Language;

/// The text in the language that the address names, else in the page's.
#[component]
pub fn Invitation(view: LinkView) -> impl IntoView {
    let l = locale();
    let query = use_query_map();
    let wanted = Memo::new(move |_| {
        let tag = query.with(|query| query.get("text"));
        tag.and_then(|tag| Language::from_tag(&tag)).unwrap_or_else(|| language_of(l))
    });
    let page = format!("/meetings/{}/links/{}", view.meeting, view.link.id);
    let tabs = move || {
        let tab = |language: Language, label: &'static str| {
            Tab::new(format!("{page}?text={}", language.tag()), label, wanted.get() == language)
        };
        let tabs = vec![
            tab(Language::Chinese, td_string!(l, links.text.chinese)),
            tab(Language::English, td_string!(l, links.text.english)),
        ];
        view! { <Tabs label=td_string!(l, links.text.languages) tabs=tabs/> }
    };
    let text = move || {
        let text = view.texts.iter().find(|text| text.language == wanted.get()).cloned();
        text.map(|text| {
            view! {
                <CopyText
                    id="invitation"
                    label=td_string!(l, links.text.label)
                    value=text.text
                    copy_label=td_string!(l, links.text.copy)
                    copied_label=td_string!(l, links.copied)
                    lang=text.language.tag()
                />
            }
        })
    };
    view! {
        <Section id="text" title=td_string!(l, links.text.title)>
            <div class="stack">
                <p class="muted">{td_string!(l, links.text.hint)}</p>
                {tabs}
                {text}
            </div>
        </Section>
    }
}
