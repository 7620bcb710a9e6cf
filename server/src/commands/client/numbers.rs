//! Sizes and durations as people read them.

/// `1:02:03` of seconds.
pub fn duration(seconds: i64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// `1.5 MiB` of bytes.
pub fn size(bytes: i64) -> String {
    indicatif::HumanBytes(bytes.unsigned_abs()).to_string()
}
