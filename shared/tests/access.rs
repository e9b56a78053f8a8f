//! The table of rights, written by hand in `access-table.txt`, against `access::may`, cell by cell.
//!
//! Not here: that the server asks `may` on every path; the walk over all calls shows that.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails by panicking, and says why"
)]

use shared::access::{Action, Basis, Decision, Deputising, Facts, Reason, may};
use shared::kernel::{AccountId, Actor, Role, UnitCode};
use strum::IntoEnumIterator;

const TABLE: &str = include_str!("access-table.txt");

/// One line of the table; `None` stands for `any`.
struct Line {
    number: usize,
    role: Option<String>,
    action: Option<String>,
    relation: Option<String>,
    answer: String,
}

fn lines() -> Vec<Line> {
    let known = |word: &str| (word != "any").then(|| word.to_owned());
    TABLE
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
        .map(|(index, line)| {
            let words: Vec<_> = line.split_whitespace().collect();
            let [role, action, relation, answer, why] = words[..] else {
                panic!("line {} of the table has not five words: {line}", index + 1)
            };
            Line {
                number: index + 1,
                role: known(role),
                action: known(action),
                relation: known(relation),
                answer: format!("{answer} {why}"),
            }
        })
        .collect()
}

/// Whether a word of the table stands for this one: `deputy_*` for all that begin with `deputy_`.
fn stands_for(wanted: &str, word: &str) -> bool {
    wanted
        .strip_suffix('*')
        .map_or(wanted == word, |beginning| word.starts_with(beginning))
}

/// Every relation of the table, with the facts that make it for a case manager with post `caritas-1` of unit `caritas`
/// (other roles are of unit `caritas` too, without a post).
fn relations() -> Vec<(&'static str, Facts)> {
    let case = |post: &str, unit: &str, is_found_at_desk, is_protected| Facts {
        responsible_post: Some(post.parse().unwrap()),
        responsible_unit: Some(unit.parse().unwrap()),
        recorded_by_unit: Some(unit.parse().unwrap()),
        is_recorded_by_actor: false,
        has_case: true,
        is_found_at_desk,
        is_protected,
        is_of_own_body: unit == "caritas",
        ..Facts::default()
    };
    let handed_over = Facts {
        was_responsible: true,
        ..case("caritas-2", "caritas", false, false)
    };
    let deputy = |deputy, is_deputy_agreed, of: Facts| Facts {
        deputy: Some(deputy),
        is_deputy_agreed,
        ..of
    };
    let awo = || case("awo-1", "awo", false, false);
    let intake = |unit: &str, has_case, is_found_at_desk, is_protected| Facts {
        recorded_by_unit: Some(unit.parse().unwrap()),
        has_case,
        is_found_at_desk,
        is_protected,
        is_of_own_body: unit == "caritas",
        ..Facts::default()
    };
    vec![
        ("own", case("caritas-1", "caritas", true, false)),
        ("own_protected", case("caritas-1", "caritas", true, true)),
        ("same_unit_found", case("caritas-2", "caritas", true, false)),
        (
            "same_unit_hidden",
            case("caritas-2", "caritas", false, false),
        ),
        ("other_unit_found", case("awo-1", "awo", true, false)),
        ("other_unit_hidden", case("awo-1", "awo", false, false)),
        ("other_protected", case("awo-1", "awo", true, true)),
        (
            "other_unit_hidden_opened",
            Facts {
                is_emergency_open: true,
                ..awo()
            },
        ),
        (
            "other_protected_opened",
            Facts {
                is_emergency_open: true,
                ..case("awo-1", "awo", true, true)
            },
        ),
        (
            "other_unit_hidden_body",
            Facts {
                is_of_own_body: true,
                ..awo()
            },
        ),
        (
            "other_unit_hidden_body_checked",
            Facts {
                is_of_own_body: true,
                is_check_open: true,
                ..awo()
            },
        ),
        (
            "other_unit_hidden_checked",
            Facts {
                is_check_open: true,
                ..awo()
            },
        ),
        (
            "other_protected_body",
            Facts {
                is_of_own_body: true,
                ..case("awo-1", "awo", true, true)
            },
        ),
        (
            "other_protected_body_checked",
            Facts {
                is_of_own_body: true,
                is_check_open: true,
                ..case("awo-1", "awo", true, true)
            },
        ),
        ("own_intake", intake("caritas", false, false, false)),
        (
            "own_intake_protected",
            intake("caritas", false, false, true),
        ),
        ("own_pool", intake("caritas", true, false, false)),
        ("foreign_intake", intake("awo", false, false, false)),
        ("foreign_pool", intake("awo", true, true, false)),
        ("handed_over", handed_over),
        (
            "deputy_same_unit",
            deputy(
                Deputising::Active,
                false,
                case("caritas-2", "caritas", false, false),
            ),
        ),
        (
            "deputy_other_unit_agreed",
            deputy(Deputising::Active, true, awo()),
        ),
        (
            "deputy_other_unit_refused",
            deputy(Deputising::Active, false, awo()),
        ),
        (
            "deputy_other_unit_protected",
            deputy(Deputising::Active, false, case("awo-1", "awo", false, true)),
        ),
        (
            "deputy_other_unit_ahead",
            deputy(Deputising::Ahead, true, awo()),
        ),
        (
            "deputy_other_unit_ended",
            deputy(Deputising::Ended, true, awo()),
        ),
        ("nothing", Facts::default()),
        (
            "own_request",
            Facts {
                is_asked_by_actor: true,
                ..intake("awo", true, false, false)
            },
        ),
    ]
}

fn actor(role: Role) -> Actor {
    Actor {
        account: AccountId::from_uuid(uuid::Uuid::from_u128(1)),
        municipality: "05316000".parse().unwrap(),
        unit: UnitCode::try_from("caritas".to_owned()).unwrap(),
        roles: [role].into(),
        post: (role == Role::CaseManager).then(|| "caritas-1".parse().unwrap()),
        name: "Test".to_owned(),
    }
}

/// Everybody who acts, by the word of the table: one of each role, and the service itself.
fn actors() -> Vec<(&'static str, Actor)> {
    let system = Actor::system(
        "05316000".parse().unwrap(),
        UnitCode::try_from("caritas".to_owned()).unwrap(),
    );
    Role::iter()
        .map(|role| (role.into(), actor(role)))
        .chain([("system", system)])
        .collect()
}

fn answer(decision: Decision) -> String {
    match decision {
        Decision::Yes(basis) => format!("yes {}", <&str>::from(basis)),
        Decision::No(reason) => format!("no {}", <&str>::from(reason)),
    }
}

#[test]
fn every_cell_of_the_table_is_what_the_code_decides() {
    let lines = lines();
    let mut used = vec![false; lines.len()];
    let mut deviations = Vec::new();
    for (role_name, actor) in actors() {
        for action in Action::iter() {
            for (relation, facts) in relations() {
                let action_name: &str = action.into();
                let fits_role = |wanted: &Option<String>| {
                    wanted.as_deref().is_none_or(|wanted| {
                        wanted == role_name || (role_name, wanted) == ("system", "coordinator")
                    })
                };
                let fits = |wanted: &Option<String>, word: &str| {
                    wanted
                        .as_deref()
                        .is_none_or(|wanted| stands_for(wanted, word))
                };
                let decided_by = lines.iter().position(|line| {
                    fits_role(&line.role)
                        && fits(&line.action, action_name)
                        && fits(&line.relation, relation)
                });
                let decided_by = decided_by
                    .unwrap_or_else(|| panic!("no line for {role_name} {action_name} {relation}"));
                used[decided_by] = true;
                let (expected, actual) = (
                    &lines[decided_by].answer,
                    answer(may(&actor, action, &facts)),
                );
                if *expected != actual {
                    deviations.push(format!(
                        "{role_name} {action_name} {relation}: line {} says {expected}, the code {actual}",
                        lines[decided_by].number
                    ));
                }
            }
        }
    }
    assert!(deviations.is_empty(), "{}", deviations.join("\n"));
    let unused: Vec<_> = lines
        .iter()
        .zip(used)
        .filter(|(_, used)| !used)
        .map(|(line, _)| line.number)
        .collect();
    assert!(unused.is_empty(), "lines that decide nothing: {unused:?}");
}

#[test]
fn every_word_of_the_table_is_known() {
    let roles: Vec<&str> = actors().into_iter().map(|(name, _)| name).collect();
    let actions: Vec<&str> = Action::iter().map(Into::into).collect();
    let relations: Vec<&str> = relations().into_iter().map(|(name, _)| name).collect();
    let answers: Vec<String> = Basis::iter()
        .map(|basis| answer(Decision::Yes(basis)))
        .chain(Reason::iter().map(|reason| answer(Decision::No(reason))))
        .collect();
    for line in lines() {
        let known = |word: &Option<String>, words: &[&str]| {
            word.as_deref()
                .is_none_or(|word| words.iter().any(|known| stands_for(word, known)))
        };
        assert!(known(&line.role, &roles), "line {}: role", line.number);
        assert!(
            known(&line.action, &actions),
            "line {}: action",
            line.number
        );
        assert!(
            known(&line.relation, &relations),
            "line {}: relation",
            line.number
        );
        assert!(
            answers.contains(&line.answer),
            "line {}: answer",
            line.number
        );
    }
}

#[test]
fn two_roles_allow_what_either_allows() {
    let mut both = actor(Role::CaseManager);
    both.roles.insert(Role::Coordinator);
    for action in Action::iter() {
        for (relation, facts) in relations() {
            let either = [Role::CaseManager, Role::Coordinator]
                .iter()
                .any(|role| may(&actor(*role), action, &facts).is_yes());
            assert_eq!(
                may(&both, action, &facts).is_yes(),
                either,
                "{action:?} {relation}"
            );
        }
    }
}
