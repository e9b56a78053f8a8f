//! The cases of workers who are away, as their deputy finds them: in full where the door is open, dates only where the client
//! did not agree that another unit deputises.

use shared::access::{Action, Basis, Decision, may};
use shared::case::calls::{DeputisedPost, DeputyCase, DeputyCases, WORKLIST_MOST};
use shared::consent::ConsentKind;
use shared::exchange::Subject;
use shared::kernel::{Actor, PersonId};

use super::read::{at_post, heads, post_of};
use super::{Case, store};
use crate::decision::Stop;
use crate::person::Doors;
use crate::tx::Tx;
use crate::{consent, organisation};

/// Lists them, by the post that is away; and whom that shows, on which basis.
///
/// # Errors
/// If the actor holds no post as a case manager, or the database cannot answer.
pub fn deputised(
    tx: &mut Tx<'_>,
    actor: &Actor,
) -> Result<(DeputyCases, Vec<(Subject, Basis)>), Stop> {
    let post = post_of(actor)?;
    let (town, today) = (organisation::current(tx)?, tx.now().day());
    let mut answer = DeputyCases::default();
    let mut shown = Vec::new();
    for absence in town.deputised_by(post, today) {
        let Some(row) = town.post_on(&absence.post, today) else {
            continue;
        };
        let (listed, total) = store::list_of_post(tx, &absence.post, i64::from(WORKLIST_MOST))?;
        let cases: Vec<Case> = listed.iter().map(|listed| listed.case.clone()).collect();
        let ids: Vec<PersonId> = cases.iter().map(|case| case.person).collect();
        let doors = Doors::of(tx, actor, &cases)?;
        let revoked = consent::list_withheld(tx, &ids, &[ConsentKind::Deputy], today)?;
        let mut lines = Vec::new();
        for (mut head, case) in heads(tx, &town, listed)?.into_iter().zip(&cases) {
            let facts = doors.facts_of(case);
            let may_open = may(actor, Action::ReadCase, &facts).is_yes();
            let Decision::Yes(basis) = may(actor, Action::SeeCaseHead, &facts) else {
                continue;
            };
            head.is_new = false;
            let question = (case.person, ConsentKind::Deputy, Some(actor.unit.clone()));
            lines.push(DeputyCase {
                head: if may_open { head } else { head.dates_only() },
                may_open,
                revoked_on: revoked.get(&question).copied(),
            });
            shown.push((Subject::Person(case.person), basis));
        }
        answer.absences.push(DeputisedPost {
            absent: at_post(&town, row.code.clone(), row.unit.clone(), today),
            from: absence.valid_from,
            until: absence.valid_until,
            cases: lines,
            total,
        });
    }
    Ok((answer, shown))
}
