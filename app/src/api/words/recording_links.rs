//! Links of shared recordings in words.

use super::{Asked, asked};
use crate::api::Refused;
use crate::api::recording_links::{RecordingLinkLine, RecordingLinks};
use portico_domain::forms::RecordingLinkForm;
use portico_domain::ids::{RecordingId, RecordingLinkId};
use portico_domain::recordings::USUAL_SHARE_DAYS;
use portico_service::OwnRecordingLink;
use secrecy::ExposeSecret;

pub async fn list(recording: String) -> Result<Option<RecordingLinks>, Refused> {
    let asked = asked()?;
    let id = RecordingId::new(recording);
    let row = asked.member()?.recording(&id).await?;
    if !row.may_share {
        return Ok(None);
    }
    let (organizer, has_join_page) = (asked.organizer()?, row.meeting.is_some());
    let own = organizer.recording_links(&id).await?;
    let links: Vec<RecordingLinkLine> = own.iter().map(|own| line(&asked, own)).collect();
    // Whoever shares it a second time may mean somebody else than the participants.
    let shown = links.iter().any(|link| link.on_join_page && !link.revoked && !link.expired);
    let on_join_page = if has_join_page && !shown { "on" } else { "" };
    let form = RecordingLinkForm {
        expires: asked.zone.field(asked.now.plus_seconds(USUAL_SHARE_DAYS * 86_400)),
        on_join_page: on_join_page.to_owned(),
        ..RecordingLinkForm::default()
    };
    let (zone, now_field) = (asked.zone.label(asked.now), asked.zone.field(asked.now));
    Ok(Some(RecordingLinks { links, form, zone, now_field, has_join_page }))
}

fn line(asked: &Asked, own: &OwnRecordingLink) -> RecordingLinkLine {
    let link = &own.link;
    let address = own.slug.as_ref().map(|slug| format!("{}/r/{}", asked.links.origin, slug.expose_secret()));
    RecordingLinkLine {
        id: link.id.0.clone(),
        label: link.label.clone(),
        created: asked.moment(link.created),
        address,
        has_passcode: link.has_passcode,
        expires: asked.moment(link.expires),
        may_download: link.may_download,
        on_join_page: link.on_join_page,
        revoked: link.revoked.is_some(),
        expired: link.expires <= asked.now,
    }
}

pub async fn create(recording: String, form: RecordingLinkForm) -> Result<(), Refused> {
    let asked = asked()?;
    asked.organizer()?.create_recording_link(&RecordingId::new(recording), &form, &asked.zone).await?;
    Ok(())
}

pub async fn revoke(recording: String, link: String) -> Result<(), Refused> {
    let (recording, link) = (RecordingId::new(recording), RecordingLinkId::new(link));
    asked()?.organizer()?.revoke_recording_link(&recording, &link).await?;
    Ok(())
}
