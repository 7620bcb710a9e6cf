//! The names under which browsers keep files.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// A file to keep, under a name that carries any script.
pub fn attachment(name: &str) -> String {
    const HIDDEN: [char; 12] = [
        '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}', '\u{2066}',
        '\u{2067}', '\u{2068}', '\u{2069}', '\u{feff}',
    ];
    let safe: String = name
        .chars()
        .filter(|c| !HIDDEN.contains(c))
        .map(|c| if c.is_control() || r#"\/:*?"<>|"#.contains(c) { '_' } else { c })
        .collect();
    let safe = safe.trim().trim_start_matches('.').trim_end_matches(['.', ' ']);
    let safe = if safe.is_empty() { "file" } else { safe };
    // The end of a name says what it is, so a long one is cut in front of it.
    let (stem, end) = safe.rsplit_once('.').filter(|(_, end)| end.len() <= 10).unwrap_or((safe, ""));
    let stem: String = stem.chars().take(100).collect();
    let whole = if end.is_empty() { stem } else { format!("{stem}.{end}") };
    format!(
        "attachment; filename=\"file\"; filename*=UTF-8''{}",
        utf8_percent_encode(&whole, NON_ALPHANUMERIC)
    )
}

#[cfg(test)]
mod tests {
    use super::attachment;

    #[test]
    fn a_hostile_name_stays_a_name() {
        let header = attachment("../../周会\"\r\nSet-Cookie: x\u{202e}fdp.exe");
        assert!(header.is_ascii() && !header.contains(['\r', '\n']));
        assert!(header.starts_with("attachment; filename=\"file\"; filename*=UTF-8''"));
        assert!(!header.contains("%E2%80%AE"), "nothing turns the name around");
        assert!(attachment("课件.pdf").ends_with("%2Epdf"));
        assert!(attachment(&format!("{}.pdf", "x".repeat(300))).ends_with("x%2Epdf"));
        assert!(attachment(" .. ").ends_with("''file"));
    }
}
