//! What the fields of a form are called, so that its summary of errors can say which one it means.

use leptos::prelude::*;
use std::collections::HashMap;

/// Labels by the id of their field. Fields enter themselves as they are made, which is before the summary is written.
#[derive(Clone, Copy)]
pub struct FieldNames(StoredValue<HashMap<String, String>>);

impl Default for FieldNames {
    fn default() -> Self {
        Self(StoredValue::new(HashMap::new()))
    }
}

impl FieldNames {
    /// This field is called so, if it stands in a form that provides for it.
    pub(super) fn note(id: &str, label: &str) {
        if let Some(Self(names)) = use_context::<Self>() {
            names.update_value(|names| {
                names.insert(id.to_owned(), label.to_owned());
            });
        }
    }

    pub(super) fn of(self, id: &str) -> Option<String> {
        self.0.with_value(|names| names.get(id).cloned())
    }
}
