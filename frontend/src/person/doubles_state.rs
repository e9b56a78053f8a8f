//! Who may have been taken in twice, asked for anew every few seconds while it is shown, and two persons side by side.

use std::rc::Rc;

use shared::calls::Nothing;
use shared::kernel::PersonId;
use shared::person::calls::{
    ComparePersons, DoubleNotice, PersonComparison, PersonDoubles, ReadDoubleNotices, ReadDoubles,
    ThisPerson, TwoPersons,
};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api;
use crate::case::state::{Loaded, use_beat, use_read};
use crate::offline::use_offline;

/// How often is looked for pairs: whoever took somebody in is told within a minute after the other arrived.
const REFRESH_MILLIS: u32 = 20_000;

/// The persons of the one who is signed in that may have been taken in twice. A look that fails leaves the last answer.
#[hook]
pub(super) fn use_double_notices() -> Rc<[DoubleNotice]> {
    let notices = use_state_eq(|| Rc::<[DoubleNotice]>::from(Vec::new()));
    let beat = use_beat(REFRESH_MILLIS);
    let revision = use_offline().revision;
    {
        let notices = notices.setter();
        use_effect_with((beat, revision), move |_| {
            spawn_local(async move {
                if let Ok(answer) = api::send::<ReadDoubleNotices>(&Nothing {}).await {
                    notices.set(answer.notices.into());
                }
            });
        });
    }
    (*notices).clone()
}

/// Who else may be the same human being as a person; nothing where the server cannot say.
#[hook]
pub fn use_doubles_of(person: PersonId, is_there: bool) -> Rc<PersonDoubles> {
    let doubles = use_state_eq(|| Rc::new(PersonDoubles::default()));
    let beat = use_beat(REFRESH_MILLIS);
    let revision = use_offline().revision;
    {
        let doubles = doubles.setter();
        use_effect_with(
            (person, is_there, beat, revision),
            move |(person, is_there, ..)| {
                let (question, is_there) = (ThisPerson { person: *person }, *is_there);
                spawn_local(async move {
                    if is_there && let Ok(answer) = api::send::<ReadDoubles>(&question).await {
                        doubles.set(Rc::new(answer));
                    }
                });
            },
        );
    }
    (*doubles).clone()
}

/// Two persons side by side, read anew after every change of what this device holds.
#[hook]
pub(super) fn use_comparison(person: PersonId, other: PersonId) -> Loaded<PersonComparison> {
    let revision = use_offline().revision;
    use_read::<ComparePersons, _>(TwoPersons { person, other }, revision)
}
