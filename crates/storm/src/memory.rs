//! What the server holds: memory, threads, descriptors. Each is none where the system does not tell.

/// Resident memory of a process in kibibytes.
pub fn resident(process: u32) -> Option<u64> {
    of_status(process, "VmRSS:")
}

pub fn threads(process: u32) -> Option<u64> {
    of_status(process, "Threads:")
}

/// How many descriptors it has open.
pub fn descriptors(process: u32) -> Option<u64> {
    let open = std::fs::read_dir(format!("/proc/{process}/fd")).ok()?;
    u64::try_from(open.count()).ok()
}

fn of_status(process: u32, name: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}
