//! The words for purposes, receivers and answers.

use shared::consent::{ConsentAnswer, ConsentKind, Receiver, RecordConsent};
use shared::kernel::Day;
use shared::organisation::Organisation;
use yew::AttrValue;

use crate::t;
use crate::ui::Tone;

/// A purpose in a few words.
pub(crate) fn purpose(kind: ConsentKind) -> AttrValue {
    t!(format!("consent-{}", <&str>::from(kind)))
}

/// Which data it is about.
pub(super) fn data_class(kind: ConsentKind) -> AttrValue {
    t!(format!("consents-data-{}", <&str>::from(kind)))
}

/// What ends when it is taken back.
pub(super) fn consequence(kind: ConsentKind, receiver: &str) -> AttrValue {
    t!(
        format!("consents-after-{}", <&str>::from(kind)),
        receiver = receiver.to_owned()
    )
}

/// The name of a receiver; the code, where it is no longer in the town's lists. Empty where the purpose names nobody.
pub(crate) fn receiver_name(
    town: &Organisation,
    receiver: Option<&Receiver>,
    today: Day,
) -> String {
    match receiver {
        None => String::new(),
        Some(Receiver::Unit(code)) => town
            .unit_on(code, today)
            .map_or_else(|| code.to_string(), |unit| unit.name.clone()),
        Some(Receiver::Office(code)) => town.office_name_on(code, today),
    }
}

/// Whether the door is open, in a word and a tone.
pub(super) fn standing(answer: Option<&RecordConsent>, today: Day) -> (Tone, AttrValue) {
    match answer {
        None => (Tone::Neutral, t!("consents-not-asked")),
        Some(answer) if answer.holds_on(today) => (Tone::Success, t!("consents-on")),
        Some(answer) => match answer.answer {
            ConsentAnswer::Given => (Tone::Warning, t!("consents-ran-out")),
            ConsentAnswer::Refused => (Tone::Warning, t!("consents-refused")),
            ConsentAnswer::Revoked => (Tone::Danger, t!("consents-revoked")),
        },
    }
}
