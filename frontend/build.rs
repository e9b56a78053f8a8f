//! Tells the linker to leave in the app where each function and each piece of data is referred to. By that the app is
//! taken apart into the parts of `src/parts.rs` (see `build/bin/wasm-bindgen`); tests are linked without it.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_ARCH").as_deref() == Ok("wasm32") {
        println!("cargo:rustc-link-arg-bins=--emit-relocs");
    }
}
