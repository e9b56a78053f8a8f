//! What was asked how often and how it was answered: operation by role and status, command by outcome.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use shared::calls::{Call, Visitor, each};
use shared::command::CommandName;
use strum::IntoEnumIterator as _;

use crate::walk::{Exchange, PEOPLE, STRANGER};

/// One question that was answered, as far as it is counted.
#[derive(Debug, Clone)]
pub(crate) struct Answered {
    pub(crate) operation: String,
    pub(crate) who: &'static str,
    pub(crate) status: u16,
    pub(crate) commands: Vec<(String, String)>,
}

/// The tables.
#[derive(Debug, Default)]
pub(crate) struct Count {
    operations: BTreeMap<(String, &'static str), BTreeMap<u16, usize>>,
    commands: BTreeMap<String, BTreeMap<String, usize>>,
}

const OUTCOMES: [&str; 4] = ["applied", "refused", "conflict", "held"];

/// The names of all calls that are declared.
fn declared() -> BTreeSet<&'static str> {
    struct Names(BTreeSet<&'static str>);
    impl Visitor for Names {
        fn visit<C: Call>(&mut self, _call: C) {
            self.0.insert(C::NAME);
        }
    }
    let mut names = Names(BTreeSet::new());
    each(&mut names);
    names.0
}

impl Count {
    /// What the walk did.
    pub(crate) fn of(exchanges: &[Exchange]) -> Self {
        let mut count = Self::default();
        count.add_all(exchanges.iter().map(|exchange| Answered {
            operation: exchange.operation.to_owned(),
            who: exchange.who,
            status: exchange.status,
            commands: exchange.commands.clone(),
        }));
        count
    }

    /// Counts more.
    pub(crate) fn add_all(&mut self, answers: impl IntoIterator<Item = Answered>) {
        for answer in answers {
            let statuses = self
                .operations
                .entry((answer.operation, answer.who))
                .or_default();
            *statuses.entry(answer.status).or_default() += 1;
            for (command, outcome) in answer.commands {
                let outcomes = self.commands.entry(command).or_default();
                *outcomes.entry(outcome).or_default() += 1;
            }
        }
    }

    /// What was never reached with success.
    pub(crate) fn missing(&self) -> impl Iterator<Item = String> {
        let calls = declared().into_iter().filter(|name| {
            !self
                .operations
                .iter()
                .any(|((own, _), statuses)| own == name && statuses.contains_key(&200))
        });
        let commands = CommandName::iter()
            .map(<&'static str>::from)
            .filter(|name| self.outcomes(name, "applied") == 0);
        calls
            .chain(commands)
            .map(|name| format!("{name} was never reached with success"))
            .collect::<Vec<_>>()
            .into_iter()
    }

    fn outcomes(&self, command: &str, outcome: &str) -> usize {
        self.commands
            .get(command)
            .and_then(|outcomes| outcomes.get(outcome))
            .copied()
            .unwrap_or_default()
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let people = PEOPLE.map(|(who, _)| who).into_iter().chain([STRANGER]);
        let people: Vec<&str> = people.collect();
        let names: BTreeSet<&str> = self
            .operations
            .keys()
            .map(|(operation, _)| operation.as_str())
            .collect();
        writeln!(f, "{:<17} answers by status, as", "operation")?;
        for name in names {
            for who in &people {
                let Some(statuses) = self.operations.get(&(name.to_owned(), *who)) else {
                    continue;
                };
                let statuses: Vec<String> = statuses
                    .iter()
                    .map(|(status, times)| format!("{status}×{times}"))
                    .collect();
                writeln!(f, "{name:<17} {who:<14} {}", statuses.join("  "))?;
            }
        }
        write!(f, "\n{:<20}", "command")?;
        for outcome in OUTCOMES {
            write!(f, "{outcome:>10}")?;
        }
        for name in CommandName::iter() {
            let name = <&'static str>::from(name);
            write!(f, "\n{name:<20}")?;
            for outcome in OUTCOMES {
                write!(f, "{:>10}", self.outcomes(name, outcome))?;
            }
        }
        Ok(())
    }
}
