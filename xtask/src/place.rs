//! Where things lie: the clone, the compiled output, what is kept between clones.

use std::env;
use std::path::{Path, PathBuf};

/// The root of the clone.
pub(crate) fn root() -> &'static Path {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own)
}

/// A path inside the clone.
pub(crate) fn inside(path: &str) -> PathBuf {
    root().join(path)
}

/// Where cargo puts what it compiles for this machine.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| inside("target"), |given| root().join(given))
}

/// Where cargo puts what it compiles for the browser: apart, because the two builds would wait for each other.
pub(crate) fn wasm_target() -> PathBuf {
    target().join("wasm")
}

/// Whether the compiled output is shared between clones, as on a build server.
pub(crate) fn is_target_shared() -> bool {
    !target().starts_with(root())
}

/// What is kept for all clones of this user: tools and built apps.
pub(crate) fn cache() -> PathBuf {
    env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .filter(|given| given.is_absolute())
        .or_else(|| env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache")))
        .unwrap_or_else(|| inside("target"))
        .join("lueckenlos")
}

/// The folder of [`cache`], made if it is not there.
pub(crate) fn cache_folder() -> PathBuf {
    let folder = cache();
    // If it cannot be made, the command that is about to use it says so.
    drop(std::fs::create_dir_all(&folder));
    folder
}

/// Where the tools are installed that cargo compiles.
pub(crate) fn tools() -> PathBuf {
    cache().join("tools")
}

/// The first file of this name on the search path.
pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}
