//! 会议关联文档, 获取会议的文档列表. The document knows no way to upload one, so the enterprise's
//! library is there from the start.

use serde_json::{Value, json};

use super::keys::Company;
use super::params::Params;
use super::state::{Document, State, number};
use super::{Answer, errors, members};

/// 会议关联文档: adds to what is bound already.
pub(super) fn bind(state: &mut State, company: Company, params: &Params, now: i64) -> Answer {
    let limit = state.variants.file_limit;
    state.current(company, params.text("serial"), now)?;
    let mut wanted = Vec::new();
    for text in params.all("fileidarr[]") {
        let id = number(text).filter(|id| state.documents.iter().any(|it| it.id == *id));
        wanted.push(id.ok_or(errors::NO_DATA)?);
    }
    // The array is required, and no code of its own stands in the table.
    if wanted.is_empty() {
        return Err(errors::NO_DATA);
    }
    let meeting = state.current(company, params.text("serial"), now)?;
    let mut files = meeting.files.clone();
    for id in wanted {
        if !files.contains(&id) {
            files.push(id);
        }
    }
    if files.len() > limit {
        return Err(errors::TOO_MANY_FILES);
    }
    meeting.files = files;
    Ok(members(json!({})))
}

/// 获取会议的文档列表.
pub(super) fn list(state: &mut State, company: Company, params: &Params) -> Answer {
    let bound = state.meeting(company, params.text("serial"))?.files.clone();
    if bound.is_empty() && state.variants.empty_refused {
        return Err(errors::NO_DATA);
    }
    let found = bound.iter().filter_map(|id| state.documents.iter().find(|it| it.id == *id));
    let rows: Vec<Value> = found.map(|it| row(it, state)).collect();
    Ok(members(json!({ "meetingfile": rows })))
}

fn row(document: &Document, state: &State) -> Value {
    json!({
        "fileid": state.variants.serials.text(&document.id.to_string()),
        "filename": document.name,
        "downloadpath": document.path,
        "filetype": document.kind,
    })
}
