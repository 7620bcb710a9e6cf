//! How much room there is where the data lie.

use portico_service::Space;
use std::path::Path;

/// Absent if the system does not say.
#[cfg(unix)]
pub fn space(folder: &Path) -> Option<Space> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    // What is kept free for the system's own use is not free for us.
    let bytes = |blocks: u64| blocks.saturating_mul(disk.f_frsize);
    Some(Space { free: bytes(disk.f_bavail), total: bytes(disk.f_blocks) })
}

#[cfg(not(unix))]
pub fn space(_folder: &Path) -> Option<Space> {
    None
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_folder_lies_on_a_disk_and_what_is_missing_on_none() {
        let here = space(&std::env::temp_dir()).expect("a disk");
        assert!(here.total > 0 && here.free <= here.total, "{here:?}");
        assert_eq!(space(Path::new("/there/is/no/such/folder")), None);
    }
}
