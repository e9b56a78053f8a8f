//! What can go wrong, and the table of which command met which of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use shared::command::{Command, CommandName};
use shared::exchange::{HeldAnswer, Outcome};
use shared::intake::IntakeDecision;
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
    /// Somebody else holds the lock of the database.
    Busy,
    /// The server is restored from its last backup.
    Restore,
    /// A clock jumps by up to three days.
    ClockJump,
    /// The session has ended.
    SessionEnd,
    /// The case goes to another worker while work on it waits.
    CaseMoved,
    /// Two decide that somebody is erased while work on them waits.
    Erased,
    /// The app is killed before its store has written.
    DeviceCrash,
    /// The app is killed after its store has written, before the screen says so.
    DeviceCrashAfterPut,
    /// The device has no room.
    DeviceFull,
    /// Another tab of the same browser sends at the same time.
    SecondTab,
    /// The session is gone for good, and the device hands in what waits.
    HandedIn,
    /// Post and roles are taken from an account for a while.
    RightRevoked,
    /// The browser takes the device's store away, sometimes after a rescue file was saved.
    StoreEvicted,
    /// The app on the device is of another version than the server: it writes a format that is not known there.
    AppVersion,
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

    /// Those that happen to the town or to a device as a whole.
    pub(crate) const TO_THE_TOWN: [Self; 9] = [
        Self::Restore,
        Self::ClockJump,
        Self::SessionEnd,
        Self::CaseMoved,
        Self::Erased,
        Self::HandedIn,
        Self::RightRevoked,
        Self::StoreEvicted,
        Self::AppVersion,
    ];

    pub(crate) fn all() -> Vec<Self> {
        Self::iter().collect()
    }
}

/// Every way in which a command is answered.
pub(crate) const OUTCOMES: [&str; 4] = ["applied", "refused", "conflict", "held"];

/// What one command can mean, and each has to be done often enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, EnumIter, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub(crate) enum Deed {
    /// Held work was accepted, and done.
    HeldAccepted,
    /// Held work was declined.
    HeldDeclined,
    /// The coordinator granted an exception.
    ExceptionGranted,
    /// The coordinator refused one.
    ExceptionRefused,
    /// The coordinator took a refusal back.
    RefusalTakenBack,
    /// Another Stadtteil was chosen.
    Moved,
    /// Somebody was erased once more: an older copy, or a commit that failed, did not show it.
    ErasedAgain,
    /// A device has work about somebody who was erased, and says so to whoever wrote it.
    ToldOfErased,
}

impl Deed {
    /// How often each has to be done in every test run.
    const WANTED: u64 = 8;

    /// What was done by a command that was answered like this.
    fn of(command: &Command, outcome: &Outcome) -> Option<Self> {
        if !matches!(outcome, Outcome::Applied | Outcome::Conflict { .. }) {
            return None;
        }
        match command {
            Command::SettleHeld(settled) => Some(match settled.answer {
                HeldAnswer::Accept {} => Self::HeldAccepted,
                HeldAnswer::Decline { .. } => Self::HeldDeclined,
            }),
            Command::DecideIntake(decided) => match decided.decision {
                IntakeDecision::AdmitByException { .. } => Some(Self::ExceptionGranted),
                IntakeDecision::RefuseException { .. } => Some(Self::ExceptionRefused),
                IntakeDecision::TakeBackRefusal {} => Some(Self::RefusalTakenBack),
                _ => None,
            },
            Command::EditPerson(edit) => edit
                .edits
                .0
                .contains_key("address.locality")
                .then_some(Self::Moved),
            _ => None,
        }
    }

    /// The command it is done by.
    const fn command(self) -> CommandName {
        match self {
            Self::HeldAccepted | Self::HeldDeclined => CommandName::SettleHeld,
            Self::ExceptionGranted | Self::ExceptionRefused | Self::RefusalTakenBack => {
                CommandName::DecideIntake
            }
            Self::Moved => CommandName::EditPerson,
            Self::ErasedAgain | Self::ToldOfErased => CommandName::ConfirmErasure,
        }
    }
}

/// How often a command has to be answered like this in every test run; nought where it cannot be. Only edits conflict,
/// also those that were held first; everything can be done, be wrong, and be handed in by somebody who may no longer do it.
pub(crate) const fn wanted(command: CommandName, how: &'static str) -> u64 {
    match (how.as_bytes(), command) {
        (b"conflict", CommandName::EditPerson | CommandName::EditIntake) => 15,
        (b"conflict", CommandName::SettleHeld) => 5,
        (b"conflict", _) => 0,
        // One head does it, at the two cases of their body.
        (
            b"applied",
            CommandName::LoadOrganisation | CommandName::IssueReport | CommandName::OpenForCheck,
        ) => 15,
        (
            b"applied",
            CommandName::TakeBackErasure
            | CommandName::DeclineErasure
            | CommandName::ConfirmErasure,
        ) => 5,
        (b"applied", _) => 25,
        (b"refused", _) => 5,
        _ => 5,
    }
}

/// How often each command met each fault, and how it was answered.
#[derive(Debug, Clone, Default)]
pub(crate) struct Met {
    pairs: BTreeMap<(CommandName, Fault), u64>,
    answered: BTreeMap<(CommandName, &'static str), u64>,
    deeds: BTreeMap<Deed, u64>,
}

impl Met {
    pub(crate) fn note(&mut self, command: CommandName, fault: Fault) {
        *self.pairs.entry((command, fault)).or_default() += 1;
    }

    pub(crate) fn answered(&mut self, command: &Command, outcome: &Outcome) {
        let how = match outcome {
            Outcome::Applied => "applied",
            Outcome::Refused { .. } => "refused",
            Outcome::Conflict { .. } => "conflict",
            Outcome::Held => "held",
        };
        *self
            .answered
            .entry((CommandName::from(command), how))
            .or_default() += 1;
        if let Some(deed) = Deed::of(command, outcome) {
            self.done(deed, 1);
        }
    }

    pub(crate) fn done(&mut self, deed: Deed, times: u64) {
        *self.deeds.entry(deed).or_default() += times;
    }

    pub(crate) fn add(&mut self, other: &Self) {
        for (pair, count) in &other.pairs {
            *self.pairs.entry(*pair).or_default() += count;
        }
        for (pair, count) in &other.answered {
            *self.answered.entry(*pair).or_default() += count;
        }
        for (deed, count) in &other.deeds {
            *self.deeds.entry(*deed).or_default() += count;
        }
    }

    pub(crate) fn answers(&self, command: CommandName, how: &'static str) -> u64 {
        self.answered.get(&(command, how)).copied().unwrap_or(0)
    }

    fn times(&self, deed: Deed) -> u64 {
        self.deeds.get(&deed).copied().unwrap_or(0)
    }

    /// What was answered or done less often than it has to be, with the numbers there and wanted.
    pub(crate) fn too_rare(&self) -> Vec<(CommandName, &'static str, u64, u64)> {
        let deeds = Deed::iter().map(|deed| {
            let name: &'static str = deed.into();
            (deed.command(), name, self.times(deed), Deed::WANTED)
        });
        CommandName::iter()
            .flat_map(|command| {
                OUTCOMES.into_iter().map(move |how| {
                    (
                        command,
                        how,
                        self.answers(command, how),
                        wanted(command, how),
                    )
                })
            })
            .chain(deeds)
            .filter(|(_, _, there, wanted)| there < wanted)
            .collect()
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
            write!(table, "{number:>4}").unwrap();
        }
        writeln!(table, "  applied refused conflict held").unwrap();
        for command in CommandName::iter() {
            let name: &'static str = command.into();
            write!(table, "{name:<20}").unwrap();
            for fault in &faults {
                let count = self.pairs.get(&(command, *fault)).copied().unwrap_or(0);
                write!(table, "{count:>4}").unwrap();
            }
            for how in OUTCOMES {
                write!(table, "{:>9}", self.answers(command, how)).unwrap();
            }
            writeln!(table).unwrap();
        }
        for deed in Deed::iter() {
            let name: &'static str = deed.into();
            writeln!(table, "{name:<20}{:>4}", self.times(deed)).unwrap();
        }
        table
    }
}
