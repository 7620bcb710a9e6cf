//! What is known of a connection.

use super::health::Standing;
use super::words::{clock, vendor_name};
use crate::api::connections::ConnectionLine;
use crate::components::{Fact, Facts, Section};
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;
use portico_domain::capabilities::Vendor;
use portico_domain::forms::ConnectionForm;

/// How it stands, and how it is set up.
#[component]
pub fn ConnectionFacts(line: ConnectionLine, form: ConnectionForm) -> impl IntoView {
    let l = locale();
    let or_never =
        move |when: Option<String>| when.unwrap_or_else(|| td_string!(l, connections.never).to_owned());
    let (answered, synchronised) = (or_never(line.answered.clone()), or_never(line.synchronised.clone()));
    let standing = line.clone();
    let own = own_facts(l, line.vendor, form)
        .into_iter()
        .map(|(label, value)| view! { <Fact label=label>{value}</Fact> })
        .collect_view();
    view! {
        <Section id="state" title=td_string!(l, connections.facts.title)>
            <Facts>
                <Fact label=td_string!(l, connections.column.state)>
                    <Standing line=standing/>
                </Fact>
                <Fact label=td_string!(l, connections.facts.vendor)>{vendor_name(l, line.vendor)}</Fact>
                <Fact label=td_string!(l, connections.column.address)>{line.base_url}</Fact>
                {own}
                <Fact label=td_string!(l, connections.column.answered)>
                    {answered}
                </Fact>
                <Fact label=td_string!(l, connections.column.synchronised)>
                    {synchronised}
                </Fact>
                <Fact label=td_string!(l, connections.skew.fact)>{clock(l, line.skew_seconds)}</Fact>
                <Fact label=td_string!(l, connections.facts.zone)>{line.zone}</Fact>
                <Fact label=td_string!(l, connections.column.meetings)>{line.meetings}</Fact>
            </Facts>
        </Section>
    }
}

/// What only this vendor's connections have, in its own words.
fn own_facts(l: Locale, vendor: Vendor, form: ConnectionForm) -> Vec<(&'static str, String)> {
    let said_or = |text: String, otherwise: &'static str| match text.is_empty() {
        true => otherwise.to_owned(),
        false => text,
    };
    let never = td_string!(l, recordings.retention.never);
    let days = (td_string!(l, connections.form.recording_days), said_or(form.recording_days, never));
    match vendor {
        Vendor::Cloudroom => {
            let none = td_string!(l, connections.facts.no_platform);
            vec![
                (td_string!(l, connections.facts.public_id), form.public_id),
                (td_string!(l, connections.form.platform_id), said_or(form.platform_id, none)),
                (td_string!(l, connections.form.joins_a_minute), said_or(form.joins_a_minute, "1200")),
                days,
            ]
        }
        Vendor::Vmr => {
            let whole = form.auth == "whole";
            let auth = if whole {
                td_string!(l, connections.form.auth_whole)
            } else {
                td_string!(l, connections.form.auth_pair)
            };
            let id = (!whole).then(|| (td_string!(l, connections.form.api_id), form.public_id));
            let mut facts = vec![
                (td_string!(l, connections.form.account), form.account),
                (td_string!(l, connections.form.auth), auth.to_owned()),
            ];
            facts.extend(id);
            facts.push((td_string!(l, connections.form.recording_zone), said_or(form.recording_zone, "UTC")));
            facts.push(days);
            facts
        }
        Vendor::Webapi => {
            let own = td_string!(l, connections.facts.same_server);
            vec![(td_string!(l, connections.form.recording_base), said_or(form.recording_base, own))]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_vendor_has_its_own_facts() {
        let values = |vendor, form| -> Vec<String> {
            own_facts(Locale::en, vendor, form).into_iter().map(|(_, value)| value).collect()
        };
        let form = ConnectionForm {
            public_id: "id".into(),
            account: "a@b.cn".into(),
            auth: "whole".into(),
            ..ConnectionForm::default()
        };
        assert_eq!(values(Vendor::Cloudroom, form.clone())[0], "id");
        let vmr = values(Vendor::Vmr, form.clone());
        assert!(vmr.contains(&"a@b.cn".to_owned()) && !vmr.contains(&"id".to_owned()), "{vmr:?}");
        let paired = ConnectionForm { auth: "pair".into(), ..form.clone() };
        assert!(values(Vendor::Vmr, paired).contains(&"id".to_owned()));
        assert_eq!(values(Vendor::Webapi, form).len(), 1);
    }
}
