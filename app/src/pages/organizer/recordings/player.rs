//! The video, played by the browser itself.

use super::address::LIBRARY;
use crate::components::{Notice, Tone};
use crate::i18n::*;
use crate::language::locale;
use leptos::{html, prelude::*};

/// Did the browser give up on the video before this page could listen?
#[cfg(feature = "hydrate")]
fn gave_up(video: &web_sys::HtmlVideoElement) -> bool {
    video.error().is_some()
}

#[cfg(not(feature = "hydrate"))]
fn gave_up<T>(_video: &T) -> bool {
    false
}

/// A native player; it seeks by asking our own address for ranges.
#[component]
pub fn Player(id: String, title: String) -> impl IntoView {
    let l = locale();
    let broken = RwSignal::new(false);
    let video = NodeRef::<html::Video>::new();
    Effect::new(move |_| {
        if video.get().is_some_and(|video| gave_up(&video)) {
            broken.set(true);
        }
    });
    let label = td_string!(l, recordings.video_of, title = title.as_str()).to_string();
    view! {
        <div class="stack">
            <video
                class="player"
                controls
                preload="metadata"
                src=format!("{LIBRARY}/{id}/play")
                aria-label=label
                node_ref=video
                on:error=move |_| broken.set(true)
                on:loadedmetadata=move |_| broken.set(false)
            >
                {td_string!(l, recordings.no_video)}
            </video>
            <div aria-live="polite">
                {move || broken.get().then(|| view! {
                    <Notice tone=Tone::Warning title=td_string!(l, recordings.broken.title)>
                        <p>{td_string!(l, recordings.broken.text)}</p>
                    </Notice>
                })}
            </div>
        </div>
    }
}
