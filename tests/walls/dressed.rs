//! The same words with something hostile around each of them: every command takes them as letters, on both databases, and
//! gives them back as they were written.

use harness::on_both_databases;
use harness::written::{self, Canaries};
use shared::case::calls::{ReadCase, ThisCase};
use shared::person::calls::{ReadPerson, ThisPerson};

/// What stands around the words; each fits into the shortest field.
const AROUND: [(&str, &str); 9] = [
    ("' OR 1=1 --", ""),
    ("", "'; DROP TABLE person; --"),
    ("", "%_\\%"),
    ("$1 ?1 :id ", "\\'"),
    ("../../../etc/", ""),
    ("=1+1|", ""),
    ("", "\"},{\"role\":\"x\"}"),
    ("", "{{7*7}}${7*7}%s%n"),
    ("", "<script>alert(1)</script>"),
];

on_both_databases! {
    fn every_command_takes_hostile_words_and_gives_them_back_as_they_were(town: &Town) {
        let mut canaries = Canaries::dressed(&AROUND);
        let scenes = written::scenes(town, &mut canaries);
        written::message(town, &mut canaries);
        written::the_rest(town, &scenes, &mut canaries);
        let worker = town.case_manager();
        let scene = &scenes[0];
        let person = worker.ask(ReadPerson, &ThisPerson { person: scene.person }).expect("the record");
        let case = worker.ask(ReadCase, &ThisCase { case: scene.case.expect("a case") }).expect("the file");
        let shown = [serde_json::to_string(&person), serde_json::to_string(&case)]
            .map(|shown| shown.expect("JSON").to_lowercase());
        let mut found = 0;
        for (word, place) in canaries.iter().filter(|(_, place)| place.scene == scene.name && place.is_clothed) {
            let whole = AROUND.map(|(before, behind)| {
                let whole = serde_json::to_string(&format!("{before}{word}{behind}")).expect("JSON");
                whole.trim_matches('"').to_lowercase()
            });
            for shown in shown.iter().filter(|shown| shown.contains(word.as_str())) {
                assert!(whole.iter().any(|whole| shown.contains(whole)), "{}: {word} stands there otherwise", place.path);
                found += 1;
            }
        }
        assert!(found > 15, "{found} words");
        town.stop();
        town.check();
    }
}
