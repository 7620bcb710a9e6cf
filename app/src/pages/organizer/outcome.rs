//! What a form at the edge of a page says after it was sent.

use crate::api::Refused;
use crate::components::{Notice, Tone};
use crate::forms::FormState;
use crate::page::Page;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;
use leptos_router::hooks::use_query_map;
use portico_domain::refusals::Refusal;

/// Why something was not done, in the page itself.
///
/// A panel that asks first is closed again when a page without script comes back, so that what it
/// says inside would not be seen. With script it would stay open over this, so it is closed, and this takes the focus.
#[component]
pub fn NotDone(
    state: FormState,
    #[prop(into)] title: String,
    /// Where the refusal has better words than everywhere.
    #[prop(optional, into)]
    words: Option<Callback<Refusal, String>>,
) -> impl IntoView {
    let refusal = state.refusal();
    let node = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |_| {
        if let (Some(_), Some(node)) = (refusal.get(), node.get()) {
            close_panel();
            // A courtesy: it is read out anyway.
            let _ = node.focus();
        }
    });
    move || {
        refusal.get().map(|refusal| {
            let text = match words {
                Some(words) => words.run(refusal),
                None => state.words(&refusal),
            };
            view! {
                <div tabindex="-1" node_ref=node>
                    <Notice tone=Tone::Danger title=title.clone() live=true>
                        <p>{text}</p>
                    </Notice>
                </div>
            }
        })
    }
}

/// Closes the panel that asked first, if one is open.
fn close_panel() {
    // Browsers without popovers do not know the selector, and have none open.
    let open = document().query_selector(".confirm-panel:popover-open").ok().flatten();
    if let Some(panel) = open.and_then(|panel| panel.dyn_into::<HtmlElement>().ok()) {
        let _ = panel.hide_popover();
    }
}

/// A sentence about what was done, read out when it appears.
#[component]
pub fn Done(#[prop(into)] text: Signal<Option<String>>) -> impl IntoView {
    view! {
        <div aria-live="polite">
            {move || text.get().map(|text| view! { <Notice tone=Tone::Success><p>{text}</p></Notice> })}
        </div>
    }
}

/// How often an action has succeeded. (`version` counts refusals too.)
pub fn successes<S>(action: ServerAction<S>) -> Memo<usize>
where
    S: ServerFn<Error = Refused> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    Memo::new(move |before: Option<&usize>| {
        let version = action.version().get();
        let good = action.value().with(|value| matches!(value, Some(Ok(_))));
        if good { version } else { before.copied().unwrap_or_default() }
    })
}

/// "Saved." and the like, as long as the action's last answer was good.
pub fn said<S>(action: ServerAction<S>, text: &'static str) -> Signal<Option<String>>
where
    S: ServerFn<Error = Refused> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    Signal::derive(move || {
        let good = action.value().with(|value| matches!(value, Some(Ok(_))));
        (good && !action.pending().get()).then(|| text.to_owned())
    })
}

/// Fields that must be empty again after a success, such as passwords: made anew each time.
#[component]
pub fn Fresh(#[prop(into)] count: Signal<usize>, children: ChildrenFn) -> impl IntoView {
    view! { <For each=move || [count.get()] key=|count| *count children=move |_| children()/> }
}

/// What the address says was just saved (`?saved=profile`), as it was when the page came.
pub fn saved_word() -> StoredValue<Option<String>> {
    let refused = use_context::<Page>().is_some_and(|page| page.replay.is_some());
    let word = use_query_map().with_untracked(|query| query.get("saved"));
    StoredValue::new(word.filter(|_| !refused))
}
