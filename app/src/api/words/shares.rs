//! With whom a meeting is shared, in words.

use super::accounts::choice;
use super::asked;
use crate::api::Refused;
use crate::api::shares::SharesView;
use portico_domain::ids::{MeetingId, PersonId};
use portico_domain::refusals::Kind;

pub async fn list(meeting: String) -> Result<Option<SharesView>, Refused> {
    let asked = asked()?;
    // Who may only look is told nothing, not that something went wrong.
    asked.member()?;
    let Ok(organizer) = asked.organizer() else { return Ok(None) };
    match organizer.shares(&MeetingId::new(meeting)).await {
        Ok(shares) => Ok(Some(SharesView {
            shared: shares.shared.iter().map(choice).collect(),
            others: shares.others.iter().map(choice).collect(),
            owner: shares.owner.as_ref().map(choice),
            heirs: shares.heirs.iter().map(choice).collect(),
        })),
        Err(refusal) if refusal.kind == Kind::NotAllowed => Ok(None),
        Err(refusal) => Err(refusal.into()),
    }
}

pub async fn add(meeting: String, person: String) -> Result<(), Refused> {
    asked()?.organizer()?.share(&MeetingId::new(meeting), &PersonId::new(person)).await?;
    Ok(())
}

pub async fn remove(meeting: String, person: String) -> Result<(), Refused> {
    asked()?.organizer()?.unshare(&MeetingId::new(meeting), &PersonId::new(person)).await?;
    Ok(())
}

pub async fn hand_over(meeting: String, owner: String) -> Result<(), Refused> {
    let id = MeetingId::new(meeting);
    asked()?.organizer()?.hand_over(&id, &PersonId::new(owner)).await?;
    // Whose it was may no longer be allowed on the page of the form.
    leptos_axum::redirect(&format!("/meetings/{id}?saved=handed-over"));
    Ok(())
}
