//! Where a meeting is held. The other fields follow it, so each connection has its own address.

use super::kept::Kept;
use crate::api::meetings::ConnectionChoice;
use crate::components::{Tab, Tabs};
use crate::forms::FormState;
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;

fn address(connection: &str, like: &str) -> String {
    if like.is_empty() {
        format!("/meetings/new?connection={connection}")
    } else {
        format!("/meetings/new?connection={connection}&like={like}")
    }
}

/// Links to the form of each connection, and the hidden field that says which one this is.
#[component]
pub fn Place(
    connections: Vec<ConnectionChoice>,
    current: String,
    /// The meeting to copy, or empty.
    like: String,
    state: FormState,
    /// What was typed goes along to another connection's form.
    kept: RwSignal<Option<Kept>>,
) -> impl IntoView {
    let l = locale();
    let id = state.input("connection");
    let error = state.error("connection");
    let several = connections.len() > 1;
    let tabs = connections
        .into_iter()
        .map(|connection| {
            let here = connection.id == current;
            Tab::new(address(&connection.id, &like), connection.name, here)
        })
        .collect();
    view! {
        <div class="field" id=id on:click=move |_| kept.set(Some(Kept::read(&state)))>
            <span class="field-label">{td_string!(l, meetings.form.connection)}</span>
            {several.then(|| view! { <p class="field-hint">{td_string!(l, meetings.form.connection_hint)}</p> })}
            {move || error.get().map(|text| view! { <p class="field-error">{text}</p> })}
            <Tabs label=td_string!(l, meetings.form.connection) tabs=tabs/>
            <input type="hidden" name=state.input("connection") value=current/>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn the_model_goes_along() {
        assert_eq!(address("a", ""), "/meetings/new?connection=a");
        assert_eq!(address("a", "b"), "/meetings/new?connection=a&like=b");
    }
}
