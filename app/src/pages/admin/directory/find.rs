//! Naming an entry that is in no list.

use crate::components::{Button, ButtonLink, FieldWidth, FormActions, TextField, Variant};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::directory::words::Part;
use leptos::prelude::*;

/// Which one? A plain GET form, so that the entry's page has an address.
#[component]
pub fn Find(connection: String, part: Part) -> impl IntoView {
    let l = locale();
    let label = match part {
        Part::Companies => td_string!(l, directory.companies.guid),
        Part::Departments => td_string!(l, directory.departments.number),
        _ => td_string!(l, directory.users.account),
    };
    let hint =
        (part == Part::Departments).then(|| td_string!(l, directory.departments.number_hint).to_owned());
    let here = part.form_address(&connection, "change", &[]);
    view! {
        <form class="form" method="get" action=here>
            <TextField
                name="id"
                label=label
                hint=hint
                width=FieldWidth::Medium
                inputmode=if part == Part::Departments { "numeric" } else { "text" }
                maxlength=128
                required=true
            />
            <FormActions>
                <Button>{td_string!(l, directory.entry.go_on)}</Button>
                <ButtonLink href=part.address(&connection) variant=Variant::Quiet>
                    {td_string!(l, directory.entry.cancel)}
                </ButtonLink>
            </FormActions>
        </form>
    }
}
