//! The words for what is told and to whom.

use shared::consent::ConsentKind;
use shared::disclosure::{DataClass, DisclosureDraft};
use shared::kernel::Day;
use shared::organisation::Organisation;
use yew::AttrValue;

use crate::case::lane_name;
use crate::t;

/// A kind of data in a word or two.
pub(crate) fn class_name(class: DataClass) -> AttrValue {
    match class.lane() {
        Some(lane) => lane_name(lane),
        None => t!("disclosure-class-contact"),
    }
}

/// The kinds of data that are told, in their order.
pub(crate) fn classes_in_words(draft: &DisclosureDraft) -> String {
    let names = draft
        .classes
        .iter()
        .map(|class| class_name(*class).to_string());
    names.collect::<Vec<_>>().join(", ")
}

/// Who is told, by name.
pub(crate) fn offices_in_words(draft: &DisclosureDraft, town: &Organisation, day: Day) -> String {
    let names = draft
        .offices
        .iter()
        .map(|office| town.office_name_on(office, day));
    names.collect::<Vec<_>>().join(", ")
}

/// What the client is asked for by a question that lacks a yes.
pub(super) fn asked_for(kind: ConsentKind, receiver: &str) -> AttrValue {
    t!(
        format!("disclosure-lacks-{}", <&str>::from(kind)),
        receiver = receiver.to_owned()
    )
}
