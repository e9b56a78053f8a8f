//! The organisation and the proposal as pages need them.

use std::cell::RefCell;
use std::rc::Rc;

use shared::assignment::body::BodyStanding;
use shared::assignment::calls::{
    CaseSearch, FindCases, FoundCases, HandedOverCases, Proposal, Propose, ReadBody,
    ReadHandedOver, ReadResponsibility, Responsibility,
};
use shared::calls::Nothing;
use shared::case::calls::ThisCase;
use shared::kernel::CaseId;
use shared::organisation::Organisation;
use shared::organisation::calls::ReadOrganisation;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::{self, ApiFailure};
use crate::case::state::{Loaded, use_beat, use_read};
use crate::offline::{use_offline, use_pack};

thread_local! {
    static KNOWN: RefCell<Option<Rc<Organisation>>> = const { RefCell::new(None) };
}

/// The organisation of the town: from the server, else from the pack, else empty. It changes a few times a year, so
/// what was read once is shown while it is read again.
#[hook]
pub fn use_organisation() -> Rc<Organisation> {
    let organisation = use_state_eq(|| KNOWN.with_borrow(Clone::clone).unwrap_or_default());
    let pack = use_pack();
    {
        let organisation = organisation.clone();
        use_effect_with((), move |()| {
            spawn_local(async move {
                let read = match api::send::<ReadOrganisation>(&Nothing {}).await {
                    Ok(read) => read,
                    Err(_) => pack.organisation().await,
                };
                if read != Organisation::default() {
                    let read = Rc::new(read);
                    KNOWN.set(Some(Rc::clone(&read)));
                    organisation.set(read);
                }
            });
        });
    }
    (*organisation).clone()
}

/// What is known of the proposal for a case.
#[derive(Debug, Clone, PartialEq)]
pub enum ProposalState {
    /// No case is asked about.
    None,
    /// Being asked for.
    Waiting,
    /// Here.
    Ready(Rc<Proposal>),
    /// Not to be had.
    Failed(ApiFailure),
}

/// The proposal for a case, asked for once per case and `attempt`.
#[hook]
pub fn use_proposal(case: Option<CaseId>, attempt: u32) -> ProposalState {
    let state = use_state_eq(|| ProposalState::None);
    {
        let state = state.clone();
        use_effect_with((case, attempt), move |(case, _)| match *case {
            None => state.set(ProposalState::None),
            Some(case) => {
                state.set(ProposalState::Waiting);
                spawn_local(async move {
                    state.set(match api::send::<Propose>(&ThisCase { case }).await {
                        Ok(proposal) => ProposalState::Ready(Rc::new(proposal)),
                        Err(failure) => ProposalState::Failed(failure),
                    });
                });
            }
        });
    }
    (*state).clone()
}

/// How often is looked for cases that went elsewhere; nobody waits for that.
const HANDED_OVER_MILLIS: u32 = 60_000;

/// The posts and the open cases of one of them, read anew after every change on this device.
#[hook]
pub(super) fn use_found_cases(search: &CaseSearch) -> Loaded<FoundCases> {
    let revision = use_offline().revision;
    use_read::<FindCases, _>(search.clone(), revision)
}

/// Looks up the open case with a number.
pub(super) async fn find_by_number(number: String) -> Result<Option<CaseId>, ApiFailure> {
    let search = CaseSearch { post: None, number };
    let found = api::send::<FindCases>(&search).await?;
    Ok(found.cases.first().map(|head| head.case))
}

/// Who has a case, read anew after every change on this device.
#[hook]
pub(super) fn use_responsibility(case: CaseId) -> Loaded<Responsibility> {
    let revision = use_offline().revision;
    use_read::<ReadResponsibility, _>(ThisCase { case }, revision)
}

/// How often the head of a body is shown anew what it carries.
const BODY_MILLIS: u32 = 60_000;

/// What one's own legal body carries.
#[hook]
pub(super) fn use_body() -> Loaded<BodyStanding> {
    let beat = use_beat(BODY_MILLIS);
    use_read::<ReadBody, _>(Nothing {}, beat)
}

/// The cases that went from one's own post to another lately; none where the server cannot say.
#[hook]
pub(super) fn use_handed_over() -> Rc<HandedOverCases> {
    let cases = use_state_eq(|| Rc::new(HandedOverCases::default()));
    let beat = use_beat(HANDED_OVER_MILLIS);
    let revision = use_offline().revision;
    {
        let cases = cases.setter();
        use_effect_with((beat, revision), move |_| {
            spawn_local(async move {
                if let Ok(answer) = api::send::<ReadHandedOver>(&Nothing {}).await {
                    cases.set(Rc::new(answer));
                }
            });
        });
    }
    (*cases).clone()
}
