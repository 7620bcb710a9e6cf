//! Where a meeting's live picture is sent to and can be seen.

use super::Place;
use crate::Services;
use crate::access::Organizer;
use portico_domain::ids::MeetingId;
use portico_domain::meetings::VendorOptions;
use portico_domain::refusals::Refusal;
use portico_vendors::webapi::LiveStream;
use secrecy::{ExposeSecret, SecretString};

/// Addresses of a meeting's broadcast. Each may carry a key.
pub struct Streams {
    /// Was the meeting scheduled as a broadcast?
    pub broadcast: bool,
    /// Whoever has it can broadcast.
    pub push: Option<SecretString>,
    /// Where it can be seen, and whether it is on the air there now.
    pub pull: Vec<(StreamPlace, SecretString)>,
}

/// Who serves a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StreamPlace {
    /// On the air now, over the vendor's CDN.
    Cdn,
    /// On the air now, from the meeting server itself.
    Server,
    /// As told when the meeting was made.
    Kept,
}

impl Organizer {
    /// Where the meeting is broadcast. Only for those who may edit it: the addresses carry keys.
    ///
    /// # Errors
    /// [`portico_domain::refusals::Kind::NotAllowed`], [`portico_domain::refusals::Kind::Unsupported`]; the
    /// vendor's refusal.
    pub async fn streams(&self, id: &MeetingId) -> Result<Streams, Refusal> {
        let place = self.own_place(id).await?;
        self.services.streams_at(&place).await
    }
}

impl Services {
    pub(super) async fn streams_at(&self, place: &Place) -> Result<Streams, Refusal> {
        let running = place.client.webapi()?.live_streams(&place.number).await;
        let running = self.heed(&place.connection, &*place.client, running).await?;
        let told = self.told(&place.meeting.id).await?;
        let broadcast =
            matches!(&place.meeting.options, Some(VendorOptions::Webapi(options)) if options.live);
        let mut pull = Vec::new();
        let mut add = |at, url: SecretString| {
            let known = pull
                .iter()
                .any(|(_, known): &(_, SecretString)| known.expose_secret() == url.expose_secret());
            if !known {
                pull.push((at, url));
            }
        };
        let of = |streams: Vec<LiveStream>| streams.into_iter().map(|stream| stream.pull_url);
        of(running.cdn).for_each(|url| add(StreamPlace::Cdn, url));
        of(running.server).for_each(|url| add(StreamPlace::Server, url));
        [told.pull_url, told.pull_url_2].into_iter().flatten().for_each(|url| add(StreamPlace::Kept, url));
        Ok(Streams { broadcast, push: told.push_url, pull })
    }
}
