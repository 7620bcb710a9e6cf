//! Lists, page after page.

use crate::client::Client;
use crate::failure::Failure;
use serde_json::Value;

/// Rows of a page: the most that the API gives.
const ROWS: usize = 100;

impl Client {
    /// Hands each row of a list to `each`, at most `most` of them, and says whether there would be more.
    ///
    /// # Errors
    /// As [`Client::get`]; what `each` says.
    pub async fn each<E: From<Failure>>(
        &self,
        path: &[&str],
        query: &[(&str, String)],
        most: usize,
        mut each: impl FnMut(Value) -> Result<(), E>,
    ) -> Result<bool, E> {
        let mut cursor: Option<String> = None;
        let mut left = most;
        while left > 0 {
            let mut asked = query.to_vec();
            asked.push(("limit", left.min(ROWS).to_string()));
            asked.extend(cursor.take().map(|cursor| ("cursor", cursor)));
            let mut page = self.get(path, &asked).await?;
            let Some(Value::Array(rows)) = page.get_mut("items").map(Value::take) else {
                return Err(
                    Failure::Strange("what answers there does not speak like Portico".to_owned()).into()
                );
            };
            let next = page.get("next").and_then(Value::as_str).map(str::to_owned);
            // A page without rows that has another behind it would never end.
            let empty = rows.is_empty();
            left = left.saturating_sub(rows.len());
            for row in rows {
                each(row)?;
            }
            match next {
                Some(next) if !empty => cursor = Some(next),
                _ => return Ok(false),
            }
        }
        Ok(cursor.is_some())
    }
}
