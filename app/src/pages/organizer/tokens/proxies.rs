//! Leave to speak the vendors' own APIs, connection by connection and operation by operation.

use super::make::scope_field;
use crate::api::tokens::{ProxyConnection, ProxyOperation};
use crate::components::{CheckboxField, CopyField, Fieldset, Fold};
use crate::forms::FormState;
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;

/// One fold for each connection.
#[component]
pub fn Proxies(connections: Vec<ProxyConnection>, state: FormState) -> impl IntoView {
    let l = locale();
    let folds = connections
        .into_iter()
        .map(|connection| view! { <Operations connection=connection state=state/> })
        .collect_view();
    view! {
        <Fieldset legend=td_string!(l, tokens.proxy.title)>
            <p class="muted">{td_string!(l, tokens.proxy.text)}</p>
            {folds}
        </Fieldset>
    }
}

#[component]
fn Operations(connection: ProxyConnection, state: FormState) -> impl IntoView {
    let l = locale();
    let ProxyConnection { id, name, address, operations } = connection;
    let field = |operation: &str| scope_field(&format!("proxy:{id}:{operation}"));
    let all = field("*");
    let names = operations.iter().map(|operation| operation.name.as_str());
    let open = names.chain(["*"]).any(|operation| state.ticked(&field(operation), false));
    let boxes = operations
        .iter()
        .map(|operation| view! { <OneOperation field=field(&operation.name) operation=operation.clone() state=state/> })
        .collect_view();
    let label = td_string!(l, tokens.proxy.address, name = name.as_str()).to_string();
    view! {
        <Fold summary=name open=open>
            <CopyField
                id=format!("proxy-{id}")
                label=label
                value=address
                copy_label=td_string!(l, tokens.proxy.copy)
                copied_label=td_string!(l, tokens.proxy.copied)
            />
            <CheckboxField
                name=state.input(&all)
                label=td_string!(l, tokens.proxy.all)
                checked=state.ticked(&all, false)
                hint=td_string!(l, tokens.proxy.all_hint).to_owned()
            />
            {boxes}
        </Fold>
    }
}

#[component]
fn OneOperation(field: String, operation: ProxyOperation, state: FormState) -> impl IntoView {
    let l = locale();
    let hint = operation.only_by_name.then(|| td_string!(l, tokens.proxy.by_name).to_owned());
    view! {
        <CheckboxField
            name=state.input(&field)
            label=format!("{} {}", operation.name, operation.section)
            checked=state.ticked(&field, false)
            hint=Signal::stored(hint)
        />
    }
}
