//! Documents of the meeting.

use super::attach_form::AttachForm;
use super::{Part, part};
use crate::api::materials::DocumentLine;
use crate::components::{ButtonLink, Cell, DataTable, EmptyState, HeadCell, Row, Section, Variant};
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;

/// What is attached, to download; and the form that attaches more.
#[component]
pub fn DocumentsSection(id: String, key: String, part: Part, may_change: bool) -> impl IntoView {
    let l = locale();
    let meeting = id.clone();
    let shown = move |l, documents| list(l, &meeting, documents);
    view! {
        <Section id="documents" title=td_string!(l, materials.documents.title)>
            <div class="stack">
                {self::part(part.read, |view| Some(view.documents), shown)}
                {may_change.then(|| view! { <AttachForm meeting=id key=key action=part.attach/> })}
            </div>
        </Section>
    }
}

fn list(l: Locale, meeting: &str, documents: Vec<DocumentLine>) -> AnyView {
    if documents.is_empty() {
        return view! {
            <EmptyState
                icon=icondata::LuFileText
                title=td_string!(l, materials.documents.empty)
                text=td_string!(l, materials.documents.empty_text)
            />
        }
        .into_any();
    }
    let head = vec![
        HeadCell::new(td_string!(l, materials.documents.name)),
        HeadCell::new(td_string!(l, materials.documents.number)),
        HeadCell::new(td_string!(l, materials.documents.kind)),
        HeadCell::new(td_string!(l, materials.documents.actions)).hidden(),
    ];
    let rows = documents.into_iter().map(|document| row(l, meeting, document)).collect_view();
    view! { <DataTable caption=td_string!(l, materials.documents.caption) head=head>{rows}</DataTable> }
        .into_any()
}

fn row(l: Locale, meeting: &str, document: DocumentLine) -> impl IntoView + use<> {
    // The number is letters, digits, `-` and `_` only.
    let file = format!("/meetings/{meeting}/documents/{}", document.id);
    let name = if document.name.is_empty() { document.id.clone() } else { document.name };
    view! {
        <Row>
            <Cell main=true label=td_string!(l, materials.documents.name)>{name}</Cell>
            <Cell label=td_string!(l, materials.documents.number)>{document.id}</Cell>
            <Cell label=td_string!(l, materials.documents.kind)>{document.kind}</Cell>
            <Cell actions=true>
                <ButtonLink href=file variant=Variant::Quiet icon=icondata::LuDownload download=true>
                    {td_string!(l, materials.documents.download)}
                </ButtonLink>
            </Cell>
        </Row>
    }
}
