//! A new migration must rebuild the crate: `migrate!` alone notices only changes to known files.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
