//! Ending somebody's token, after asking once.

use crate::api::issued_tokens::{IssuedLine, RevokeIssuedToken};
use crate::components::{Button, Confirm, Variant};
use crate::forms::{FormState, PostForm};
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;

/// The button, and the question that names the token and whose it is.
#[component]
pub fn Revoking(line: IssuedLine, action: ServerAction<RevokeIssuedToken>) -> impl IntoView {
    let l = locale();
    let state = FormState::new(action, &["id"]);
    let (name, owner) = (line.token.name.as_str(), line.owner.as_str());
    let question = td_string!(l, issued_tokens.revoke.question, name = name, owner = owner).to_string();
    view! {
        <Confirm
            id=format!("revoke-{}", line.token.id)
            label=td_string!(l, issued_tokens.revoke.open)
            title=question
            text=td_string!(l, issued_tokens.revoke.text).to_owned()
            keep=td_string!(l, issued_tokens.revoke.keep)
        >
            <PostForm action=action state=state no_summary=true>
                <input type="hidden" name="id" value=line.token.id/>
                <Button
                    variant=Variant::Danger
                    pending=action.pending()
                    pending_label=td_string!(l, issued_tokens.revoke.pending)
                >
                    {td_string!(l, issued_tokens.revoke.submit)}
                </Button>
            </PostForm>
        </Confirm>
    }
}
