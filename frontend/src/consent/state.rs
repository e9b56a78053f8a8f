//! What is read of the picture of a signed sheet.

use std::rc::Rc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use shared::attachment::calls::{ReadAttachment, ThisAttachment};
use shared::kernel::{AttachmentId, PersonId};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api;
use crate::case::state::Loaded;
use crate::offline::use_pictures;

/// A picture as an address that the page can show; nothing leaves the page with it.
pub(super) fn address(bytes: &[u8]) -> AttrValue {
    of_base64(&STANDARD.encode(bytes))
}

fn of_base64(base64: &str) -> AttrValue {
    AttrValue::from(format!("data:image/jpeg;base64,{base64}"))
}

/// A picture: from this device as long as it waits here, else from the server.
#[hook]
pub(super) fn use_scan(person: PersonId, scan: Option<AttachmentId>) -> Loaded<AttrValue> {
    let pictures = use_pictures();
    let loaded = use_state_eq(|| Loaded::Waiting);
    {
        let loaded = loaded.clone();
        use_effect_with((person, scan), move |(person, scan)| {
            let (person, scan) = (*person, *scan);
            loaded.set(Loaded::Waiting);
            spawn_local(async move {
                let Some(attachment) = scan else { return };
                if let Some(bytes) = pictures.find(attachment).await {
                    return loaded.set(Loaded::Ready(Rc::new(address(&bytes))));
                }
                let this = ThisAttachment { person, attachment };
                loaded.set(match api::send::<ReadAttachment>(&this).await {
                    Ok(picture) => Loaded::Ready(Rc::new(of_base64(&picture.jpeg))),
                    Err(failure) => Loaded::Failed(failure),
                });
            });
        });
    }
    (*loaded).clone()
}
