//! The built app inside the binary: which file answers which address, in which encoding, for how long, and the page
//! policy that follows from it. Built by `xtask` (Trunk, then `.br` and `.gz` beside the files).
//!
//! Not here: HTTP; `web::app_files` turns a [`File`] into an answer.

use std::borrow::Cow;
use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::clock::hex;

/// The policy with a place for the scripts. It lies beside the build of the app, which gives the page in the service
/// worker's cache another revision when it changes, so that a new policy reaches devices that were here before.
const POLICY: &str = include_str!("../../frontend/build/policy.txt");

#[derive(rust_embed::RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../frontend/dist"]
struct Embedded;

/// One file of the app.
#[derive(Debug, Clone)]
pub struct File {
    /// Its media type.
    pub media_type: &'static str,
    /// What changes when the content changes; the encoding is appended by whoever answers.
    pub tag: String,
    /// Whether its name holds a hash of its content, so that it never changes.
    pub is_immutable: bool,
    /// The content.
    pub plain: Cow<'static, [u8]>,
    /// The same, compressed with brotli when the app was built.
    pub brotli: Option<Cow<'static, [u8]>>,
    /// The same, compressed with gzip when the app was built.
    pub gzip: Option<Cow<'static, [u8]>>,
}

/// All files of the app, and the policy of its page.
#[derive(Debug, Clone)]
pub struct Assets {
    files: BTreeMap<String, File>,
    policy: String,
}

impl Assets {
    /// The app that this binary holds.
    #[must_use]
    pub fn embedded() -> Self {
        let names = Embedded::iter().map(Cow::into_owned).collect::<Vec<_>>();
        Self::of(
            names
                .into_iter()
                .filter_map(|name| Some((Embedded::get(&name)?.data, name)))
                .map(|(data, name)| (name, data)),
        )
    }

    /// An app made of these files, by their path without a leading slash.
    #[must_use]
    pub fn of(files: impl IntoIterator<Item = (String, Cow<'static, [u8]>)>) -> Self {
        let mut all: BTreeMap<_, _> = files.into_iter().collect();
        let policy = policy(
            all.get("index.html")
                .map_or(&[] as &[u8], |page| page.as_ref()),
        );
        let names: Vec<_> = all.keys().cloned().collect();
        let mut served = BTreeMap::new();
        for name in names {
            let is_variant = ["br", "gz"].iter().any(|ending| {
                name.strip_suffix(ending)
                    .and_then(|name| name.strip_suffix('.'))
                    .is_some_and(|plain| all.contains_key(plain) || served.contains_key(plain))
            });
            if is_variant {
                continue;
            }
            let brotli = all.get(&format!("{name}.br")).cloned();
            let gzip = all.get(&format!("{name}.gz")).cloned();
            let Some(plain) = all.remove(&name) else {
                continue;
            };
            let mut hash = Sha256::new();
            hash.update(&plain);
            if name.ends_with(".html") {
                // A page with another policy is another page, also for a browser that kept it.
                hash.update(&policy);
            }
            let tag = hex(hash.finalize().get(..12).unwrap_or_default());
            let file = File {
                media_type: media_type(&name),
                tag,
                is_immutable: is_hashed(&name),
                plain,
                brotli,
                gzip,
            };
            served.insert(name, file);
        }
        Self {
            files: served,
            policy,
        }
    }

    /// The file at this path, without a leading slash.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<&File> {
        self.files.get(path)
    }

    /// The page that starts the app; absent if the app was not built into this binary.
    #[must_use]
    pub fn page(&self) -> Option<&File> {
        self.file("index.html")
    }

    /// The paths of all files.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The content security policy of every answer (reliability.md part 6).
    #[must_use]
    pub fn policy(&self) -> &str {
        &self.policy
    }
}

/// The one policy. Inline scripts of the page that was built in are allowed by their hash, never by a nonce: the page
/// comes from the service worker's cache, where a nonce would be a constant.
fn policy(page: &[u8]) -> String {
    let mut scripts = String::from("'self' 'wasm-unsafe-eval'");
    for script in inline_scripts(&String::from_utf8_lossy(page)) {
        scripts.push_str(" 'sha256-");
        scripts.push_str(&STANDARD.encode(Sha256::digest(script)));
        scripts.push('\'');
    }
    POLICY.trim_end().replace("{scripts}", &scripts)
}

/// The text of each script element of the page that has no `src`, byte for byte.
fn inline_scripts(page: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = page;
    while let Some((_, from_tag)) = rest.split_once("<script") {
        let Some((attributes, content)) = from_tag.split_once('>') else {
            break;
        };
        let Some((script, after)) = content.split_once("</script") else {
            break;
        };
        let has_source = attributes
            .split_ascii_whitespace()
            .any(|attribute| attribute.starts_with("src=") || attribute == "src");
        if !has_source && !script.is_empty() {
            found.push(script);
        }
        rest = after;
    }
    found
}

/// Whether the path holds a content hash as Trunk writes it: a dash and hexadecimal digits, mostly sixteen; leading
/// zeros are not written.
fn is_hashed(path: &str) -> bool {
    path.split(['/', '.', '_']).any(|part| {
        part.rsplit_once('-').is_some_and(|(_, end)| {
            (12..=64).contains(&end.len()) && end.bytes().all(|byte| byte.is_ascii_hexdigit())
        })
    })
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/vnd.microsoft.icon",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        "txt" | "ftl" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, content: &'static str) -> (String, Cow<'static, [u8]>) {
        (name.to_owned(), Cow::Borrowed(content.as_bytes()))
    }

    #[test]
    fn compressed_variants_belong_to_their_file() {
        let assets = Assets::of([
            file("app.wasm", "plain"),
            file("app.wasm.br", "brotli"),
            file("app.wasm.gz", "gzip"),
            file("alone.gz", "an archive of its own"),
        ]);
        assert_eq!(assets.paths().collect::<Vec<_>>(), ["alone.gz", "app.wasm"]);
        let app = assets.file("app.wasm").unwrap();
        assert_eq!(app.brotli.as_deref(), Some(b"brotli".as_slice()));
        assert_eq!(app.gzip.as_deref(), Some(b"gzip".as_slice()));
        assert_eq!(app.media_type, "application/wasm");
    }

    #[test]
    fn only_names_with_a_hash_never_change() {
        for hashed in [
            "app-5f0a1b2c3d4e5f60.js",
            "app-5f0a1b2c3d4e5f60_bg.wasm",
            "kern.min-6d99ef4c117a4ca.css",
            "snippets/gloo-5f0a1b2c3d4e5f60/inline0.js",
        ] {
            assert!(is_hashed(hashed), "{hashed}");
        }
        for plain in [
            "index.html",
            "sw.js",
            "manifest.webmanifest",
            "fira-sans.woff2",
            "a-beef.js",
        ] {
            assert!(!is_hashed(plain), "{plain}");
        }
    }

    #[test]
    fn an_inline_script_is_allowed_by_its_hash_and_nothing_else_is() {
        let page = "<script type=\"module\">start()</script><script src=\"/a.js\"></script>";
        assert_eq!(inline_scripts(page), ["start()"]);
        let policy = policy(page.as_bytes());
        // printf 'start()' | openssl dgst -sha256 -binary | base64
        let hash = STANDARD.encode(Sha256::digest("start()"));
        assert!(policy.contains(&format!(
            "script-src 'self' 'wasm-unsafe-eval' 'sha256-{hash}';"
        )));
        assert!(!policy.contains("unsafe-inline") && !policy.contains("nonce"));
    }

    #[test]
    fn a_page_with_another_policy_has_another_tag() {
        let one = Assets::of([file("index.html", "<script>a()</script>")]);
        let two = Assets::of([file("index.html", "<script>b()</script>")]);
        assert_ne!(one.page().unwrap().tag, two.page().unwrap().tag);
    }
}
