//! WebAPI: a meeting without an end, and one that is broadcast.

use super::fields::Purpose;
use crate::components::CheckboxField;
use crate::forms::FormState;
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;
use portico_domain::forms::MeetingForm;

/// Both boxes. Whether it is broadcast is settled when it is made.
#[component]
pub fn Broadcast(form: MeetingForm, purpose: Purpose, state: FormState) -> impl IntoView {
    let l = locale();
    let live = match purpose {
        Purpose::Schedule => view! {
            <CheckboxField
                name=state.input("live")
                label=td_string!(l, meetings.form.live)
                hint=td_string!(l, meetings.form.live_hint)
                checked=state.ticked("live", !form.live.is_empty())
                error=state.error("live")
            />
        }
        .into_any(),
        Purpose::Change => {
            let text = if form.live.is_empty() {
                td_string!(l, meetings.form.not_live_stays)
            } else {
                td_string!(l, meetings.form.live_stays)
            };
            let carried = (!form.live.is_empty())
                .then(|| view! { <input type="hidden" name=state.input("live") value=form.live.clone()/> });
            view! {
                <p class="muted">{text}</p>
                {carried}
            }
            .into_any()
        }
    };
    view! {
        <CheckboxField
            name=state.input("permanent")
            label=td_string!(l, meetings.form.permanent)
            hint=td_string!(l, meetings.form.permanent_hint)
            checked=state.ticked("permanent", !form.permanent.is_empty())
            error=state.error("permanent")
        />
        {live}
    }
}
