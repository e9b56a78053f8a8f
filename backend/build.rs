//! Makes sure that the folder of the built app exists, so that the server compiles before the app was ever built.
//! Not here: building the app; that is Trunk's work, started by `xtask`.

use std::path::Path;

fn main() -> std::io::Result<()> {
    let app = Path::new("../frontend/dist");
    if !app.exists() {
        std::fs::create_dir_all(app)?;
    }
    println!("cargo::rerun-if-changed=../frontend/dist");
    println!("cargo::rerun-if-changed=../migrations");
    Ok(())
}
