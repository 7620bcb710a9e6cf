//! The form that attaches documents to a meeting.

use super::fields::{Reader, split_list};
use crate::refusals::{FieldRefusal, Rule};
use serde::{Deserialize, Serialize};

/// Most documents that are attached at once; the vendor has a limit of its own (code 4106).
pub const MOST_DOCUMENTS: u32 = 50;
/// Longest number of a document, in characters.
const LONGEST_NUMBER: u32 = 64;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DocumentsForm {
    /// Numbers of documents at the vendor, separated by commas, spaces or lines.
    pub files: String,
}

impl DocumentsForm {
    /// The numbers, each once.
    ///
    /// # Errors
    /// What is wrong with the field `files`.
    pub fn read(&self) -> Result<Vec<String>, Vec<FieldRefusal>> {
        let mut reader = Reader::default();
        let mut files: Vec<String> = Vec::new();
        for part in split_list(&self.files) {
            let harmless =
                part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
            if !harmless {
                reader.refuse("files", Rule::BadCharacter);
                break;
            }
            if part.len() > LONGEST_NUMBER as usize {
                reader.refuse("files", Rule::TooLong { most: LONGEST_NUMBER });
                break;
            }
            if !files.iter().any(|known| known == part) {
                files.push(part.to_owned());
            }
        }
        if files.is_empty() && reader.wrong.is_empty() {
            reader.refuse("files", Rule::Missing);
        }
        if files.len() > MOST_DOCUMENTS as usize {
            reader.refuse("files", Rule::TooMany { most: MOST_DOCUMENTS });
        }
        reader.finish(Some(files))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_any_writing_each_once() {
        let read = |text: &str| DocumentsForm { files: text.into() }.read();
        assert_eq!(read("494，495 494\na-B_9"), Ok(vec!["494".into(), "495".into(), "a-B_9".into()]));
        let rule = |text: &str| read(text).expect_err("refused")[0].rule.clone();
        assert_eq!(rule(" ,"), Rule::Missing);
        assert_eq!(rule("494 ../x"), Rule::BadCharacter);
        assert_eq!(rule(&"1".repeat(65)), Rule::TooLong { most: 64 });
        let many: Vec<String> = (0..51).map(|number| number.to_string()).collect();
        assert_eq!(rule(&many.join(" ")), Rule::TooMany { most: 50 });
    }
}
