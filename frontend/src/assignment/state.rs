//! The organisation and the proposal as pages need them.

use std::cell::RefCell;
use std::rc::Rc;

use shared::assignment::calls::{Proposal, Propose};
use shared::calls::Nothing;
use shared::case::calls::ThisCase;
use shared::kernel::CaseId;
use shared::organisation::Organisation;
use shared::organisation::calls::ReadOrganisation;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::{self, ApiFailure};
use crate::offline::use_pack;

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
                    Err(_) => pack.lists().await.organisation,
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
