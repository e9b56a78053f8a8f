//! The simulator (reliability.md T10, part 5a): the devices' real core and the server's real handlers with net, clock,
//! disks and crashes made from one seed; each run is one thread, and runs know nothing of each other.
//!
//! A fixed set of seeds runs with every test run, meets every command with every fault, and sees every command answered
//! in every way it can be. More on demand: `SIMULATOR_SEEDS=5000 cargo test --test simulator`, from
//! `SIMULATOR_FROM=<seed>`; one again in detail with `SIMULATOR_SEED=<seed>`.
//!
//! A later command joins by one generator in `commands.rs`.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails by panicking, and says why"
)]

mod checks;
mod commands;
mod device;
mod dice;
mod faults;
mod gaps;
mod looking;
mod model;
mod opening;
mod people;
mod run;
mod server;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use faults::{Fault, Met};
use run::{Mistake, Plan, Report, run};
use shared::command::CommandName;

/// Seeds of every test run: each fault is the most frequent one once. Few and long, because beginning and checking a run
/// cost as much as a hundred steps.
const SEEDS: u64 = 24;
const STEPS: usize = 250;
/// Rounds for pairs, and answers, that chance did not bring.
const MORE_ROUNDS: u64 = 60;
/// Runs at the same time.
const THREADS: usize = 2;
/// How often a shorter story is looked for when something broke.
const SHRINK_TRIES: usize = 60;

/// Plans that broke something once, each with what it was.
fn broke_once() -> Vec<Plan> {
    use CommandName::{AskErasure, ConfirmErasure, DeclineErasure, TakeBackErasure};
    // Somebody is erased while work is held about slips that nobody recorded: it waits on.
    let erasing = vec![AskErasure, TakeBackErasure, DeclineErasure, ConfirmErasure];
    vec![Plan::of_commands(6, erasing)]
}

/// A command, and those without which there is nothing that it could be about. Whoever is erased has to be there first, and
/// is there no more afterwards.
const fn with_what_begins(command: CommandName) -> [CommandName; 3] {
    let (somebody, begins) = match command {
        CommandName::TakeBackErasure
        | CommandName::DeclineErasure
        | CommandName::ConfirmErasure => (CommandName::RecordPerson, CommandName::AskErasure),
        CommandName::Disclose | CommandName::EndDisclosure => {
            (CommandName::RecordConsent, CommandName::Disclose)
        }
        // A file that is open is not opened again.
        CommandName::OpenForCheck => (command, CommandName::EndEmergency),
        CommandName::UnlinkPersons => (command, CommandName::LinkPersons),
        itself => (itself, itself),
    };
    [somebody, begins, command]
}

fn from_environment(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// What several runs came to.
#[derive(Debug, Default)]
struct Sum {
    met: Met,
    runs: usize,
    commands: usize,
    offers: usize,
    restores: u32,
}

impl Sum {
    fn live(&mut self, plan: &Plan) {
        let report = run(plan);
        self.met.add(&report.met);
        self.runs += 1;
        self.commands += report.commands;
        self.offers += report.offers;
        self.restores += report.restores;
        assert!(report.violations.is_empty(), "{}", told(plan, &report));
    }

    fn add(&mut self, other: &Self) {
        self.met.add(&other.met);
        self.runs += other.runs;
        self.commands += other.commands;
        self.offers += other.offers;
        self.restores += other.restores;
    }
}

/// Does a job for each of these, on several threads; which thread does what depends on the list alone.
fn at_once<T: Sync>(jobs: &[T], work: impl Fn(&mut Sum, &T) + Sync) -> Sum {
    let mut sum = Sum::default();
    std::thread::scope(|threads| {
        let parts: Vec<_> = (0..THREADS)
            .map(|first| {
                let work = &work;
                threads.spawn(move || {
                    let mut own = Sum::default();
                    for job in jobs.iter().skip(first).step_by(THREADS) {
                        work(&mut own, job);
                    }
                    own
                })
            })
            .collect();
        for part in parts {
            match part.join() {
                Ok(own) => sum.add(&own),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
    });
    sum
}

#[test]
fn whatever_goes_wrong_nothing_is_lost_doubled_or_overwritten() {
    let began = Instant::now();
    let (first, count) = match from_environment("SIMULATOR_SEED") {
        Some(seed) => (seed, 1),
        None => (
            from_environment("SIMULATOR_FROM").unwrap_or(0),
            from_environment("SIMULATOR_SEEDS").unwrap_or(SEEDS),
        ),
    };
    let seeds: Vec<u64> = (first..first + count).collect();
    let mut sum = at_once(&seeds, |sum, seed| sum.live(&Plan::of(*seed, STEPS)));
    let is_whole = count >= SEEDS;
    if is_whole {
        sum.add(&at_once(&broke_once(), |sum, plan| sum.live(plan)));
        // What chance did not bring together meets on purpose.
        for round in 0..MORE_ROUNDS {
            let mut by_fault: BTreeMap<Fault, Vec<CommandName>> = BTreeMap::new();
            for (command, fault) in sum.met.never_met() {
                by_fault.entry(fault).or_default().push(command);
            }
            let by_fault: Vec<_> = by_fault.into_iter().collect();
            sum.add(&at_once(&by_fault, |sum, (fault, commands)| {
                sum.live(&Plan::of_pairs(round, *fault, commands.clone()));
            }));
        }
        for round in 0..MORE_ROUNDS {
            let rare = sum.met.too_rare().into_iter();
            let rare: BTreeSet<CommandName> =
                rare.flat_map(|rare| with_what_begins(rare.0)).collect();
            let rare: Vec<_> = rare.into_iter().collect();
            let parts: Vec<_> = rare.chunks(5).collect();
            sum.add(&at_once(&parts, |sum, commands| {
                sum.live(&Plan::of_commands(round, commands.to_vec()));
            }));
        }
    }
    println!(
        "{} runs, {} commands, {} offers, {} restores in {:.1} s\n{}",
        sum.runs,
        sum.commands,
        sum.offers,
        sum.restores,
        began.elapsed().as_secs_f32(),
        sum.met.table()
    );
    if is_whole {
        let never = sum.met.never_met();
        assert!(never.is_empty(), "never met: {never:?}");
        let rare = sum.met.too_rare();
        assert!(rare.is_empty(), "answered too rarely: {rare:?}");
    }
}

#[test]
fn the_same_seed_tells_the_same_story() {
    let plan = Plan {
        faults: Fault::all().into_iter().collect(),
        ..Plan::of(3, 110)
    };
    let (one, other) = (run(&plan), run(&plan));
    assert_eq!(one.hash, other.hash);
    assert!(one.commands > 20, "the story is not empty");
    assert_ne!(run(&Plan::of(3, 15)).hash, run(&Plan::of(4, 15)).hash);
}

/// A simulator that finds nothing may be blind: each mistake made on purpose is found.
#[test]
fn a_mistake_is_found() {
    for (mistake, invariant) in [
        (Mistake::ForgetsOnStart, "I1"),
        (Mistake::PacksForAnother, "I5"),
        (Mistake::SendsBackwards, "I7"),
    ] {
        let (_, report) = broken_by(mistake);
        assert!(
            report
                .violations
                .iter()
                .any(|broken| broken.starts_with(invariant)),
            "{mistake:?} is found as {:?}",
            report.violations
        );
    }
}

/// What is found is told in few steps, and a plan of those alone breaks again.
#[test]
fn a_story_is_told_in_few_steps() {
    let (plan, report) = broken_by(Mistake::ForgetsOnStart);
    let (plan, report) = shrunk(&plan, &report);
    assert!(
        plan.steps - plan.without.len() <= 8,
        "{}",
        told(&plan, &report)
    );
    assert!(!run(&plan).violations.is_empty());
}

fn broken_by(mistake: Mistake) -> (Plan, Report) {
    let found = (0..20).find_map(|seed| {
        let plan = Plan {
            mistake: Some(mistake),
            ..Plan::of(seed, 60)
        };
        let report = run(&plan);
        (!report.violations.is_empty()).then_some((plan, report))
    });
    found.unwrap_or_else(|| panic!("{mistake:?} is not found"))
}

/// What broke, with the shortest list of steps that still breaks.
fn told(plan: &Plan, report: &Report) -> String {
    let (plan, report) = shrunk(plan, report);
    let story: Vec<String> = report
        .story
        .iter()
        .map(|(step, text)| format!("{step:>4} {}", text.chars().take(400).collect::<String>()))
        .collect();
    format!(
        "seed {} with {:?} for {:?} broke:\n{}\n\nby these steps:\n{}\n\nagain: SIMULATOR_SEED={} cargo test --test simulator",
        plan.seed,
        plan.faults,
        plan.wanted,
        report.violations.join("\n"),
        story.join("\n"),
        plan.seed
    )
}

/// Leaves out steps, many at a time and then fewer, as long as it still breaks.
fn shrunk(plan: &Plan, report: &Report) -> (Plan, Report) {
    let (mut plan, mut report) = (plan.clone(), report.clone());
    let mut size = plan.steps / 2;
    let mut tries = 0;
    while size > 0 && tries < SHRINK_TRIES {
        let kept: Vec<usize> = (0..plan.steps)
            .filter(|step| !plan.without.contains(step))
            .collect();
        for part in kept.chunks(size) {
            tries += 1;
            let mut without: BTreeSet<usize> = plan.without.clone();
            without.extend(part);
            let shorter = Plan {
                without,
                ..plan.clone()
            };
            let again = run(&shorter);
            if !again.violations.is_empty() {
                (plan, report) = (shorter, again);
            }
            if tries >= SHRINK_TRIES {
                break;
            }
        }
        size /= 2;
    }
    (plan, report)
}
