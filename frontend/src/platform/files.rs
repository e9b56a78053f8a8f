//! Files that a person saves or chooses.

use gloo::file::{Blob, ObjectUrl, futures::read_as_bytes};
use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlAnchorElement, HtmlInputElement, TextDecoder};

/// A file that was chosen.
#[derive(Debug, Clone)]
pub struct Chosen(gloo::file::File);

impl Chosen {
    /// What it holds; `None` if it cannot be read.
    pub async fn bytes(&self) -> Option<Vec<u8>> {
        read_as_bytes(&self.0).await.ok()
    }

    /// Its name, without a folder.
    #[must_use]
    pub fn name(&self) -> String {
        self.0.name()
    }

    /// What kind of file it says it is.
    #[must_use]
    pub fn media_type(&self) -> String {
        self.0.raw_mime_type()
    }

    /// How many bytes it has.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.0.size()
    }

    pub(super) fn blob(&self) -> &web_sys::Blob {
        self.0.as_ref()
    }

    /// What it holds as text: UTF-8, else what German spreadsheets write (Windows-1252). `None` if it cannot be read.
    pub async fn text(&self) -> Option<String> {
        match String::from_utf8(self.bytes().await?) {
            Ok(text) => Some(text),
            Err(other) => TextDecoder::new_with_label("windows-1252")
                .ok()?
                .decode_with_u8_array(other.as_bytes())
                .ok(),
        }
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

/// The files that were just chosen in a field for several.
#[must_use]
pub fn all_chosen(event: &Event) -> Vec<Chosen> {
    let Some(input) = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
    else {
        return Vec::new();
    };
    let chosen = input.files().map(|files| {
        let each = (0..files.length()).filter_map(|at| files.get(at));
        each.map(|file| Chosen(file.into())).collect()
    });
    // So that the same files can be chosen again after they were mended.
    input.set_value("");
    chosen.unwrap_or_default()
}

/// Offers bytes of a media type to be saved under a name.
pub fn save(name: &str, media_type: &str, bytes: &[u8]) -> Option<()> {
    let blob = Blob::new_with_options(bytes, Some(media_type));
    let address = ObjectUrl::from(blob);
    let link: HtmlAnchorElement = document().create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&address);
    link.set_download(name);
    link.click();
    Some(())
}
