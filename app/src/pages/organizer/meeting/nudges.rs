//! The server's word that something changed in a meeting (`/meetings/{id}/events`).

#[cfg(feature = "hydrate")]
mod browser {
    use futures::StreamExt;
    use gloo_net::eventsource::futures::{EventSource, EventSourceSubscription};
    use leptos::task::spawn_local;
    use std::rc::Rc;

    /// The stream; dropped, it is closed.
    pub type Nudges = EventSource;

    /// Listens until the stream is dropped. `heard` is told whether it was news, or only that the stream lives.
    pub fn listen(id: &str, heard: impl Fn(bool) + 'static) -> Option<Nudges> {
        let mut stream = EventSource::new(&format!("/meetings/{id}/events")).ok()?;
        let heard = Rc::new(heard);
        for (kind, is_news) in [("changed", true), ("waiting", false)] {
            let (said, heard) = (stream.subscribe(kind).ok()?, Rc::clone(&heard));
            spawn_local(pass_on(said, move || heard(is_news)));
        }
        Some(stream)
    }

    async fn pass_on(mut said: EventSourceSubscription, heard: impl Fn()) {
        while let Some(Ok(_)) = said.next().await {
            heard();
        }
    }
}
#[cfg(feature = "hydrate")]
pub use browser::{Nudges, listen};

/// On the server there is nothing to listen to.
#[cfg(not(feature = "hydrate"))]
pub enum Nudges {}

#[cfg(not(feature = "hydrate"))]
pub fn listen(_: &str, _: impl Fn(bool) + 'static) -> Option<Nudges> {
    None
}
