//! What a case manager reads: their worklist, the file of a case, the pack for the tablet.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use shared::access::{Action, Basis, Reason};
use shared::case::calls::{CaseHeads, CasePack, PackWish, WORKLIST_MOST};
use shared::case::{AppointmentView, CaseFile, CaseHead, IntakeFile, NextDate, Responsible};
use shared::consent::{ConsentKind, RecordConsent, latest_to, withheld_since};
use shared::disclosure::first_waits_since;
use shared::exchange::Subject;
use shared::intake::state::IntakeState;
use shared::kernel::{Actor, CaseId, Day, Moment, PersonId, PostCode, Role, UnitCode};
use shared::organisation::Organisation;
use shared::person::PersonDraft;

use super::{Case, history, open_for, store};
use crate::db::Failure;
use crate::decision::{Permitted, Standing, Stop};
use crate::kept::{Kept, Written};
use crate::tx::Tx;
use crate::{consent, disclosure, documentation, intake, log, organisation, person};

/// More open cases than one person ever has.
const ALL_MAX: i64 = 2_000;

/// The lists that were read last, by post (docs/decisions/2026-11-26-a-list-that-did-not-change.md).
pub(crate) type KeptLists = Kept<PostCode, ListState, Written<CaseHeads>>;

/// What a list was made of: the state that the database names, and the day, which decides about dates and absences.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ListState {
    name: String,
    on: Day,
}

/// The open cases of the one who asks: those not opened yet first, then by next date. Whether they may see them is asked
/// each time; the lines are put together only when one of them changed.
///
/// # Errors
/// If they hold no post as a case manager.
pub fn worklist(
    tx: &mut Tx<'_>,
    actor: &Actor,
) -> Result<Permitted<Arc<Written<CaseHeads>>>, Stop> {
    let post = post_of(actor)?;
    let on = tx.now().day();
    let state = store::find_state_of_list(tx, post)?.map(|name| ListState { name, on });
    let kept = state
        .as_ref()
        .and_then(|state| tx.kept_lists().find(tx.ags(), tx.now(), post, state));
    let list = match kept {
        Some(list) => list,
        None => {
            let list = Arc::new(Written::new(read_list(
                tx,
                post,
                i64::from(WORKLIST_MOST),
            )?)?);
            if let Some(state) = state {
                let (post, list) = (post.clone(), Arc::clone(&list));
                tx.kept_lists().keep(tx.ags(), tx.now(), post, state, list);
            }
            list
        }
    };
    Ok(Permitted::by(list, Standing::Present(Basis::Responsible)))
}

/// Every open case of the one who asks, in the order of the worklist: a post may have more than a worklist shows, and none
/// of them may be out of sight.
///
/// # Errors
/// If they hold no post as a case manager.
pub fn all_cases(tx: &mut Tx<'_>, actor: &Actor) -> Result<Permitted<CaseHeads>, Stop> {
    let list = read_list(tx, post_of(actor)?, ALL_MAX)?;
    Ok(Permitted::by(list, Standing::Present(Basis::Responsible)))
}

fn read_list(tx: &mut Tx<'_>, post: &PostCode, most: i64) -> Result<CaseHeads, Failure> {
    let town = organisation::current(tx)?;
    let (listed, total) = store::list_of_post(tx, post, most)?;
    let cases = heads(tx, &town, listed)?;
    Ok(CaseHeads { cases, total })
}

/// The whole file of a case.
///
/// # Errors
/// If the case is not the actor's to read.
pub fn file(tx: &mut Tx<'_>, actor: &Actor, case: CaseId) -> Result<Permitted<CaseFile>, Stop> {
    let town = organisation::current(tx)?;
    file_in(tx, actor, &town, case)
}

fn file_in(
    tx: &mut Tx<'_>,
    actor: &Actor,
    town: &Organisation,
    case: CaseId,
) -> Result<Permitted<CaseFile>, Stop> {
    let case = open_for(tx, actor, Action::ReadCase, None, case)?;
    let subject = Subject::Person(case.person);
    let led_here = |state: &IntakeState| matches!(state, IntakeState::Admitted { case: admitted, .. } if *admitted == case.id);
    let intakes = intake::list(tx, &subject)?;
    let intake = intakes
        .iter()
        .find(|intake| led_here(&intake.state))
        .or_else(|| intakes.first())
        .map(|intake| IntakeFile {
            intake: intake.id,
            draft: intake.draft.clone(),
            state: intake.state.clone(),
        });
    let disagreements = person::list_disagreements(tx, case.person)?;
    let consents = consent::list_of_person(tx, case.person)?;
    let mut head = head_with(tx, town, &case, &consents)?;
    let disclosures = disclosure::list_of_case(tx, case.person, case.id)?;
    head.disclosure_revoked_on = first_waits_since(&disclosures, &consents);
    let mut notes = documentation::list_of_case(tx, case.person, case.id)?;
    if matches!(
        case.basis(),
        Some(Basis::Deputy | Basis::Emergency | Basis::FileCheck)
    ) {
        head.is_new = false;
        let foreign = notes.iter_mut().filter(|note| note.author != actor.account);
        for note in foreign {
            // What was written in confidence stays with who is responsible; that there is something is seen.
            note.draft.take_if(|draft| draft.is_confidential);
        }
    }
    let file = CaseFile {
        head,
        sequence: log::last_of(tx, &subject)?,
        person: person::get_draft(tx, case.person)?,
        intake,
        facts: intake::list_facts(tx, &subject)?,
        consents,
        appointments: store::list_appointments(tx, case.person, case.id)?,
        notes,
        disclosures,
        conflicts: disagreements.waiting,
        settled: disagreements.settled,
        history: history::read(tx, town, &case)?,
    };
    Ok(case.map(|_| file))
}

/// What a device may keep: the cases with an appointment today, those of absent workers whose deputy the actor is too,
/// those not opened yet, then those chosen, as many as the unit allows. A chosen case that is not the actor's is left out in silence: it may have changed hands since.
///
/// # Errors
/// If they hold no post as a case manager.
pub fn pack(tx: &mut Tx<'_>, actor: &Actor, wish: &PackWish) -> Result<Permitted<CasePack>, Stop> {
    let post = post_of(actor)?;
    let town = organisation::current(tx)?;
    let limit = town.pack_policy_on(&actor.unit, tx.now().day()).cases;
    let (from, until) = around(tx.now());
    let mut today = store::list_with_appointment(tx, post, from, until)?;
    for absence in town.deputised_by(post, tx.now().day()) {
        today.extend(store::list_with_appointment(
            tx,
            &absence.post,
            from,
            until,
        )?);
    }
    let (cases, _) = store::list_of_post(tx, post, i64::from(WORKLIST_MOST))?;
    let unseen = cases
        .iter()
        .filter(|listed| listed.case.seen_at.is_none())
        .map(|listed| listed.case.id);
    let mut seen = BTreeSet::new();
    let by_itself: Vec<CaseId> = today.into_iter().chain(unseen).collect();
    let wanted: Vec<CaseId> = by_itself
        .iter()
        .copied()
        .chain(wish.chosen.iter().copied())
        .filter(|case| seen.insert(*case))
        .collect();
    let mut files = Vec::new();
    for case in wanted {
        if files.len() >= usize::from(limit) {
            break;
        }
        match file_in(tx, actor, &town, case) {
            // What was opened in an emergency, or to check it, is read where it ends by itself.
            Ok(file) if matches!(file.basis(), Some(Basis::Emergency | Basis::FileCheck)) => {}
            Ok(file) => files.push(file.into_value()),
            Err(stop) if stop.is_refusal() => {}
            Err(stop) => return Err(stop),
        }
    }
    let is_packed = |case: &CaseId| files.iter().any(|file: &CaseFile| file.head.case == *case);
    let pack = CasePack {
        by_itself: by_itself.into_iter().filter(is_packed).collect(),
        files,
        made_at: tx.now(),
        limit: limit.into(),
    };
    Ok(Permitted::by(pack, Standing::Present(Basis::Responsible)))
}

/// One line per case of a worklist. How many statements that takes does not depend on how many there are.
pub(super) fn heads(
    tx: &mut Tx<'_>,
    town: &Organisation,
    listed: Vec<store::Listed>,
) -> Result<Vec<CaseHead>, Failure> {
    let (from, _) = around(tx.now());
    let (sealed, rest): (Vec<_>, Vec<_>) = listed
        .into_iter()
        .map(|listed| {
            let draft = (listed.case.person, listed.draft);
            (draft, (listed.case, listed.next_date))
        })
        .unzip();
    // This looks up the keys for all that is opened below, too.
    let drafts = person::open_drafts(tx, &sealed)?;
    let ids: Vec<CaseId> = rest.iter().map(|(case, _)| case.id).collect();
    let mut appointments = store::list_next_appointments(tx, &ids, from)?;
    let revoked = disclosure::list_revoked(tx, &ids)?;
    // They are all of one post: who holds it is looked up once.
    let holder = rest
        .first()
        .and_then(|(case, _)| responsible(town, case, tx.now().day()));
    let persons: Vec<PersonId> = rest.iter().map(|(case, _)| case.person).collect();
    let kinds = [
        ConsentKind::CaseManagement,
        ConsentKind::Deputy,
        ConsentKind::SpecialCategories,
    ];
    let today = tx.now().day();
    let mut withheld: HashMap<PersonId, Withheld> = HashMap::new();
    for ((person, kind, _), since) in consent::list_withheld(tx, &persons, &kinds, today)? {
        withheld.entry(person).or_default().note(kind, since);
    }
    let mut lines: Vec<CaseHead> = drafts
        .into_iter()
        .zip(rest)
        .map(|(draft, (case, next_date))| {
            let next = store::open_next_date(tx, &case, next_date.as_deref())?;
            let appointment = appointments.remove(&case.id);
            let withheld = withheld.remove(&case.person).unwrap_or_default();
            let holder = holder.clone();
            let mut head = line(case, holder, draft, next, appointment);
            withheld.tell(town, today, &mut head);
            head.disclosure_revoked_on = revoked.get(&head.case).copied();
            Ok(head)
        })
        .collect::<Result<_, Failure>>()?;
    complete_urgencies(tx, &mut lines)?;
    Ok(lines)
}

/// A first contact that was set before the urgency was carried with it says what the intake says.
fn complete_urgencies(tx: &mut Tx<'_>, lines: &mut [CaseHead]) -> Result<(), Failure> {
    let lacks = |line: &CaseHead| {
        matches!(
            line.next,
            Some(NextDate::FirstContact { urgency: None, .. })
        )
    };
    let persons: Vec<PersonId> = lines
        .iter()
        .filter(|line| lacks(line))
        .map(|line| line.person)
        .collect();
    let mut urgencies = intake::list_urgencies(tx, &persons)?;
    for line in lines {
        if let Some(NextDate::FirstContact { urgency, .. }) = &mut line.next
            && urgency.is_none()
        {
            *urgency = urgencies.remove(&line.person);
        }
    }
    Ok(())
}

/// One line about a case.
///
/// # Errors
/// If the database cannot answer or something is unreadable.
pub fn head(tx: &mut Tx<'_>, town: &Organisation, case: &Case) -> Result<CaseHead, Failure> {
    let consents = consent::list_of_person(tx, case.person)?;
    let mut head = head_with(tx, town, case, &consents)?;
    head.disclosure_revoked_on = disclosure::list_revoked(tx, &[case.id])?.remove(&case.id);
    Ok(head)
}

/// As [`head`], by the person's answers on consent; what was told to others is not looked at.
fn head_with(
    tx: &mut Tx<'_>,
    town: &Organisation,
    case: &Case,
    consents: &[RecordConsent],
) -> Result<CaseHead, Failure> {
    let draft = person::get_draft(tx, case.person)?;
    let (from, _) = around(tx.now());
    let next = store::find_next_date(tx, case.person, case.id)?;
    let appointment = store::find_next_appointment(tx, case.person, case.id, from)?;
    let responsible = responsible(town, case, tx.now().day());
    let mut head = line(case.clone(), responsible, draft, next, appointment);
    let today = tx.now().day();
    Withheld::of(consents, today).tell(town, today, &mut head);
    complete_urgencies(tx, std::slice::from_mut(&mut head))?;
    Ok(head)
}

fn line(
    case: Case,
    responsible: Option<Responsible>,
    draft: PersonDraft,
    next: Option<NextDate>,
    appointment: Option<AppointmentView>,
) -> CaseHead {
    CaseHead {
        case: case.id,
        person: case.person,
        number: case.number,
        name: draft.shown_name(),
        original_script: draft.original_script,
        district: case.district,
        state: case.state,
        responsible,
        assigned_at: case.assigned_at,
        is_new: case.post.is_some() && case.seen_at.is_none(),
        next,
        appointment,
        check_by: case.check_by,
        revoked_on: None,
        deputy_revoked_on: None,
        disclosure_revoked_on: None,
        unwritten_since: None,
        opened_on: case.opened_on,
    }
}

/// Since when a client withholds what the work on their case stands on.
#[derive(Debug, Default)]
struct Withheld {
    case_management: Option<Day>,
    deputy: Option<Day>,
    special: Option<Day>,
}

impl Withheld {
    /// As their answers say.
    fn of(consents: &[RecordConsent], today: Day) -> Self {
        let mut withheld = Self::default();
        for answer in consents {
            let counts = latest_to(consents, answer.kind, answer.receiver.as_ref());
            let said = (answer.answer, answer.answered_on, answer.until);
            if counts == Some(answer)
                && let Some(since) = withheld_since(answer.kind, said, today)
            {
                withheld.note(answer.kind, since);
            }
        }
        withheld
    }

    fn note(&mut self, kind: ConsentKind, since: Day) {
        match kind {
            ConsentKind::CaseManagement => self.case_management = Some(since),
            // Of several units the latest.
            ConsentKind::Deputy => self.deputy = self.deputy.max(Some(since)),
            ConsentKind::SpecialCategories => self.special = Some(since),
            _ => {}
        }
    }

    /// Tells it in the line of a case, as far as it still matters.
    fn tell(&self, town: &Organisation, today: Day, head: &mut CaseHead) {
        head.revoked_on = self.case_management;
        head.unwritten_since = self.special;
        head.deputy_revoked_on = self.deputy.filter(|on| {
            let post = head.responsible.as_ref().map(|who| &who.post);
            post.is_some_and(|post| matters_still(town, post, *on, today))
        });
    }
}

/// For how many days after an absence its worker is told that a deputy's door was closed meanwhile.
const TOLD_AFTER_DAYS: i64 = 14;

/// Whether the end of a deputy's access is still news for a post: it fell into the absence that is now, or ended lately.
fn matters_still(town: &Organisation, post: &PostCode, on: Day, today: Day) -> bool {
    let begun = town.absences.iter();
    let latest = begun
        .filter(|absence| absence.post == *post && absence.valid_from <= today)
        .max_by_key(|absence| absence.valid_from);
    latest.is_some_and(|absence| {
        let last = absence.valid_until.unwrap_or(today).max(on);
        let told_until = last.saturating_add(jiff::Span::new().days(TOLD_AFTER_DAYS));
        absence.valid_from <= on && today <= told_until
    })
}

/// Who is responsible for a case on a day; a vacant post is shown by its code.
#[must_use]
pub fn responsible(town: &Organisation, case: &Case, day: Day) -> Option<Responsible> {
    let (post, unit) = (case.post.clone()?, case.unit.clone()?);
    Some(at_post(town, post, unit, day))
}

/// Who holds a post of a unit on a day; a vacant post is shown by its code.
pub(super) fn at_post(
    town: &Organisation,
    post: PostCode,
    unit: UnitCode,
    day: Day,
) -> Responsible {
    let holder = town.holder_on(&post, day);
    Responsible {
        name: town.name_on(&post, day),
        telephone: holder.map_or_else(String::new, |holder| holder.telephone.clone()),
        post,
        unit,
    }
}

pub(super) fn post_of(actor: &Actor) -> Result<&PostCode, Stop> {
    actor
        .post
        .as_ref()
        .filter(|_| actor.is(Role::CaseManager))
        .ok_or(Stop::NotAllowed(Reason::Role))
}

/// The beginning and the end of the day of a moment, in Leverkusen.
fn around(now: Moment) -> (Moment, Moment) {
    const HOUR: i64 = 3_600_000;
    let local = now.local();
    let since_midnight = i64::from(local.hour()) * HOUR
        + i64::from(local.minute()) * 60_000
        + i64::from(local.second()) * 1_000;
    let from = now.plus_millis(-since_midnight);
    (from, from.plus_millis(24 * HOUR))
}
