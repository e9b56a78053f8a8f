//! Consents E3, E4 and E2 act: nothing of a case is told to others without a yes of its own; once that is taken back, what was
//! told is named until somebody has settled what the client wishes to follow.

use shared::command::Command;
use shared::consent::{ConsentAnswer, ConsentKind, Receiver, RecordConsent};
use shared::disclosure::{
    DataClass, Disclose, DisclosureDraft, DisclosureEnd, DisclosureView, EndDisclosure,
};
use shared::exchange::{Envelope, Outcome, Refusal};
use shared::kernel::{
    Actor, CaseId, Day, DisclosureId, FieldProblems, OfficeCode, PersonId, ProblemCode, Signature,
};
use shared::organisation::files::shipped;

use crate::support::{
    Bench, MORNING, ags, answer_to, at_post, envelope, id, on_both, other_worker, worker,
};

const DAY: i64 = 86_400_000;

fn holder() -> Actor {
    at_post(worker(), "caritas", "caritas-1")
}

fn office(code: &str) -> OfficeCode {
    code.parse().unwrap()
}

/// What the client answers on a day to a question that may name an office.
fn answer(
    n: u128,
    (kind, to): (ConsentKind, Option<&str>),
    answer: ConsentAnswer,
    on: Day,
) -> RecordConsent {
    RecordConsent {
        answered_on: on,
        receiver: to.map(|code| Receiver::Office(office(code))),
        signature: (answer == ConsentAnswer::Given).then_some(Signature::Paper),
        ..answer_to(n, kind, answer)
    }
}

const TO_JOBCENTER: (ConsentKind, Option<&str>) = (ConsentKind::Sharing, Some("jobcenter"));
const TO_AGENCY: (ConsentKind, Option<&str>) = (ConsentKind::Sharing, Some("agentur"));
const NAMED: (ConsentKind, Option<&str>) = (ConsentKind::NamedConference, None);
const SPECIAL: (ConsentKind, Option<&str>) = (ConsentKind::SpecialCategories, None);

fn to_jobcenter() -> DisclosureDraft {
    DisclosureDraft {
        offices: vec![office("jobcenter")],
        classes: [DataClass::Work].into(),
        purpose: "Antrag auf Bürgergeld".to_owned(),
        ..DisclosureDraft::default()
    }
}

fn conference() -> DisclosureDraft {
    DisclosureDraft {
        offices: vec![office("jobcenter"), office("agentur")],
        conference_on: Some(MORNING.day()),
        ..to_jobcenter()
    }
}

/// A case in the town that ships, and its worker's hands.
struct Work<'a> {
    bench: &'a Bench,
    person: PersonId,
    case: CaseId,
}

impl<'a> Work<'a> {
    fn new(bench: &'a Bench) -> Self {
        backend::organisation::load_as_system(&bench.town, &ags(), shipped().unwrap()).unwrap();
        let (person, case) = bench.case_at(10, "caritas-1", "caritas");
        Self {
            bench,
            person,
            case,
        }
    }

    fn send(&self, envelope: &Envelope) -> Outcome {
        self.bench.send(&holder(), envelope)
    }

    fn says(&self, n: u128, question: (ConsentKind, Option<&str>), said: ConsentAnswer) {
        let call = answer(n, question, said, self.bench.today());
        let envelope = envelope(n, self.person, Command::RecordConsent(call));
        assert_eq!(self.send(&envelope), Outcome::Applied);
    }

    fn telling(&self, n: u128, draft: DisclosureDraft) -> Envelope {
        let call = Disclose {
            disclosure: DisclosureId::from_uuid(id(n)),
            case: self.case,
            draft,
        };
        envelope(n, self.person, Command::Disclose(call))
    }

    fn ending(&self, n: u128, told: u128, end: DisclosureEnd) -> Envelope {
        let call = EndDisclosure {
            disclosure: DisclosureId::from_uuid(id(told)),
            case: self.case,
            end,
        };
        envelope(n, self.person, Command::EndDisclosure(call))
    }

    /// What the file says was told, and since when something waits by the file and by the list of cases.
    fn told(&self) -> (Vec<DisclosureView>, Option<Day>) {
        let file = self
            .bench
            .town
            .read_blocking(&ags(), |tx| backend::case::file(tx, &holder(), self.case))
            .unwrap()
            .into_value();
        let list = self
            .bench
            .town
            .read_blocking(&ags(), |tx| backend::case::worklist(tx, &holder()))
            .unwrap()
            .into_value();
        let in_list = list.cases[0].disclosure_revoked_on;
        assert_eq!(file.head.disclosure_revoked_on, in_list);
        let by_rule = file
            .disclosures
            .iter()
            .filter_map(|view| view.waits_since(&file.consents));
        assert_eq!(by_rule.min(), in_list, "the row says what the rule says");
        (file.disclosures, in_list)
    }
}

fn no_consent(paths: &[&str]) -> Outcome {
    let mut fields = FieldProblems::default();
    for path in paths {
        fields.add(*path, ProblemCode::NoConsent);
    }
    Outcome::Refused {
        because: Refusal::Fields,
        fields,
    }
}

on_both! {
    fn an_office_is_told_only_while_the_client_agrees_to_it(bench: &Bench) {
        let work = Work::new(bench);
        assert_eq!(work.send(&work.telling(20, to_jobcenter())), no_consent(&["offices"]));
        work.says(21, TO_AGENCY, ConsentAnswer::Given);
        assert_eq!(work.send(&work.telling(22, to_jobcenter())), no_consent(&["offices"]));
        work.says(23, TO_JOBCENTER, ConsentAnswer::Given);
        assert_eq!(work.send(&work.telling(24, to_jobcenter())), Outcome::Applied);
        let (told, waits) = work.told();
        assert_eq!((told.len(), waits), (1, None));
        assert_eq!(told[0].draft, to_jobcenter());
        work.says(25, TO_JOBCENTER, ConsentAnswer::Revoked);
        assert_eq!(work.send(&work.telling(26, to_jobcenter())), no_consent(&["offices"]));
    }

    /// Scenario 14: the client agreed to the Jobcenter alone, and another office sits at the table.
    fn a_conference_names_the_client_only_to_those_they_agreed_to(bench: &Bench) {
        let work = Work::new(bench);
        work.says(20, TO_JOBCENTER, ConsentAnswer::Given);
        assert_eq!(work.send(&work.telling(21, conference())), no_consent(&["conference_on", "offices"]));
        work.says(22, NAMED, ConsentAnswer::Given);
        assert_eq!(work.send(&work.telling(23, conference())), no_consent(&["offices"]));
        work.says(24, TO_AGENCY, ConsentAnswer::Given);
        assert_eq!(work.send(&work.telling(25, conference())), Outcome::Applied);
        let health = DisclosureDraft { classes: [DataClass::Health].into(), ..conference() };
        assert_eq!(work.send(&work.telling(26, health.clone())), no_consent(&["classes"]));
        work.says(27, SPECIAL, ConsentAnswer::Given);
        assert_eq!(work.send(&work.telling(28, health)), Outcome::Applied);
        // Nobody is named any more, and health is not told any more: both wait, from one answer each.
        work.says(29, SPECIAL, ConsentAnswer::Revoked);
        assert_eq!(work.told().1, Some(MORNING.day()));
        assert_eq!(work.send(&work.ending(30, 28, DisclosureEnd::NotWished)), Outcome::Applied);
        assert_eq!(work.told().1, None);
        work.says(31, NAMED, ConsentAnswer::Revoked);
        assert_eq!(work.told().1, Some(MORNING.day()));
    }

    fn what_was_told_waits_once_its_consent_is_taken_back_until_somebody_ends_it(bench: &Bench) {
        let work = Work::new(bench);
        work.says(20, TO_JOBCENTER, ConsentAnswer::Given);
        assert_eq!(work.send(&work.telling(21, to_jobcenter())), Outcome::Applied);
        // As long as the client agrees there is nothing to end.
        let wrong = Outcome::refused(Refusal::WrongState);
        assert_eq!(work.send(&work.ending(22, 21, DisclosureEnd::ReceiverTold)), wrong);
        bench.pass(DAY);
        work.says(23, TO_JOBCENTER, ConsentAnswer::Revoked);
        assert_eq!(work.told().1, Some(bench.today()));
        // Given again, it waits no more; taken back again, it does.
        work.says(24, TO_JOBCENTER, ConsentAnswer::Given);
        assert_eq!(work.told().1, None);
        work.says(25, TO_JOBCENTER, ConsentAnswer::Revoked);
        assert_eq!(work.send(&work.ending(26, 21, DisclosureEnd::ReceiverTold)), Outcome::Applied);
        let (told, waits) = work.told();
        assert_eq!(waits, None);
        assert_eq!(told[0].end.as_ref().map(|ended| ended.end), Some(DisclosureEnd::ReceiverTold));
        assert_eq!(work.send(&work.ending(27, 21, DisclosureEnd::NotWished)), wrong);
    }

    /// The conference does not take place, the sheet stays in the drawer: it ends at any time, and the client is not told of it.
    fn what_nobody_was_told_of_after_all_ends_and_stands_on_no_sheet(bench: &Bench) {
        let work = Work::new(bench);
        work.says(20, TO_JOBCENTER, ConsentAnswer::Given);
        assert_eq!(work.send(&work.telling(21, to_jobcenter())), Outcome::Applied);
        assert_eq!(work.send(&work.telling(22, to_jobcenter())), Outcome::Applied);
        let sheet = || {
            let read = |tx: &mut backend::tx::Tx<'_>| backend::disclosure::told(tx, work.person);
            bench.town.read_blocking(&ags(), read).unwrap()
        };
        let on_sheet = || sheet().len();
        assert_eq!((on_sheet(), sheet()[0].revoked_on), (2, None));
        assert_eq!(work.send(&work.ending(23, 21, DisclosureEnd::NotTold)), Outcome::Applied);
        assert_eq!(on_sheet(), 1);
        // Taken back, only the other one waits; it too may turn out to have been told to nobody.
        work.says(24, TO_JOBCENTER, ConsentAnswer::Revoked);
        assert_eq!((work.told().1, sheet()[0].revoked_on), (Some(MORNING.day()), Some(MORNING.day())));
        assert_eq!(work.send(&work.ending(25, 22, DisclosureEnd::NotTold)), Outcome::Applied);
        assert_eq!((work.told().1, on_sheet()), (None, 0));
        let ended = work.send(&work.ending(26, 22, DisclosureEnd::ReceiverTold));
        assert_eq!(ended, Outcome::refused(Refusal::WrongState));
    }

    /// A tablet that was away: what it told while that was allowed arrives after it was taken back, and waits at once.
    fn what_was_told_while_it_was_allowed_is_taken_when_it_arrives_late(bench: &Bench) {
        let work = Work::new(bench);
        work.says(20, TO_JOBCENTER, ConsentAnswer::Given);
        let told_today = work.telling(21, to_jobcenter());
        bench.pass(DAY);
        work.says(22, TO_JOBCENTER, ConsentAnswer::Revoked);
        assert_eq!(work.send(&told_today), Outcome::Applied);
        assert_eq!(work.told().1, Some(bench.today()));
        let mut told_after = work.telling(23, to_jobcenter());
        told_after.authored_at = MORNING.plus_millis(DAY);
        assert_eq!(work.send(&told_after), no_consent(&["offices"]));
    }

    fn nobody_else_tells_of_a_case_and_what_somebody_told_who_no_longer_has_it_waits_for_who_has(bench: &Bench) {
        let work = Work::new(bench);
        work.says(20, TO_JOBCENTER, ConsentAnswer::Given);
        let stranger = at_post(other_worker(), "awo", "awo-1");
        let tried = bench.send(&stranger, &work.telling(21, to_jobcenter()));
        assert!(matches!(tried, Outcome::Refused { .. }), "{tried:?}");
        bench.assign(work.person, work.case, "awo-1", "awo");
        assert_eq!(work.send(&work.telling(22, to_jobcenter())), Outcome::Held);
    }

    fn the_client_is_told_to_whom_which_data_and_what_for(bench: &Bench) {
        let work = Work::new(bench);
        work.says(20, TO_JOBCENTER, ConsentAnswer::Given);
        assert_eq!(work.send(&work.telling(21, to_jobcenter())), Outcome::Applied);
        let told = bench
            .town
            .read_blocking(&ags(), |tx| backend::disclosure::told(tx, work.person))
            .unwrap();
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].offices, ["Jobcenter"]);
        assert_eq!(told[0].classes, [DataClass::Work].into());
        assert_eq!(told[0].purpose, "Antrag auf Bürgergeld");
    }
}
