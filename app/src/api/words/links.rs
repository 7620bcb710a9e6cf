//! Join links in words.

use super::{Asked, asked};
use crate::api::Refused;
use crate::api::links::LinkLine;
use portico_domain::forms::LinkForm;
use portico_domain::ids::{LinkId, MeetingId};
use portico_service::OwnLink;
use secrecy::ExposeSecret;

pub fn line(asked: &Asked, own: &OwnLink) -> LinkLine {
    let link = &own.link;
    let address = own.slug.as_ref().map(|slug| format!("{}/j/{}", asked.links.origin, slug.expose_secret()));
    LinkLine {
        id: link.id.0.clone(),
        role: link.role,
        label: link.label.clone(),
        address,
        has_passcode: link.has_passcode,
        early_minutes: link.early_minutes,
        expires: link.expires.map(|at| asked.moment(at)),
        most_uses: link.most_uses,
        uses: link.uses,
        revoked: link.revoked.is_some(),
        expired: link.expires.is_some_and(|at| at <= asked.now),
    }
}

pub async fn create(meeting: String, form: LinkForm) -> Result<(), Refused> {
    let asked = asked()?;
    asked.organizer()?.create_link(&MeetingId::new(meeting), &form, &asked.zone).await?;
    Ok(())
}

pub async fn revoke(meeting: String, link: String) -> Result<(), Refused> {
    asked()?.organizer()?.revoke_link(&MeetingId::new(meeting), &LinkId::new(link)).await?;
    Ok(())
}
