//! The logs over HTTP: the officer finds who read and who changed and sees no content, the client is told by their worker,
//! and nobody else looks.

use harness::{Client, Town, a_person, on_both_databases};
use shared::access::{Basis, Reason};
use shared::audit::anomaly::AnomalyKind;
use shared::audit::calls::{
    AnomalyWindow, ExportReadings, FoundReadings, LINES_MOST, ListAnomalies, ReadWhoRead,
    ReadWritings, ReadingExport, ReadingSearch, SearchReadings, WritingSearch,
};
use shared::audit::changes::{Change, ChangeSearch, ReadChanges};
use shared::audit::{ReadingKind, Why};
use shared::calls::Nothing;
use shared::case::calls::{ReadCase, ThisCase, Worklist};
use shared::exchange::Subject;
use shared::kernel::{CaseId, PersonId, Problem, ProblemCode};
use shared::person::calls::{
    FindPersons, Hit, PersonSearch, ReadPerson, ReadPersonCard, ThisPerson,
};

fn about(whom: impl ToString) -> ReadingSearch {
    ReadingSearch {
        whom: whom.to_string(),
        ..ReadingSearch::default()
    }
}

fn officer(town: &Town) -> Client {
    town.person("dsb")
}

fn search(client: &Client, search: &ReadingSearch) -> FoundReadings {
    client
        .ask(SearchReadings, search)
        .expect("lines of the log")
}

/// The first case of Caritas's worklist: its person, case and number.
fn a_case(worker: &Client) -> (PersonId, CaseId, String) {
    let list = worker.ask(Worklist, &Nothing {}).expect("a worklist");
    let head = list.cases.first().expect("a case");
    (head.person, head.case, head.number.clone())
}

on_both_databases! {
    fn the_officer_finds_by_case_number_who_has_read_what_and_why(town: &Town) {
        let worker = town.case_manager();
        let (person, case, number) = a_case(&worker);
        worker.ask(ReadCase, &ThisCase { case }).expect("the file");
        let officer = officer(town);
        // That the officer looked is a line about the same person; it is left out of what is compared here.
        let by = Some(worker.actor().account);
        let found = search(&officer, &ReadingSearch { account: by, ..about(number.to_lowercase()) });
        let by_id = search(&officer, &ReadingSearch { account: by, ..about(person) });
        assert_eq!(found, by_id, "by number and by id alike");
        let lines: Vec<_> = found
            .lines
            .iter()
            .map(|line| (line.who.name.as_str(), line.kind, line.why.as_slice()))
            .collect();
        let why = [Why::Allowed(Basis::Responsible)];
        let name = worker.actor().name.as_str();
        assert_eq!(
            lines,
            [(name, ReadingKind::File, why.as_slice()), (name, ReadingKind::List, why.as_slice())]
        );
        assert!(found.lines.iter().all(|line| line.whom[0] == Subject::Person(person)));
        // By the number that people say, which an id of nobody's case has none of.
        assert!(found.lines.iter().all(|line| line.numbers.get(&person) == Some(&number)), "{found:?}");
        let written = WritingSearch { whom: number.clone(), ..WritingSearch::default() };
        let written = officer.ask(ReadWritings, &written).expect("entries").lines;
        assert!(!written.is_empty() && written.iter().all(|line| line.number.as_ref() == Some(&number)), "{written:?}");
        // No name of a client, in no spelling.
        let file = worker.ask(ReadCase, &ThisCase { case }).expect("the file");
        let text = serde_json::to_string(&found).expect("JSON");
        assert!(!text.contains(&file.person.family_name), "{text}");

        // Each filter alone and all of them at once.
        let narrow = |change: &dyn Fn(&mut ReadingSearch)| {
            let mut wanted = about(person);
            change(&mut wanted);
            search(&officer, &wanted).lines.len()
        };
        let today = harness::now().day();
        assert_eq!(narrow(&|it| it.call = "ReadCase".to_owned()), 2);
        assert_eq!(narrow(&|it| it.why = "responsible".to_owned()), 3);
        assert_eq!(narrow(&|it| it.why = "consent".to_owned()), 0);
        assert_eq!(narrow(&|it| it.account = Some(worker.actor().account)), 3);
        assert_eq!(narrow(&|it| it.from = today.tomorrow().ok()), 0);
        assert_eq!(narrow(&|it| it.until = today.yesterday().ok()), 0);
        assert_eq!(
            narrow(&|it| {
                it.account = Some(worker.actor().account);
                it.call = "ReadCase".to_owned();
                it.why = "responsible".to_owned();
                (it.from, it.until) = (Some(today), Some(today));
            }),
            2
        );

        let refused = officer.ask(SearchReadings, &about("LEV-1999-0001")).expect_err("no such case");
        let Some(Problem::Fields { fields }) = refused.problem else { panic!("{refused:?}") };
        assert_eq!(fields.of("whom")[0].code, ProblemCode::UnknownNumber);
        town.stop();
        town.check();
    }

    fn the_lines_come_page_by_page_and_none_twice(town: &Town) {
        let worker = town.case_manager();
        let (person, ..) = a_case(&worker);
        for _ in 0..LINES_MOST + 20 {
            worker.ask(ReadPerson, &ThisPerson { person }).expect("the record");
        }
        let officer = officer(town);
        let first = search(&officer, &about(person));
        assert_eq!(first.lines.len(), 50);
        let rest = search(&officer, &ReadingSearch { before: first.next.clone(), ..about(person) });
        assert_eq!((rest.lines.len(), &rest.next), (21, &None));
        let mut keys: Vec<_> = first.lines.iter().chain(&rest.lines).map(|line| line.key.clone()).collect();
        let all = keys.len();
        assert!(keys.is_sorted_by(|a, b| a > b));
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), all);
        // What is taken away is what was seen, and the log says that it was.
        let mut latest = first.lines[0].key.clone();
        latest.line += 1;
        let seen = ReadingSearch { before: Some(latest), ..about(person) };
        let export = ReadingExport { search: seen, lines: 60 };
        let exported = officer.ask(ExportReadings, &export).expect("lines");
        assert_eq!((exported.lines.len(), &exported.lines[..50]), (60, first.lines.as_slice()));
        let own = ReadingSearch { account: Some(officer.actor().account), ..ReadingSearch::default() };
        let calls: Vec<_> = search(&officer, &own).lines.into_iter().map(|line| line.call).collect();
        assert_eq!(calls, ["ExportReadings", "SearchReadings", "SearchReadings"]);
    }

    /// Who asks for somebody they may not see is told that nothing is there, and the log says that they tried.
    fn a_read_that_was_refused_leaves_a_line(town: &Town) {
        let (person, case, _) = a_case(&town.case_manager());
        let stranger = town.other_case_manager();
        let not_there = CaseId::born(harness::now(), harness::random());
        for asked in [case, not_there] {
            let refused = stranger.ask(ReadCase, &ThisCase { case: asked }).expect_err("not theirs");
            assert_eq!((refused.status, refused.problem), (404, Some(Problem::NotFound)));
        }
        let officer = officer(town);
        let tried = ReadingSearch { why: "refused".to_owned(), ..about(person) };
        let found = search(&officer, &tried);
        assert_eq!(found.lines.len(), 1);
        let line = &found.lines[0];
        assert_eq!(line.why, [Why::Refused(Reason::OtherUnit)]);
        assert_eq!((line.who.account, line.call.as_str()), (stranger.actor().account, "ReadCase"));
        // The page of a person says of whoever may not be seen only that they may be known: that is no sight of them either.
        let hidden = a_person().recorded_by(&town.reception()).id;
        stranger.ask(ReadPersonCard, &ThisPerson { person: hidden }).expect("a blind card");
        let found = search(&officer, &about(hidden));
        assert_eq!(found.lines.len(), 1);
        assert_eq!(found.lines[0].why, [Why::Refused(Reason::NoConsent)]);
        assert!(found.lines[0].numbers.is_empty(), "somebody without a case has a number");
        // The client is told who has seen something: this one has not.
        let told = town.case_manager().ask(ReadWhoRead, &ThisCase { case }).expect("the sheet");
        let names: Vec<_> = told.days.iter().flat_map(|day| &day.readers).map(|one| one.who.name.clone()).collect();
        assert!(!names.contains(&stranger.actor().name), "{names:?}");
    }

    fn the_client_is_told_by_their_worker_and_by_nobody_else(town: &Town) {
        let worker = town.case_manager();
        let (_, case, _) = a_case(&worker);
        worker.ask(ReadCase, &ThisCase { case }).expect("the file");
        let told = worker.ask(ReadWhoRead, &ThisCase { case }).expect("the sheet");
        let [day] = told.days.as_slice() else { panic!("{told:?}") };
        let [one] = day.readers.as_slice() else { panic!("{day:?}") };
        assert_eq!(one.who.name, worker.actor().name);
        assert_eq!(one.what, [ReadingKind::File, ReadingKind::List].into());
        assert_eq!(one.why, [Why::Allowed(Basis::Responsible)]);
        // The sheet itself is one more reading.
        let again = worker.ask(ReadWhoRead, &ThisCase { case }).expect("the sheet");
        assert!(again.days[0].readers[0].what.contains(&ReadingKind::Log));
        for other in ["awo", "empfang", "koordination", "admin", "dsb"] {
            let refused = town.person(other).ask(ReadWhoRead, &ThisCase { case }).expect_err(other);
            assert!([403, 404].contains(&refused.status), "{other}: {refused:?}");
        }
    }

    fn the_officer_sees_which_fields_were_changed_and_not_what_stands_in_them(town: &Town) {
        let desk = town.reception();
        let somebody = a_person().recorded_by(&desk);
        let officer = officer(town);
        let wanted = WritingSearch { whom: somebody.id.to_string(), ..WritingSearch::default() };
        let found = officer.ask(ReadWritings, &wanted).expect("entries");
        let [line] = found.lines.as_slice() else { panic!("{found:?}") };
        assert_eq!(line.command.as_deref(), Some("record_person"));
        assert_eq!((line.outcome.as_str(), line.who.account), ("applied", desk.actor().account));
        assert_eq!(line.fields, ["address", "born", "family_name", "given_name"]);
        let text = serde_json::to_string(&found).expect("JSON");
        assert!(!text.contains(&somebody.draft.family_name), "{text}");

        // All of the log, page by page, and one account's alone.
        let mut sequences = Vec::new();
        let mut next = WritingSearch::default();
        loop {
            let page = officer.ask(ReadWritings, &next).expect("entries");
            sequences.extend(page.lines.iter().map(|line| line.sequence));
            match page.next {
                Some(before) => next.before = Some(before),
                None => break,
            }
        }
        let expected: Vec<u64> = (1..=line.sequence).rev().collect();
        assert_eq!(sequences, expected);
        let own = WritingSearch { account: Some(desk.actor().account), ..WritingSearch::default() };
        let found = officer.ask(ReadWritings, &own).expect("entries");
        assert!(!found.lines.is_empty());
        assert!(found.lines.iter().all(|line| line.who.account == desk.actor().account));
    }

    fn trying_names_raises_an_alarm(town: &Town) {
        let worker = town.case_manager();
        let officer = officer(town);
        let alarms = || {
            let found = officer.ask(ListAnomalies, &AnomalyWindow { days: 1 }).expect("what is found");
            let own = found.anomalies.into_iter().filter(|one| one.who.account == worker.actor().account);
            own.filter(|one| one.kind.is_alarm()).map(|one| (one.kind, one.count)).collect::<Vec<_>>()
        };
        let limit = AnomalyKind::Probing.limit();
        for n in 1..limit {
            let text = format!("Zyxquark{n} Vlimpf");
            let hits = worker.ask(FindPersons, &PersonSearch { text }).expect("an answer").hits;
            assert_eq!(hits, []);
        }
        assert_eq!(alarms(), []);
        let text = "Qwrtz Vlimpf".to_owned();
        worker.ask(FindPersons, &PersonSearch { text }).expect("an answer");
        assert_eq!(alarms(), [(AnomalyKind::Probing, limit)]);
    }

    /// What was changed is read by whoever reads the record, with the line that every reading leaves.
    fn what_was_changed_is_read_by_who_reads_the_record_and_leaves_a_line(town: &Town) {
        let desk = town.reception();
        let somebody = a_person().recorded_by(&desk);
        let wrote = somebody.draft.family_name.clone();
        let search = ChangeSearch { person: somebody.id, field: "family_name".to_owned(), before: None };
        let found = desk.ask(ReadChanges, &search).expect("what was changed");
        let [line] = found.lines.as_slice() else { panic!("{found:?}") };
        assert_eq!((line.who.name.as_str(), line.command.as_str()), (desk.actor().name.as_str(), "record_person"));
        let (from, to) = ("".into(), wrote.into());
        assert_eq!(line.changes, [Change::Field { path: "family_name".to_owned(), from, to }]);
        for (other, status) in [("caritas", 404), ("koordination", 404), ("admin", 404), ("dsb", 404)] {
            let refused = town.person(other).ask(ReadChanges, &search).expect_err(other);
            assert_eq!(refused.status, status, "{other}");
        }
        let wrong = ChangeSearch { field: "/family_name".to_owned(), ..search };
        let refused = desk.ask(ReadChanges, &wrong).expect_err("no field");
        let Some(Problem::Fields { fields }) = refused.problem else { panic!("{refused:?}") };
        assert_eq!(fields.of("field")[0].code, ProblemCode::UnknownCode);
        let by_desk = ReadingSearch {
            call: "ReadChanges".to_owned(),
            account: Some(desk.actor().account),
            ..about(somebody.id)
        };
        let lines = self::search(&officer(town), &by_desk).lines;
        assert_eq!(lines.len(), 1);
        assert_eq!((lines[0].kind, lines[0].why.as_slice()), (ReadingKind::Record, [Why::Allowed(Basis::OwnIntake)].as_slice()));
    }

    /// Whoever goes through the town name by name is stopped; the own cases open as always, and the officer is told.
    fn who_goes_through_the_town_is_stopped_and_their_own_cases_open(town: &Town) {
        const MOST: usize = 3;
        let limit = MOST.to_string();
        let town = Town::with_settings(town.database(), &[("LUECKENLOS_PEOPLE_OF_OTHERS_DAILY", &limit)]);
        let names: Vec<String> = ["awo", "diakonie", "soziales", "ki-fall"]
            .iter()
            .flat_map(|login| town.person(login).ask(Worklist, &Nothing {}).expect("a worklist").cases)
            .map(|head| head.name)
            .collect();
        let worker = town.case_manager();
        let find = |text: &String| worker.ask(FindPersons, &PersonSearch { text: text.clone() });
        let mut seen = std::collections::BTreeSet::new();
        let stopped = names.iter().find_map(|name| match find(name) {
            Ok(found) => {
                let known = found.hits.into_iter().filter_map(|hit| match hit {
                    Hit::Known(hit) if hit.case.is_none() => Some(hit.person),
                    _ => None,
                });
                seen.extend(known);
                None
            }
            Err(refused) => Some((name.clone(), refused)),
        });
        let (name, refused) = stopped.expect("somebody is one too many");
        assert_eq!(refused.status, 429);
        let Some(Problem::TooMany { after_seconds }) = refused.problem else { panic!("{refused:?}") };
        assert!((1..=25 * 3_600).contains(&after_seconds), "{after_seconds}");
        assert!(!seen.is_empty() && seen.len() <= MOST, "{seen:?}");
        // It stays so, and who was seen is seen again.
        assert_eq!(find(&name).expect_err("still too many").status, 429);
        for person in &seen {
            worker.ask(ReadPersonCard, &ThisPerson { person: *person }).expect("once more");
        }
        // All of the own work goes on.
        let (person, case, _) = a_case(&worker);
        worker.ask(ReadCase, &ThisCase { case }).expect("the own file");
        worker.ask(ReadPerson, &ThisPerson { person }).expect("the own record");
        // Who is stopped is one alarm, and not one of those who ask for whom they may not see.
        let found = officer(&town).ask(ListAnomalies, &AnomalyWindow { days: 1 }).expect("what is found");
        let own = found.anomalies.into_iter().filter(|one| one.who.account == worker.actor().account);
        let kinds: Vec<_> = own.map(|one| one.kind).collect();
        assert!(kinds.contains(&AnomalyKind::Stopped), "{kinds:?}");
        assert!(!kinds.contains(&AnomalyKind::ManyRefused), "{kinds:?}");
        // The desk is another account, with a count of its own.
        town.reception().ask(FindPersons, &PersonSearch { text: name }).expect("a hit");
    }

    /// What a service manager types: the head that is kept elsewhere, the log as a file, the end of old months.
    fn the_log_is_kept_taken_out_and_ended_at_the_terminal(town: &Town) {
        let worker = town.case_manager();
        let (person, case, _) = a_case(&worker);
        worker.ask(ReadCase, &ThisCase { case }).expect("the file");
        town.stop();
        let run = |words: &[&str]| {
            let output = town.run(words);
            let said = [output.stdout, output.stderr].concat();
            (output.status.success(), String::from_utf8(said).expect("text"))
        };
        let (is_there, head) = run(&["audit", "head"]);
        assert!(is_there, "{head}");
        let head = head.trim();
        let (is_whole, said) = run(&["check", "--head", head]);
        assert!(is_whole && said.contains(head), "{said}");
        let other = head.replace('/', "0/");
        let (is_whole, said) = run(&["check", "--head", &other]);
        assert!(!is_whole && said.contains("does not hold the head"), "{said}");
        let (is_read, said) = run(&["check", "--head", "yesterday"]);
        assert!(!is_read && said.contains("no head of a read log"), "{said}");

        let file = town.folder().join("reads.ndjson");
        let to = file.to_str().expect("a path");
        let (is_written, said) = run(&["audit", "export", to]);
        assert!(is_written && said.starts_with("2 lines"), "{said}");
        let lines = std::fs::read_to_string(&file).expect("the file");
        assert_eq!(lines.matches(&format!("person:{person}")).count(), 2, "{lines}");
        assert!(lines.lines().last().is_some_and(|last| last.contains("\"mac\"")), "{lines}");
        let (is_again, said) = run(&["audit", "export", to]);
        assert!(!is_again, "{said}");

        let (is_done, said) = run(&["audit", "reindex"]);
        assert!(is_done, "{said}");
        let (is_done, said) = run(&["audit", "expire", "--keep-months", "1"]);
        assert!(is_done && said.contains("nothing is older"), "{said}");
        town.check();
    }
}
