//! Join links in words.

use super::{Asked, asked, invitations};
use crate::api::Refused;
use crate::api::links::{EntrantLine, LinkLine, LinkView};
use portico_domain::forms::LinkForm;
use portico_domain::ids::{LinkId, MeetingId};
use portico_service::{Entrant, OwnLink};
use secrecy::ExposeSecret;

pub fn line(asked: &Asked, own: &OwnLink) -> LinkLine {
    let link = &own.link;
    let address = own.slug.as_ref().map(|slug| format!("{}/j/{}", asked.links.origin, slug.expose_secret()));
    LinkLine {
        id: link.id.0.clone(),
        role: link.role,
        label: link.label.clone(),
        personal: link.personal,
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

pub async fn change(meeting: String, link: String, form: LinkForm) -> Result<(), Refused> {
    let asked = asked()?;
    let (meeting, link) = (MeetingId::new(meeting), LinkId::new(link));
    asked.organizer()?.change_link(&meeting, &link, &form, &asked.zone).await?;
    Ok(())
}

pub async fn view(meeting: String, link: String) -> Result<LinkView, Refused> {
    let asked = asked()?;
    let whole = asked.organizer()?.link(&MeetingId::new(meeting), &LinkId::new(link)).await?;
    let line = line(&asked, &whole.own);
    let texts = line.address.as_deref().map(|address| invitations::texts(&whole, address));
    let link = &whole.own.link;
    let form = LinkForm {
        label: link.label.clone(),
        early_minutes: link.early_minutes.to_string(),
        expires: link.expires.map(|at| asked.zone.field(at)).unwrap_or_default(),
        most_uses: link.most_uses.map(|most| most.to_string()).unwrap_or_default(),
        ..LinkForm::default()
    };
    Ok(LinkView {
        texts: texts.unwrap_or_default(),
        entrants: whole.entrants.iter().map(|one| entrant(&asked, one)).collect(),
        more: i64::try_from(whole.entrants.len()).is_ok_and(|listed| listed < line.uses),
        link: line,
        meeting: whole.meeting.id.0.clone(),
        subject: whole.meeting.subject.clone(),
        form,
        zone: asked.zone.label(asked.now),
        now_field: asked.zone.field(asked.now),
    })
}

fn entrant(asked: &Asked, one: &Entrant) -> EntrantLine {
    EntrantLine { name: one.name.clone(), at: asked.moment(one.at), machine: asked.zone.machine(one.at) }
}
