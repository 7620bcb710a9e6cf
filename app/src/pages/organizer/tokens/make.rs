//! Making a token: a name, an end, and what it allows.

use super::proxies::Proxies;
use super::words::scope_words;
use crate::api::tokens::{CreateToken, ProxyConnection};
use crate::components::{
    Button, CheckboxField, Choice, FieldWidth, Fieldset, FormActions, Section, SelectField, TextField,
};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;
use portico_domain::forms::{TOKEN_DAYS, USUAL_TOKEN_DAYS};
use portico_domain::refusals::FieldRefusal;
use portico_domain::tokens::Scope;

/// The name of the box for a scope.
pub(super) fn scope_field(scope: &str) -> String {
    format!("scopes][{scope}")
}

fn check(typed: CreateToken) -> Result<(), Vec<FieldRefusal>> {
    typed.form.read().map(drop)
}

fn days_word(l: Locale, days: i64) -> &'static str {
    match days {
        7 => td_string!(l, tokens.make.days_7),
        30 => td_string!(l, tokens.make.days_30),
        90 => td_string!(l, tokens.make.days_90),
        365 => td_string!(l, tokens.make.days_365),
        _ => td_string!(l, tokens.make.days_0),
    }
}

/// The form.
#[component]
pub fn Making(connections: Vec<ProxyConnection>, action: ServerAction<CreateToken>) -> impl IntoView {
    let l = locale();
    let state = FormState::new(action, &[]);
    view! {
        <Section id="make-token" title=td_string!(l, tokens.make.title)>
            <div class="stack">
                <p class="muted">{td_string!(l, tokens.make.text)}</p>
                <PostForm action=action state=state check=Callback::new(check) attr:class="form">
                    <Basics state=state/>
                    <Allowed state=state/>
                    {(!connections.is_empty()).then(|| view! { <Proxies connections=connections state=state/> })}
                    <FormActions>
                        <Button pending=action.pending() pending_label=td_string!(l, tokens.make.pending)>
                            {td_string!(l, tokens.make.submit)}
                        </Button>
                    </FormActions>
                </PostForm>
            </div>
        </Section>
    }
}

#[component]
fn Basics(state: FormState) -> impl IntoView {
    let l = locale();
    let days = TOKEN_DAYS.map(|days| Choice::new(days.to_string(), days_word(l, days))).to_vec();
    view! {
        <TextField
            name=state.input("name")
            label=td_string!(l, tokens.make.name)
            hint=td_string!(l, tokens.make.name_hint)
            value=state.value("name", "")
            error=state.error("name")
            width=FieldWidth::Medium
            required=true
            maxlength=60
        />
        <SelectField
            name=state.input("days")
            label=td_string!(l, tokens.make.days)
            choices=days
            value=state.value("days", &USUAL_TOKEN_DAYS.to_string())
            error=state.error("days")
            width=FieldWidth::Medium
        />
    }
}

#[component]
fn Allowed(state: FormState) -> impl IntoView {
    let l = locale();
    let boxes = Scope::ALL
        .into_iter()
        .map(|scope| {
            let (label, hint) = scope_words(l, scope);
            let field = scope_field(scope.name());
            view! {
                <CheckboxField
                    name=state.input(&field)
                    label=label
                    checked=state.ticked(&field, false)
                    hint=hint.to_owned()
                />
            }
        })
        .collect_view();
    view! {
        <Fieldset
            // The summary of errors leads here.
            id=state.input("scopes")
            legend=td_string!(l, tokens.make.scopes)
            hint=td_string!(l, tokens.make.scopes_hint).to_owned()
            error=state.error("scopes")
        >
            {boxes}
        </Fieldset>
    }
}
