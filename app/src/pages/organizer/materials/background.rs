//! The picture behind the meeting: what it is, and another one. A plain form, for server functions take no
//! files: it goes to an address of its own and comes back here.

use super::{Read, part};
use crate::components::{Button, Field, Fold, FormActions, Notice, Section, Tone, Variant, described_by};
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

const FIELD: &str = "picture";

/// The current picture, and the form.
#[component]
pub fn BackgroundSection(id: String, key: String, read: Read, may_change: bool) -> impl IntoView {
    let l = locale();
    let address = format!("/meetings/{id}/background");
    let picture = address.clone();
    let shown = move |l, has: bool| current(l, has, &picture);
    view! {
        <Section id="background" title=td_string!(l, materials.background.title)>
            <div class="stack">
                <Outcome/>
                {part(read, |view| Some(Ok(view.has_background)), shown)}
                {may_change.then(|| view! { <UploadForm address=address key=key/> })}
            </div>
        </Section>
    }
}

fn current(l: Locale, has: bool, address: &str) -> AnyView {
    match has {
        true => view! {
            <img class="picture" src=address.to_owned() alt=td_string!(l, materials.background.alt)/>
        }
        .into_any(),
        false => view! { <p class="muted">{td_string!(l, materials.background.none)}</p> }.into_any(),
    }
}

/// What the address says of the last upload (`?background=…`), in words of our own only.
#[component]
fn Outcome() -> impl IntoView {
    let l = locale();
    let word = use_query_map().with_untracked(|query| query.get("background"));
    word.map(|word| {
        let text = match word.as_str() {
            "set" => td_string!(l, materials.background.set),
            "missing" => td_string!(l, materials.background.missing),
            "too-large" => td_string!(l, materials.background.too_large),
            "not-a-picture" => td_string!(l, materials.background.not_a_picture),
            "not-allowed" => td_string!(l, materials.background.not_allowed),
            "unconfirmed" => td_string!(l, materials.background.unconfirmed),
            _ => td_string!(l, materials.background.refused),
        };
        let tone = if word == "set" { Tone::Success } else { Tone::Danger };
        view! { <Notice tone=tone live=true><p>{text}</p></Notice> }
    })
}

#[component]
fn UploadForm(address: String, key: String) -> impl IntoView {
    let l = locale();
    let hint = Signal::stored(Some(td_string!(l, materials.background.hint).to_owned()));
    let chosen = RwSignal::new(None::<String>);
    view! {
        <Fold summary=td_string!(l, materials.background.change)>
            // External, as a form with a file is nothing for the client router.
            <form action=address method="post" enctype="multipart/form-data">
                <input type="hidden" name="key" value=format!("{key}-background")/>
                <Field id=FIELD label=td_string!(l, materials.background.file) hint=hint>
                    <input
                        class="input"
                        type="file"
                        id=FIELD
                        name=FIELD
                        accept="image/png,image/jpeg"
                        required
                        aria-describedby=described_by(FIELD, hint, Signal::stored(None))
                        on:change=move |event| preview(&event, chosen)
                    />
                </Field>
                <div aria-live="polite">
                    {move || chosen.get().map(|picture| view! {
                        <p>{td_string!(l, materials.background.preview)}</p>
                        <img class="picture" src=picture alt=td_string!(l, materials.background.preview_alt)/>
                    })}
                </div>
                <FormActions>
                    <Button variant=Variant::Secondary>{td_string!(l, materials.background.upload)}</Button>
                </FormActions>
            </form>
        </Fold>
    }
}

/// Shows the chosen picture before it is sent.
#[cfg(feature = "hydrate")]
fn preview(event: &leptos::ev::Event, chosen: RwSignal<Option<String>>) {
    let file = event_target::<web_sys::HtmlInputElement>(event).files().and_then(|files| files.get(0));
    let picture = file.filter(|file| matches!(file.type_().as_str(), "image/png" | "image/jpeg"));
    let address = picture.and_then(|file| web_sys::Url::create_object_url_with_blob(&file).ok());
    if let Some(before) = chosen.get_untracked() {
        let _ = web_sys::Url::revoke_object_url(&before);
    }
    chosen.set(address);
}

#[cfg(not(feature = "hydrate"))]
fn preview(_event: &leptos::ev::Event, _chosen: RwSignal<Option<String>>) {}
