//! What a form of the directory says when it was refused.

use crate::components::{ErrorSummary, Notice};
use crate::forms::FormState;
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::directory::words::Part;
use crate::pages::organizer::outcome;
use leptos::prelude::*;
use portico_domain::refusals::{Kind, Refusal};

/// The vendor's only code for whatever is wrong here.
const BAD_PARAMETER: &str = "400";

/// As everywhere, but for silence: nobody is looking into it, as nobody can.
pub fn words(l: Locale, state: FormState, refusal: &Refusal) -> String {
    match refusal.kind {
        Kind::Unconfirmed => td_string!(l, directory.unconfirmed).to_owned(),
        _ => state.words(refusal),
    }
}

/// The summary above a form, with what the vendor leaves unsaid.
#[component]
pub fn Outcome(state: FormState, part: Part) -> impl IntoView {
    let l = locale();
    let (refusal, message) = (state.refusal(), state.message());
    let message = Signal::derive(move || {
        let silent = refusal.with(|it| it.as_ref().is_some_and(|it| it.kind == Kind::Unconfirmed));
        if silent { Some(td_string!(l, directory.unconfirmed).to_owned()) } else { message.get() }
    });
    view! {
        <ErrorSummary
            title=td_string!(l, refusals.title)
            colon=td_string!(l, refusals.colon)
            errors=state.errors()
            message=message
        />
        <Vague state=state part=part/>
    }
}

/// What the vendor's one code may mean.
#[component]
pub fn Vague(state: FormState, part: Part) -> impl IntoView {
    let l = locale();
    let refusal = state.refusal();
    move || {
        let vague = refusal.with(|refusal| {
            let answer = refusal.as_ref().and_then(|refusal| refusal.vendor.as_ref());
            answer.is_some_and(|answer| answer.code == BAD_PARAMETER)
        });
        vague.then(|| {
            let text = match part {
                Part::Companies => td_string!(l, directory.vague.company),
                Part::Departments => td_string!(l, directory.vague.department),
                _ => td_string!(l, directory.vague.user),
            };
            view! { <Notice title=td_string!(l, directory.vague.title)><p>{text}</p></Notice> }
        })
    }
}

/// Why a panel that asked first did nothing, said in the page: the panel is closed by then.
#[component]
pub fn NotDone(state: FormState, #[prop(into)] title: String) -> impl IntoView {
    let l = locale();
    let said = Callback::new(move |refusal: Refusal| words(l, state, &refusal));
    view! { <outcome::NotDone state=state title=title words=said/> }
}
