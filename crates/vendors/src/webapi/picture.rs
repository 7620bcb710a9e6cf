//! A picture for a meeting's background, known by its content and not by what it is called.

use bytes::Bytes;
use std::fmt;

/// A PNG or JPEG of at most [`Picture::MOST_BYTES`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub(super) bytes: Bytes,
    pub(super) kind: &'static str,
    pub(super) file_name: &'static str,
}

/// Why something is no picture to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadPicture {
    TooLarge,
    /// Neither PNG nor JPEG.
    UnknownKind,
}

impl fmt::Display for BadPicture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BadPicture::TooLarge => write!(f, "a picture of more than {} bytes", Picture::MOST_BYTES),
            BadPicture::UnknownKind => f.write_str("neither a PNG nor a JPEG picture"),
        }
    }
}

impl std::error::Error for BadPicture {}

impl Picture {
    /// The document names no limit; PHP's usual one for an upload is 2 MiB, so more than this is no use.
    pub const MOST_BYTES: usize = 8 * 1024 * 1024;

    /// Looks at the first bytes.
    ///
    /// # Errors
    /// [`BadPicture`].
    pub fn read(bytes: Bytes) -> Result<Self, BadPicture> {
        if bytes.len() > Self::MOST_BYTES {
            return Err(BadPicture::TooLarge);
        }
        let (kind, file_name) = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            ("image/png", "background.png")
        } else if bytes.starts_with(b"\xff\xd8\xff") {
            ("image/jpeg", "background.jpg")
        } else {
            return Err(BadPicture::UnknownKind);
        };
        Ok(Self { bytes, kind, file_name })
    }

    /// The media type, for a preview.
    pub fn kind(&self) -> &'static str {
        self.kind
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_by_content() {
        let kind =
            |bytes: &'static [u8]| Picture::read(Bytes::from_static(bytes)).map(|picture| picture.kind());
        assert_eq!(kind(b"\x89PNG\r\n\x1a\n..."), Ok("image/png"));
        assert_eq!(kind(b"\xff\xd8\xff\xe0"), Ok("image/jpeg"));
        for bad in [&b""[..], b"\x89PNG", b"<svg onload=alert(1)>", b"GIF89a", b"<?php"] {
            assert_eq!(kind(bad), Err(BadPicture::UnknownKind));
        }
        let large = [b"\xff\xd8\xff".to_vec(), vec![0; Picture::MOST_BYTES]].concat();
        assert_eq!(Picture::read(large.into()), Err(BadPicture::TooLarge));
    }
}
