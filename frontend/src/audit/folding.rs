//! Lines of the log of reads that a page fetched by itself, one after the other, told as one. Only the screen folds: the log,
//! its file and its print have every line.

use std::rc::Rc;

use shared::audit::calls::{ReadingKey, ReadingLine};
use shared::audit::{ReadingKind, Why};
use shared::kernel::Moment;

/// How long after a line the next one still belongs to it, in milliseconds: a page that stays open reads again within that.
const TOGETHER_MILLIS: i64 = 5 * 60_000;

/// Lines of one reader about the same people, shortly one after the other. The latest comes first, as in the log.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fold {
    /// The latest line.
    pub(super) latest: ReadingLine,
    /// Those before it.
    pub(super) before: Rc<[ReadingLine]>,
}

impl Fold {
    fn of(latest: &ReadingLine) -> Self {
        Self {
            latest: latest.clone(),
            before: Rc::new([]),
        }
    }

    /// The place of the latest line; it stays when older lines come.
    pub(super) const fn key(&self) -> &ReadingKey {
        &self.latest.key
    }

    /// All lines.
    pub(super) fn lines(&self) -> impl Iterator<Item = &ReadingLine> {
        std::iter::once(&self.latest).chain(self.before.iter())
    }

    /// How many lines it holds.
    pub(super) fn count(&self) -> usize {
        self.before.len().saturating_add(1)
    }

    /// When the first of them was read.
    pub(super) fn since(&self) -> Moment {
        self.before.last().map_or(self.latest.at, |line| line.at)
    }

    /// What they show, each once.
    pub(super) fn kinds(&self) -> Vec<ReadingKind> {
        let mut kinds: Vec<ReadingKind> = self.lines().map(|line| line.kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }

    /// Why, each once.
    pub(super) fn why(&self) -> Vec<Why> {
        let mut why: Vec<Why> = Vec::new();
        for one in self.lines().flat_map(|line| &line.why) {
            if !why.contains(one) {
                why.push(*one);
            }
        }
        why
    }

    /// Whether an older line belongs to these. What was refused never hides among what was not.
    fn takes(&self, line: &ReadingLine) -> bool {
        let latest = &self.latest;
        latest.who.account == line.who.account
            && latest.whom == line.whom
            && latest.count == line.count
            && latest.is_refused() == line.is_refused()
            && self.since().millis() - line.at.millis() <= TOGETHER_MILLIS
    }
}

/// Folds lines, the latest first. What a reader read in between about others does not keep lines apart.
pub(super) fn fold(lines: &[ReadingLine]) -> Vec<Fold> {
    let mut folds: Vec<Fold> = Vec::new();
    for line in lines {
        match folds.iter_mut().rev().find(|fold| fold.takes(line)) {
            Some(fold) => fold.before = fold.before.iter().chain([line]).cloned().collect(),
            None => folds.push(Fold::of(line)),
        }
    }
    folds
}

#[cfg(test)]
mod tests {
    use shared::access::Reason;
    use shared::audit::calls::Reader;
    use shared::exchange::Subject;
    use shared::kernel::{AccountId, PersonId};
    use uuid::Uuid;

    use super::*;

    /// A line of a reader about a person, at a minute.
    fn line(minute: u32, reader: u128, person: u128, call: &str) -> ReadingLine {
        ReadingLine {
            key: ReadingKey {
                segment: "2026-11".to_owned(),
                line: u64::from(minute),
            },
            at: Moment::from_millis(i64::from(minute) * 60_000),
            who: Reader {
                account: AccountId::from_uuid(Uuid::from_u128(reader)),
                name: String::new(),
                unit: None,
                roles: [].into(),
            },
            call: call.to_owned(),
            kind: ReadingKind::of(call),
            why: vec![Why::from("responsible".to_owned())],
            whom: vec![Subject::Person(PersonId::from_uuid(Uuid::from_u128(
                person,
            )))],
            count: 1,
            numbers: [].into(),
        }
    }

    /// Of each fold its lines by their minutes.
    fn minutes(lines: &[ReadingLine]) -> Vec<Vec<u64>> {
        let folds = fold(lines);
        let minutes = |fold: &Fold| fold.lines().map(|line| line.key.line).collect();
        folds.iter().map(minutes).collect()
    }

    #[test]
    fn what_a_page_fetches_of_one_person_is_one() {
        let lines = [
            line(20, 1, 7, "ReadCase"),
            line(19, 2, 7, "ReadCase"),
            line(18, 1, 8, "ReadCase"),
            line(17, 1, 7, "ReadSlipsOf"),
            line(12, 1, 7, "ReadCase"),
            line(6, 1, 7, "ReadCase"),
        ];
        let folds = [vec![20, 17, 12], vec![19], vec![18], vec![6]];
        assert_eq!(minutes(&lines), folds);
        let first = &fold(&lines)[0];
        assert_eq!(first.count(), 3);
        assert_eq!(first.since(), lines[4].at);
        assert_eq!(first.kinds(), [ReadingKind::File, ReadingKind::Slip]);
        assert_eq!(first.why().len(), 1);
        assert_eq!(first.key(), &lines[0].key);
    }

    #[test]
    fn no_line_is_lost_and_none_stands_twice() {
        let lines: Vec<_> = (0..40_u32)
            .rev()
            .map(|minute| {
                line(
                    minute * 2,
                    u128::from(minute % 3),
                    u128::from(minute % 2),
                    "ReadCase",
                )
            })
            .collect();
        let mut found: Vec<u64> = minutes(&lines).into_iter().flatten().collect();
        found.sort_unstable();
        assert_eq!(
            found,
            (0..40).map(|minute| minute * 2).collect::<Vec<u64>>()
        );
    }

    #[test]
    fn what_was_refused_stands_by_itself() {
        let mut refused = line(19, 1, 7, "ReadCase");
        refused.why = vec![Why::Refused(Reason::NotResponsible)];
        let lines = [
            line(20, 1, 7, "ReadCase"),
            refused,
            line(18, 1, 7, "ReadCase"),
        ];
        assert_eq!(minutes(&lines), [vec![20, 18], vec![19]]);
    }
}
