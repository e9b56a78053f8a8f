//! What the core does when the database fails: nothing by halves, an answer in time, and work again afterwards.

use shared::exchange::Outcome;

use crate::support::{note, on_both, worker};

on_both! {
    fn a_commit_that_fails_leaves_no_trace_and_the_same_envelope_goes_through_afterwards(bench: &Bench) {
        let case = bench.case_at(10, "CARITAS-1", "CARITAS");
        let envelope = note(20, case, "einmal");
        bench.town.db().faults().fail_write(1);
        let failed = backend::exchange::offer_blocking(&bench.town, &worker(), &shared::exchange::Offer {
            epoch: None,
            author: None,
            groups: vec![vec![envelope.clone()]],
        });
        assert!(failed.is_err());
        assert!(bench.notes(case.0, case.1).is_empty());
        assert_eq!(bench.send(&worker(), &envelope), Outcome::Applied);
        assert_eq!(bench.notes(case.0, case.1), ["einmal"]);
    }
}
