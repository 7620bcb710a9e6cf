//! What can be done on a meeting's page, and when the page has to be read anew because of it.

use crate::api::Refused;
use crate::api::links::{CreateLink, RevokeLink};
use crate::api::meetings::{Cancel, End};
use crate::api::series::CancelFollowing;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The page's writes. They live as long as the page, not as long as one reading of the meeting.
#[derive(Clone, Copy)]
pub struct Acts {
    pub end: ServerAction<End>,
    pub cancel: ServerAction<Cancel>,
    pub create_link: ServerAction<CreateLink>,
    pub revoke_link: ServerAction<RevokeLink>,
    pub cancel_following: ServerAction<CancelFollowing>,
}

impl Acts {
    pub fn new() -> Self {
        Self {
            end: ServerAction::new(),
            cancel: ServerAction::new(),
            create_link: ServerAction::new(),
            revoke_link: ServerAction::new(),
            cancel_following: ServerAction::new(),
        }
    }

    /// Changes whenever something was done, and only then: a refused form must not be drawn anew,
    /// for what was typed into it would be gone.
    pub fn done(&self) -> Memo<[usize; 5]> {
        let (end, cancel) = (successes(self.end), successes(self.cancel));
        let (create, revoke) = (successes(self.create_link), successes(self.revoke_link));
        let following = successes(self.cancel_following);
        Memo::new(move |_| [end.get(), cancel.get(), create.get(), revoke.get(), following.get()])
    }
}

fn successes<S>(action: ServerAction<S>) -> Memo<usize>
where
    S: ServerFn<Error = Refused> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    let (value, version) = (action.value(), action.version());
    Memo::new(move |before: Option<&usize>| {
        if value.with(|value| matches!(value, Some(Ok(_)))) {
            version.get_untracked()
        } else {
            before.copied().unwrap_or_default()
        }
    })
}
