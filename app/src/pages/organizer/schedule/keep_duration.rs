//! When the start is moved past the end, the end follows and the meeting stays as long as it was.

use leptos::ev::Event;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlInputElement};
use portico_domain::time::read_local;

/// Listens to `change` around the two fields. Wall-clock times only: no zone is needed here.
pub fn keep_duration(start_id: String, end_id: String, first_start: String) -> impl FnMut(Event) + 'static {
    let mut last_start = first_start;
    move |event| {
        let changed = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some(start) = changed.filter(|changed| changed.id() == start_id).map(|start| start.value())
        else {
            return;
        };
        if let Some(end) = document().get_element_by_id(&end_id).and_then(as_input)
            && let Some(later) = end_after(&last_start, &start, &end.value())
        {
            end.set_value(&later);
        }
        if read_local(&start).is_some() {
            last_start = start;
        }
    }
}

fn as_input(element: Element) -> Option<HtmlInputElement> {
    element.dyn_into().ok()
}

/// Where the end goes when the start moves from `before` to `start`; `None` = it may stay.
fn end_after(before: &str, start: &str, end: &str) -> Option<String> {
    let (before, start, end) = (read_local(before)?, read_local(start)?, read_local(end)?);
    let length = end.duration_since(before);
    if end > start || !length.is_positive() {
        return None;
    }
    let later = start.checked_add(length).ok()?.to_string();
    // `datetime-local` wants minutes.
    later.get(..16).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::end_after;

    #[test]
    fn the_end_follows_a_start_that_passes_it() {
        let end = |start: &str| end_after("2026-11-21T14:00", start, "2026-11-21T14:30");
        assert_eq!(end("2026-11-21T14:10"), None);
        assert_eq!(end("2026-11-21T14:30"), Some("2026-11-21T15:00".into()));
        assert_eq!(end("2026-12-31T23:45"), Some("2027-01-01T00:15".into()));
        assert_eq!(end("soon"), None);
        assert_eq!(end_after("2026-11-21T15:00", "2026-11-22T15:00", "2026-11-21T14:30"), None);
    }
}
