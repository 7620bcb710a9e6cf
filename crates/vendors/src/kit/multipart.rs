//! Bodies of `multipart/form-data`, whole in memory: what vendors take this way is small.

use bytes::Bytes;
use http::HeaderValue;
use std::fmt;

/// What one part holds.
enum Content {
    Text(String),
    File { name: &'static str, kind: &'static str, bytes: Bytes },
}

/// A form to be sent, its parts in order. Holds passwords and keys, so its Debug tells only names.
pub struct Form {
    parts: Vec<(&'static str, Content)>,
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.parts.iter().map(|(name, _)| name)).finish()
    }
}

impl Default for Form {
    fn default() -> Self {
        Self::new()
    }
}

impl Form {
    pub const fn new() -> Self {
        Self { parts: Vec::new() }
    }

    /// With one more field. Names are the vendor's own and ours to write, so they need no quoting.
    #[must_use]
    pub fn text(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.parts.push((name, Content::Text(value.into())));
        self
    }

    /// With one more field, if there is a value for it.
    #[must_use]
    pub fn maybe(self, name: &'static str, value: Option<impl Into<String>>) -> Self {
        match value {
            Some(value) => self.text(name, value),
            None => self,
        }
    }

    /// With a file. Its name and type are chosen here, never by whoever uploaded it.
    #[must_use]
    pub fn file(
        mut self,
        name: &'static str,
        file_name: &'static str,
        kind: &'static str,
        bytes: Bytes,
    ) -> Self {
        self.parts.push((name, Content::File { name: file_name, kind, bytes }));
        self
    }

    /// With another form's parts before its own.
    #[must_use]
    pub fn after(mut self, first: Form) -> Self {
        let mut parts = first.parts;
        parts.append(&mut self.parts);
        Self { parts }
    }

    /// The body and its content type. `boundary` must be letters, digits or `-`, and new each time.
    /// `None` if it is not, or if some content contains it.
    pub fn encode(&self, boundary: &str) -> Option<(Bytes, HeaderValue)> {
        let plain = boundary.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if !plain || !(1..=70).contains(&boundary.len()) {
            return None;
        }
        let mut body = Vec::new();
        for (name, content) in &self.parts {
            let (more, bytes) = match content {
                Content::Text(text) => (String::new(), text.as_bytes()),
                Content::File { name, kind, bytes } => {
                    (format!("; filename=\"{name}\"\r\nContent-Type: {kind}"), bytes.as_ref())
                }
            };
            if bytes.windows(boundary.len()).any(|window| window == boundary.as_bytes()) {
                return None;
            }
            let head =
                format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        let kind = HeaderValue::from_str(&format!("multipart/form-data; boundary={boundary}")).ok()?;
        Some((body.into(), kind))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_byte_for_byte() {
        let form = Form::new()
            .text("serial", "1")
            .maybe("endtime", None::<String>)
            .file("filedata", "background.png", "image/png", Bytes::from_static(b"\x89PNG\r\n"))
            .after(Form::new().text("key", "k\u{5bc6}\""));
        let (body, kind) = form.encode("b-1").expect("encoded");
        assert_eq!(kind, "multipart/form-data; boundary=b-1");
        let wanted = [
            "--b-1\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\nk\u{5bc6}\"\r\n".as_bytes(),
            b"--b-1\r\nContent-Disposition: form-data; name=\"serial\"\r\n\r\n1\r\n",
            b"--b-1\r\nContent-Disposition: form-data; name=\"filedata\"; filename=\"background.png\"\r\n",
            b"Content-Type: image/png\r\n\r\n\x89PNG\r\n\r\n--b-1--\r\n",
        ];
        assert_eq!(body, wanted.concat());
        assert_eq!(format!("{form:?}"), "[\"key\", \"serial\", \"filedata\"]");
    }

    #[test]
    fn no_content_can_end_its_part() {
        let form = Form::new().text("a", "x--b-1--y");
        assert!(form.encode("b-1").is_none());
        assert!(form.encode("b-2").is_some());
        for bad in ["", "b\r\nX: y", "b;c", &"b".repeat(71)] {
            assert!(form.encode(bad).is_none(), "{bad}");
        }
    }
}
