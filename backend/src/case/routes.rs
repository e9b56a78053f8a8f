//! The calls that read cases.

use actix_web::web::ServiceConfig;
use shared::calls::Nothing;
use shared::case::CaseFile;
use shared::case::calls::{CaseHeads, CasePack, Pack, PackWish, ReadCase, ThisCase, Worklist};
use shared::exchange::Subject;
use shared::kernel::{FieldProblem, FieldProblems, Problem, ProblemCode};
use shared::organisation::PACKED_CASES_MOST;

use super::read;
use crate::audit::Personal;
use crate::web::{Fault, Signed, State, calls};

/// The most cases that are chosen by hand, as the API document states it.
const CHOSEN_MAX: usize = PACKED_CASES_MOST as usize;

/// Registers them.
pub fn register(routes: &mut ServiceConfig) {
    calls::signed::<Worklist, _, _, _>(routes, worklist);
    calls::signed::<ReadCase, _, _, _>(routes, file);
    calls::signed::<Pack, _, _, _>(routes, pack);
}

async fn worklist(state: State, signed: Signed, _: Nothing) -> Result<Personal<CaseHeads>, Fault> {
    let heads = state.read_as(signed.actor, read::worklist).await?;
    Ok(Personal::permitted(heads, |heads| {
        heads
            .cases
            .iter()
            .map(|head| Subject::Person(head.person))
            .collect()
    })?)
}

async fn file(state: State, signed: Signed, this: ThisCase) -> Result<Personal<CaseFile>, Fault> {
    let file = state
        .read_as(signed.actor, move |tx, actor| {
            read::file(tx, actor, this.case)
        })
        .await?;
    Ok(Personal::permitted(file, |file| {
        vec![Subject::Person(file.head.person)]
    })?)
}

async fn pack(state: State, signed: Signed, wish: PackWish) -> Result<Personal<CasePack>, Fault> {
    if wish.chosen.len() > CHOSEN_MAX {
        let problem = FieldProblem {
            code: ProblemCode::TooMany,
            limits: [("max".to_owned(), PACKED_CASES_MOST.into())].into(),
        };
        return Err(Problem::Fields {
            fields: FieldProblems::at("chosen", problem),
        }
        .into());
    }
    let pack = state
        .read_as(signed.actor, move |tx, actor| read::pack(tx, actor, &wish))
        .await?;
    Ok(Personal::permitted(pack, |pack| {
        pack.files
            .iter()
            .map(|file| Subject::Person(file.head.person))
            .collect()
    })?)
}
