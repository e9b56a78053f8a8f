//! The simulator (reliability.md T10, part 5a): the devices' real core and the server's real handlers in one thread, with
//! net, clock, disks and crashes made from one seed.
//!
//! A fixed set of seeds runs with every test run and meets every command with every fault. More on demand:
//! `SIMULATOR_SEEDS=5000 cargo test --test simulator`, from `SIMULATOR_FROM=<seed>`; one again in detail with
//! `SIMULATOR_SEED=<seed>`.
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
mod run;
mod server;

use std::collections::BTreeSet;
use std::time::Instant;

use faults::Met;
use run::{Plan, Report, run};

/// Seeds of every test run.
const SEEDS: u64 = 57;
const STEPS: usize = 140;
/// Seeds for a pair that chance did not bring together.
const PAIR_SEEDS: u64 = 8;
/// How often a shorter story is looked for when something broke.
const SHRINK_TRIES: usize = 60;

fn from_environment(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
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
    let mut met = Met::default();
    let (mut commands, mut offers, mut restores) = (0, 0, 0);
    let mut live = |plan: &Plan, met: &mut Met| {
        let report = run(plan);
        met.add(&report.met);
        commands += report.commands;
        offers += report.offers;
        restores += report.restores;
        assert!(report.violations.is_empty(), "{}", told(plan, &report));
    };
    for seed in first..first + count {
        live(&Plan::of(seed, STEPS), &mut met);
    }
    if count >= SEEDS {
        // What chance did not bring together meets on purpose.
        for (command, fault) in met.never_met() {
            for seed in 0..PAIR_SEEDS {
                if met.has(command, fault) {
                    break;
                }
                live(&Plan::of_pair(seed, command, fault), &mut met);
            }
        }
    }
    println!(
        "{count} seeds, {commands} commands, {offers} offers, {restores} restores in {:.1} s\n{}",
        began.elapsed().as_secs_f32(),
        met.table()
    );
    if count >= SEEDS {
        let never = met.never_met();
        assert!(never.is_empty(), "never met: {never:?}\n{}", met.table());
    }
}

#[test]
fn the_same_seed_tells_the_same_story() {
    for seed in [3, 11, 13] {
        let plan = Plan::of(seed, STEPS);
        let (one, other) = (run(&plan), run(&plan));
        assert_eq!(one.hash, other.hash, "seed {seed}");
        assert!(one.commands > 20, "the story is not empty");
    }
    assert_ne!(run(&Plan::of(3, STEPS)).hash, run(&Plan::of(4, STEPS)).hash);
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
        "seed {} with {:?} broke:\n{}\n\nby these steps:\n{}\n\nagain: SIMULATOR_SEED={} cargo test --test simulator",
        plan.seed,
        plan.faults,
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
