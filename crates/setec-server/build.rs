//! Has the web UI's files embedded anew when they have changed.

use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let built = Path::new("../../web/dist");
    // The path that is compiled in is only complete for a folder that is there. Where it cannot be
    // made, the sources are read-only, and nobody will build the web UI there later.
    let _ = std::fs::create_dir_all(built);
    // A debug build reads the files when they are asked for.
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo::rerun-if-changed={}", built.display());
    }
}
