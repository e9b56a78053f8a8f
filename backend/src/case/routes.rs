//! The calls that read cases.

use std::sync::Arc;

use actix_web::web::ServiceConfig;
use shared::calls::Nothing;
use shared::case::calls::{
    AllCases, CaseHeads, CasePack, DeputyCases, Pack, PackWish, ReadCase, ReadDeputised, ReadSight,
    ThisCase, Worklist,
};
use shared::case::{CaseFile, CaseSight};
use shared::exchange::Subject;
use shared::kernel::{Actor, FieldProblem, FieldProblems, Problem, ProblemCode};
use shared::organisation::PACKED_CASES_MOST;

use super::read;
use crate::audit::Personal;
use crate::kept::Written;
use crate::tx::Tx;
use crate::web::{Fault, Signed, State, calls};

/// The most cases that are chosen by hand, as the API document states it.
const CHOSEN_MAX: usize = PACKED_CASES_MOST as usize;

/// Registers them.
pub fn register(routes: &mut ServiceConfig) {
    calls::read::<Worklist, _, _>(routes, worklist);
    calls::read::<AllCases, _, _>(routes, all);
    calls::read::<ReadDeputised, _, _>(routes, deputised);
    calls::read::<ReadCase, _, _>(routes, file);
    calls::read::<ReadSight, _, _>(routes, sight);
    calls::signed::<Pack, _, _, _>(routes, pack);
}

fn worklist(
    tx: &mut Tx<'_>,
    actor: &Actor,
    Nothing {}: Nothing,
) -> Result<Personal<Arc<Written<CaseHeads>>>, Fault> {
    let heads = read::worklist(tx, actor)?;
    Ok(Personal::permitted(heads, |heads| persons_of(heads))?)
}

fn all(tx: &mut Tx<'_>, actor: &Actor, Nothing {}: Nothing) -> Result<Personal<CaseHeads>, Fault> {
    let heads = read::all_cases(tx, actor)?;
    Ok(Personal::permitted(heads, persons_of)?)
}

fn deputised(
    tx: &mut Tx<'_>,
    actor: &Actor,
    Nothing {}: Nothing,
) -> Result<Personal<DeputyCases>, Fault> {
    let (cases, shown) = super::deputised(tx, actor)?;
    Ok(Personal::showing(cases, shown))
}

fn persons_of(heads: &CaseHeads) -> Vec<Subject> {
    let persons = heads.cases.iter().map(|head| head.person);
    persons.map(Subject::Person).collect()
}

fn file(tx: &mut Tx<'_>, actor: &Actor, this: ThisCase) -> Result<Personal<CaseFile>, Fault> {
    let file = read::file(tx, actor, this.case)?;
    Ok(Personal::permitted(file, |file| {
        vec![Subject::Person(file.head.person)]
    })?)
}

fn sight(tx: &mut Tx<'_>, actor: &Actor, this: ThisCase) -> Result<Personal<CaseSight>, Fault> {
    let (person, sight) = super::sight(tx, actor, this.case)?;
    Ok(Personal::permitted(sight, |_| {
        vec![Subject::Person(person)]
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
