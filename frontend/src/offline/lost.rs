//! A device that was noted as lost, or whose owner has left: at its next contact with the server it hands in what is unsent, as far as it is open,
//! and then what lay on it goes. Where it is locked, what was packed goes at once; what is unsent stays, sealed, until its
//! owner opens it.

use std::rc::Rc;

use shared::device::calls::{AskDevice, ThisDevice};

use super::store::{empty, wipe_pack};
use super::vault::{self, KnownDevice};
use super::window::Verbs;
use crate::api;

/// Asks about every device of this browser. Without a network nothing happens: there is no contact.
pub(super) async fn look(verbs: &Rc<Verbs>) {
    for known in vault::known().await.unwrap_or_default() {
        let this = ThisDevice {
            device: known.device,
        };
        let standing = api::send::<AskDevice>(&this).await;
        if standing.is_ok_and(|standing| standing.gives_up) {
            give_up(verbs, &known).await;
        }
    }
}

async fn give_up(verbs: &Rc<Verbs>, known: &KnownDevice) {
    let open = verbs.core().filter(|core| {
        let device = core.open.as_ref();
        device.is_some_and(|device| device.known.device == known.device)
    });
    let Some(core) = open else {
        // Of a locked device it is seen how much is unsent, not what.
        if wipe_pack(known.account).await.is_ok_and(|is_rest| !is_rest) {
            drop(vault::forget(known).await);
        }
        return;
    };
    if core.hand_in().await.is_err() {
        // It is tried again at the next contact; until then nothing is lost.
        return;
    }
    core.kept.forget();
    drop(core.packs.wipe().await);
    let is_rest = core.outbox.waiting().unanswered > 0;
    drop(core);
    if !is_rest {
        verbs.close();
        drop(empty(known.account).await);
        drop(vault::forget(known).await);
        verbs.go_on_without_device().await;
    }
}
