//! Files that a person saves or chooses.

use gloo::file::{Blob, ObjectUrl, futures::read_as_bytes};
use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlAnchorElement, HtmlInputElement};

/// A file that was chosen.
#[derive(Debug, Clone)]
pub struct Chosen(gloo::file::File);

impl Chosen {
    /// What it holds; `None` if it cannot be read.
    pub async fn bytes(&self) -> Option<Vec<u8>> {
        read_as_bytes(&self.0).await.ok()
    }
}

/// The file that was just chosen in a file field.
#[must_use]
pub fn chosen(event: &Event) -> Option<Chosen> {
    let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
    let file = input.files()?.get(0)?;
    // So that the same file can be chosen again.
    input.set_value("");
    Some(Chosen(file.into()))
}

/// Offers bytes to be saved under a name.
pub fn save(name: &str, bytes: &[u8]) -> Option<()> {
    let blob = Blob::new_with_options(bytes, Some("application/json"));
    let address = ObjectUrl::from(blob);
    let link: HtmlAnchorElement = document().create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&address);
    link.set_download(name);
    link.click();
    Some(())
}
