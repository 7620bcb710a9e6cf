//! The operations as the documents' own text lists them.

use crate::rows;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Where the vendors' documents lie, if they do.
fn document(name: &str) -> Option<String> {
    let folder = std::env::var_os("PORTICO_VENDOR_DOCS").map(PathBuf::from);
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vendor-docs");
    std::fs::read_to_string(folder.unwrap_or_else(beside).join(name)).ok()
}

/// Method and path of each operation: every address that is followed by its 请求方式.
fn operations(document: &str, base: &str) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    let mut path: Option<String> = None;
    for line in document.lines() {
        if let Some((_, rest)) = line.split_once(base) {
            let end = rest.find(['?', '<', '`']).or_else(|| rest.find("请求方式")).unwrap_or(rest.len());
            path = Some(rest[..end].trim().to_owned());
        }
        let Some((_, said)) = line.split_once("请求方式") else { continue };
        let said = said.trim_start_matches([':', ' ', '`']);
        let method: String = said.chars().take_while(char::is_ascii_uppercase).collect();
        if let (false, Some(path)) = (method.is_empty(), path.take()) {
            found.insert((method, path));
        }
    }
    found
}

#[test]
fn the_table_lists_every_operation_of_the_documents() {
    for (vendor, base, count) in [
        ("cloudroom", "https://www.cloudroom.com/CLOUDROOM-SERVER/v2", 19),
        ("vmr", "https://apiServer", 11),
        ("webapi", "https://xx.com", 12),
    ] {
        let ours: Vec<_> = rows::all().into_iter().filter(|row| row.vendor == vendor).collect();
        assert_eq!(ours.len(), count, "{vendor}");
        let Some(document) = document(&format!("{vendor}.md")) else {
            eprintln!("the document of {vendor} is not here; the embedded list stands alone");
            continue;
        };
        let listed: BTreeSet<_> = ours.iter().map(|row| (row.method.clone(), row.path.to_owned())).collect();
        assert_eq!(operations(&document, base), listed, "{vendor}");
        for row in ours {
            assert!(document.contains(row.section), "{vendor} has no section {}", row.section);
        }
    }
}
