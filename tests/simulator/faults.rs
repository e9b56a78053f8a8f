//! What can go wrong, and the table of which command met which of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use shared::command::CommandName;
use strum::{EnumIter, IntoEnumIterator, IntoStaticStr};

/// Everything that can go wrong. Each run switches some of it on (swarm), so that some runs have only one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub(crate) enum Fault {
    /// The offer never reaches the server.
    RequestLost,
    /// The server commits, and the answer is lost.
    AnswerLost,
    /// The offer arrives much later, after others of the same device.
    Delayed,
    /// The offer arrives late, just behind the next offer of the same device.
    Reordered,
    /// The offer arrives twice.
    Duplicated,
    /// A page of a proxy answers.
    Odd,
    /// The server names a group as unreadable.
    Unreadable,
    /// A write of the server fails, and it starts again.
    ServerCrash,
    /// The server stops between commit and answer, and starts again.
    ServerCrashAfterCommit,
    /// The server's disk is full for the moment.
    ServerFull,
    /// The server cannot answer in time.
    Busy,
    /// The server is restored from its last backup.
    Restore,
    /// A clock jumps by up to three days.
    ClockJump,
    /// The session has ended.
    SessionEnd,
    /// The case goes to another worker while work on it waits.
    CaseMoved,
    /// The app is killed before its store has written.
    DeviceCrash,
    /// The app is killed after its store has written, before the screen says so.
    DeviceCrashAfterPut,
    /// The device has no room.
    DeviceFull,
    /// Another tab of the same browser sends at the same time.
    SecondTab,
}

impl Fault {
    /// Those that strike while an offer is under way.
    pub(crate) const ON_THE_WAY: [Self; 11] = [
        Self::RequestLost,
        Self::AnswerLost,
        Self::Delayed,
        Self::Reordered,
        Self::Duplicated,
        Self::Odd,
        Self::Unreadable,
        Self::ServerCrash,
        Self::ServerCrashAfterCommit,
        Self::ServerFull,
        Self::Busy,
    ];

    pub(crate) fn all() -> Vec<Self> {
        Self::iter().collect()
    }
}

/// How often each command met each fault, and how it was answered.
#[derive(Debug, Clone, Default)]
pub(crate) struct Met {
    pairs: BTreeMap<(CommandName, Fault), u64>,
    answered: BTreeMap<(CommandName, &'static str), u64>,
}

impl Met {
    pub(crate) fn note(&mut self, command: CommandName, fault: Fault) {
        *self.pairs.entry((command, fault)).or_default() += 1;
    }

    pub(crate) fn answered(&mut self, command: CommandName, how: &'static str) {
        *self.answered.entry((command, how)).or_default() += 1;
    }

    pub(crate) fn add(&mut self, other: &Self) {
        for (pair, count) in &other.pairs {
            *self.pairs.entry(*pair).or_default() += count;
        }
        for (pair, count) in &other.answered {
            *self.answered.entry(*pair).or_default() += count;
        }
    }

    pub(crate) fn answers(&self, command: CommandName, how: &'static str) -> u64 {
        self.answered.get(&(command, how)).copied().unwrap_or(0)
    }

    pub(crate) fn has(&self, command: CommandName, fault: Fault) -> bool {
        self.pairs.contains_key(&(command, fault))
    }

    /// The pairs that never met.
    pub(crate) fn never_met(&self) -> Vec<(CommandName, Fault)> {
        CommandName::iter()
            .flat_map(|command| Fault::all().into_iter().map(move |fault| (command, fault)))
            .filter(|pair| !self.pairs.contains_key(pair))
            .collect()
    }

    /// The table, for people.
    pub(crate) fn table(&self) -> String {
        let mut table = String::new();
        let faults = Fault::all();
        for (number, fault) in faults.iter().enumerate() {
            let name: &'static str = fault.into();
            writeln!(table, "{number:>2} {name}").unwrap();
        }
        write!(table, "{:<20}", "").unwrap();
        for number in 0..faults.len() {
            write!(table, "{number:>5}").unwrap();
        }
        writeln!(table, "  applied refused conflict held").unwrap();
        for command in CommandName::iter() {
            let name: &'static str = command.into();
            write!(table, "{name:<20}").unwrap();
            for fault in &faults {
                let count = self.pairs.get(&(command, *fault)).copied().unwrap_or(0);
                write!(table, "{count:>5}").unwrap();
            }
            for how in ["applied", "refused", "conflict", "held"] {
                write!(table, "{:>9}", self.answers(command, how)).unwrap();
            }
            writeln!(table).unwrap();
        }
        table
    }
}
