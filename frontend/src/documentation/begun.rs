//! Notes that were begun on this device and not saved: after a locked screen or a closed sheet they are seen again where
//! their author looks, and not only by whoever opens the same sheet by chance.

use std::collections::BTreeMap;
use std::rc::Rc;

use shared::device::Draft;
use shared::kernel::{CaseId, Moment};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::note_sheet::Typed;
use crate::offline::{use_drafts, use_offline};

/// When each begun note was last typed into, by its case.
pub type BegunNotes = BTreeMap<CaseId, Moment>;

/// The begun notes of this device, read anew after every change of what it holds.
#[hook]
pub fn use_begun_notes() -> Rc<BegunNotes> {
    let offline = use_offline();
    let drafts = use_drafts();
    let begun = use_state_eq(|| Rc::new(BegunNotes::new()));
    {
        let begun = begun.setter();
        use_effect_with((offline.revision, offline.place.clone()), move |_| {
            spawn_local(async move {
                begun.set(Rc::new(begun_among(drafts.list().await)));
            });
        });
    }
    (*begun).clone()
}

/// The notes among the drafts of a device, leaving out those in which no word stands.
fn begun_among(drafts: Vec<(String, Draft)>) -> BegunNotes {
    drafts
        .into_iter()
        .filter_map(|(form, kept)| {
            let case = form.strip_prefix("note:")?.parse().ok()?;
            let typed = Typed::kept(kept.value)?;
            (!typed.draft.text.trim().is_empty()).then_some((case, kept.saved_at))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_note_counts_as_begun_once_a_word_of_it_is_there() {
        let kept = |text: &str| Draft {
            form_version: 1,
            saved_at: Moment::from_millis(7),
            before: None,
            value: json!({ "draft": { "text": text }, "minutes": "" }),
        };
        let case = |number: u128| CaseId::from_uuid(uuid::Uuid::from_u128(number));
        let begun = begun_among(vec![
            (format!("note:{}", case(1)), kept("Heizung")),
            (format!("note:{}", case(2)), kept(" \n")),
            ("slip".to_owned(), kept("Heizung")),
            ("note:gone".to_owned(), kept("Heizung")),
        ]);
        assert_eq!(begun, BegunNotes::from([(case(1), Moment::from_millis(7))]));
    }
}
