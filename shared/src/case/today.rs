//! What a case manager's day asks for: today's appointments, and what needs them, most urgent first. Pure, so that the
//! tablet shows the same without a network.
//!
//! Not here: the gap rules G01–G23, which look at more than the head of a case.

use super::{CaseHead, CaseState, NextDate};
use crate::kernel::{CaseId, Day, Moment};

/// An appointment counts as over an hour after it began.
const AN_HOUR: i64 = 3_600_000;

/// Why a case needs its worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NeedKind {
    /// An appointment lies behind and nobody said how it ended.
    Unsettled {
        /// When it began.
        began_at: Moment,
    },
    /// The next date has passed.
    Overdue {
        /// Days since.
        days: u32,
    },
    /// The next date is today.
    DueToday,
    /// New for this worker and not opened yet.
    New {
        /// Whether the intake says that it cannot wait until tomorrow (urgency `D1`).
        is_pressing: bool,
    },
    /// The person moved to another district: does the case stay? (Z4)
    CheckPost {
        /// Until when somebody should have looked.
        by: Day,
    },
    /// The client took back their consent to case management: what follows has to be talked over with them (E1).
    Revoked {
        /// On which day.
        on: Day,
    },
    /// The client took back that another unit deputises while their worker is away: what the deputy had begun is open (E5).
    DeputyRevoked {
        /// On which day.
        on: Day,
    },
    /// The client took back what something that was told to others stands on: are those asked to use it no longer? (E3, E4)
    DisclosureRevoked {
        /// On which day.
        on: Day,
    },
    /// No next date and no dated reason why not (design 3.13).
    NoNextDate,
}

impl NeedKind {
    /// The key of its texts.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unsettled { .. } => "unsettled",
            Self::Overdue { .. } => "overdue",
            Self::DueToday => "due-today",
            Self::New { .. } => "new",
            Self::CheckPost { .. } => "check-post",
            Self::Revoked { .. } => "revoked",
            Self::DeputyRevoked { .. } => "deputy-revoked",
            Self::DisclosureRevoked { .. } => "disclosure-revoked",
            Self::NoNextDate => "no-next-date",
        }
    }

    /// Whether it cannot wait; shown by shape and word as well as by colour.
    #[must_use]
    pub const fn is_urgent(self) -> bool {
        matches!(
            self,
            Self::Overdue { .. }
                | Self::NoNextDate
                | Self::Revoked { .. }
                | Self::DeputyRevoked { .. }
                | Self::DisclosureRevoked { .. }
                | Self::New { is_pressing: true }
        )
    }

    /// What stands first: the new ones, since nobody has looked at them yet, then by how late it is.
    fn rank(self) -> (u8, i64) {
        match self {
            Self::New { is_pressing } => (0, i64::from(!is_pressing)),
            Self::Revoked { .. } => (1, 0),
            Self::DeputyRevoked { .. } => (2, 0),
            Self::DisclosureRevoked { .. } => (3, 0),
            Self::Overdue { days } => (4, -i64::from(days)),
            Self::DueToday => (5, 0),
            Self::CheckPost { .. } => (6, 0),
            Self::Unsettled { began_at } => (7, began_at.millis()),
            Self::NoNextDate => (8, 0),
        }
    }
}

/// A case that needs its worker, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// The case.
    pub case: CaseId,
    /// Why, most of all.
    pub kind: NeedKind,
    /// What else there is, most urgent first.
    pub also: Vec<NeedKind>,
}

/// What needs the worker, most urgent first, then as the worklist was sorted. A case appears once, whatever the number of
/// its reasons; a new case is not also told to lack a next date.
#[must_use]
pub fn needs(heads: &[CaseHead], now: Moment) -> Vec<Need> {
    let today = now.day();
    let mut needs: Vec<Need> = heads
        .iter()
        .filter(|head| head.state == CaseState::Open)
        .filter_map(|head| {
            let mut kinds = kinds(head, now, today);
            kinds.sort_by_key(|kind| kind.rank());
            let mut kinds = kinds.into_iter();
            Some(Need {
                case: head.case,
                kind: kinds.next()?,
                also: kinds.collect(),
            })
        })
        .collect();
    needs.sort_by_key(|need| need.kind.rank());
    needs
}

fn kinds(head: &CaseHead, now: Moment, today: Day) -> Vec<NeedKind> {
    let mut kinds = Vec::new();
    if let Some(began_at) = unsettled(head, now) {
        kinds.push(NeedKind::Unsettled { began_at });
    }
    if head.is_new {
        let urgency = match &head.next {
            Some(NextDate::FirstContact { urgency, .. }) => urgency.as_ref(),
            _ => None,
        };
        kinds.push(NeedKind::New {
            is_pressing: urgency.is_some_and(|code| code.as_str() == "D1"),
        });
    }
    if let Some(by) = head.check_by {
        kinds.push(NeedKind::CheckPost { by });
    }
    if let Some(on) = head.revoked_on {
        kinds.push(NeedKind::Revoked { on });
    }
    if let Some(on) = head.deputy_revoked_on {
        kinds.push(NeedKind::DeputyRevoked { on });
    }
    if let Some(on) = head.disclosure_revoked_on {
        kinds.push(NeedKind::DisclosureRevoked { on });
    }
    match &head.next {
        Some(next) if next.on() < today => {
            let days = next.on().until(today).map_or(0, |span| span.get_days());
            kinds.push(NeedKind::Overdue {
                days: days.unsigned_abs(),
            });
        }
        Some(next) if next.on() == today => kinds.push(NeedKind::DueToday),
        Some(_) => {}
        None if head.is_new => {}
        None => kinds.push(NeedKind::NoNextDate),
    }
    kinds
}

/// An appointment counts as behind when it began more than an hour ago.
fn unsettled(head: &CaseHead, now: Moment) -> Option<Moment> {
    let appointment = head
        .appointment
        .as_ref()
        .filter(|appointment| appointment.end.is_none())?;
    appointment
        .draft
        .starts_at
        .filter(|begins| begins.plus_millis(AN_HOUR) < now)
}

/// The cases with an appointment today, by time.
#[must_use]
pub fn appointments_today(heads: &[CaseHead], now: Moment) -> Vec<&CaseHead> {
    let begins = |head: &CaseHead| {
        head.appointment
            .as_ref()
            .and_then(|appointment| appointment.draft.starts_at)
    };
    let mut today: Vec<&CaseHead> = heads
        .iter()
        .filter(|head| begins(head).is_some_and(|begins| begins.day() == now.day()))
        .collect();
    today.sort_by_key(|head| begins(head));
    today
}

/// The place of the appointment that comes next, or is going on, among those of the day; none when all are over.
#[must_use]
pub fn next_of(appointments: &[&CaseHead], now: Moment) -> Option<usize> {
    appointments.iter().position(|head| {
        head.appointment.as_ref().is_some_and(|appointment| {
            let begins = appointment.draft.starts_at;
            appointment.end.is_none()
                && begins.is_some_and(|begins| begins.plus_millis(AN_HOUR) >= now)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::{AppointmentDraft, AppointmentView};
    use super::*;
    use crate::kernel::{AppointmentId, PersonId};

    /// 23 November 2026, 12:00 in Berlin.
    const NOON: Moment = Moment::from_millis(1_795_431_600_000);

    fn head(next_in_days: Option<i64>) -> CaseHead {
        let next = next_in_days.map(|days| NextDate::Due {
            on: NOON.plus_millis(days * 86_400_000).day(),
            what: "Antrag".to_owned(),
        });
        CaseHead {
            case: CaseId::from_uuid(uuid::Uuid::nil()),
            person: PersonId::from_uuid(uuid::Uuid::nil()),
            number: "LEV-2026-0001".to_owned(),
            name: "Probe".to_owned(),
            original_script: String::new(),
            district: None,
            state: CaseState::Open,
            responsible: None,
            assigned_at: None,
            is_new: false,
            next,
            appointment: None,
            check_by: None,
            revoked_on: None,
            deputy_revoked_on: None,
            disclosure_revoked_on: None,
            unwritten_since: None,
            opened_on: NOON.day(),
        }
    }

    fn with_appointment(mut head: CaseHead, starts_in_hours: i64) -> CaseHead {
        let starts_at = Some(NOON.plus_millis(starts_in_hours * 3_600_000));
        head.appointment = Some(AppointmentView {
            appointment: AppointmentId::from_uuid(uuid::Uuid::nil()),
            draft: AppointmentDraft {
                starts_at,
                ..AppointmentDraft::default()
            },
            end: None,
        });
        head
    }

    fn codes(heads: &[CaseHead]) -> Vec<&'static str> {
        needs(heads, NOON)
            .into_iter()
            .map(|need| need.kind.code())
            .collect()
    }

    #[test]
    fn a_consent_that_was_taken_back_stands_before_everything_but_what_nobody_has_looked_at() {
        let revoked = CaseHead {
            revoked_on: Some(NOON.day()),
            ..head(Some(3))
        };
        let new = CaseHead {
            is_new: true,
            ..head(Some(3))
        };
        assert_eq!(
            codes(&[head(Some(-5)), revoked.clone(), new]),
            ["new", "revoked", "overdue"]
        );
        let need = needs(&[revoked], NOON);
        assert!(need[0].kind.is_urgent());
    }

    #[test]
    fn a_deputy_whose_door_was_closed_leaves_work_that_its_worker_is_told_of() {
        let revoked = CaseHead {
            deputy_revoked_on: Some(NOON.day()),
            ..head(Some(3))
        };
        let need = needs(&[head(Some(-5)), revoked], NOON);
        assert_eq!(need[0].kind, NeedKind::DeputyRevoked { on: NOON.day() });
        assert!(need[0].kind.is_urgent());
    }

    #[test]
    fn what_was_told_and_has_lost_its_consent_stands_before_what_is_late() {
        let revoked = CaseHead {
            disclosure_revoked_on: Some(NOON.day()),
            ..head(Some(3))
        };
        let need = needs(&[head(Some(-5)), revoked], NOON);
        assert_eq!(need[0].kind, NeedKind::DisclosureRevoked { on: NOON.day() });
        assert!(need[0].kind.is_urgent());
    }

    #[test]
    fn dates_only_says_when_and_nothing_of_what_or_where() {
        let mut shown = with_appointment(head(Some(3)), 4);
        if let Some(view) = &mut shown.appointment {
            view.draft.place = "Frauenberatung".to_owned();
            view.draft.about = "Gewaltschutz".to_owned();
        }
        shown.revoked_on = Some(NOON.day());
        shown.disclosure_revoked_on = Some(NOON.day());
        shown.unwritten_since = Some(NOON.day());
        let text = serde_json::to_string(&shown.clone().dates_only()).unwrap();
        for hidden in [
            "Frauenberatung",
            "Gewaltschutz",
            "Antrag",
            "revoked",
            "unwritten",
        ] {
            assert!(!text.contains(hidden), "{hidden}: {text}");
        }
        let next_on = |head: &CaseHead| head.next.as_ref().map(NextDate::on);
        assert!(next_on(&shown).is_some());
        assert_eq!(next_on(&shown.clone().dates_only()), next_on(&shown));
        let begins = |head: &CaseHead| {
            head.appointment
                .as_ref()
                .and_then(|view| view.draft.starts_at)
        };
        assert!(begins(&shown).is_some());
        assert_eq!(begins(&shown.clone().dates_only()), begins(&shown));
    }

    #[test]
    fn the_most_urgent_stands_first() {
        let new = CaseHead {
            is_new: true,
            ..head(Some(3))
        };
        assert_eq!(
            codes(&[
                head(None),
                new,
                head(Some(0)),
                head(Some(-2)),
                head(Some(-9))
            ]),
            ["new", "overdue", "overdue", "due-today", "no-next-date"]
        );
        let overdue = needs(&[head(Some(-2)), head(Some(-9))], NOON);
        assert_eq!(overdue[0].kind, NeedKind::Overdue { days: 9 });
    }

    #[test]
    fn what_cannot_wait_until_tomorrow_stands_above_the_other_new_ones() {
        let new = |urgency: &str| CaseHead {
            is_new: true,
            next: Some(NextDate::FirstContact {
                on: NOON.plus_millis(3 * 86_400_000).day(),
                urgency: urgency.parse().ok(),
            }),
            ..head(None)
        };
        let kinds = |heads: &[CaseHead]| -> Vec<NeedKind> {
            needs(heads, NOON).iter().map(|need| need.kind).collect()
        };
        let (plain, pressing) = (
            NeedKind::New { is_pressing: false },
            NeedKind::New { is_pressing: true },
        );
        assert_eq!(
            kinds(&[new("D3"), new("D2"), new("D1")]),
            [pressing, plain, plain]
        );
        assert!(pressing.is_urgent() && !plain.is_urgent());
    }

    #[test]
    fn a_case_with_several_reasons_stands_there_once() {
        let both = with_appointment(head(Some(0)), -2);
        let needs = needs(&[both], NOON);
        assert_eq!(needs.len(), 1);
        assert_eq!(needs[0].kind, NeedKind::DueToday);
        assert!(matches!(needs[0].also[..], [NeedKind::Unsettled { .. }]));
    }

    #[test]
    fn appointments_without_an_end_stand_in_the_order_of_their_time() {
        let later = with_appointment(head(Some(3)), -2);
        let earlier = with_appointment(head(Some(1)), -4);
        let began: Vec<_> = needs(&[later, earlier], NOON)
            .into_iter()
            .map(|need| need.kind)
            .collect();
        let at = |hours: i64| NeedKind::Unsettled {
            began_at: NOON.plus_millis(hours * 3_600_000),
        };
        assert_eq!(began, [at(-4), at(-2)]);
    }

    #[test]
    fn the_next_appointment_is_the_first_that_is_not_over() {
        let day = [-3, -2, 2, 4].map(|hours| with_appointment(head(None), hours));
        let place = |heads: &[CaseHead]| next_of(&appointments_today(heads, NOON), NOON);
        assert_eq!(place(&day), Some(2));
        assert_eq!(place(&day[..2]), None);
        // One that has just begun is the one to go to.
        assert_eq!(place(&[with_appointment(head(None), 0)]), Some(0));
    }

    #[test]
    fn a_case_with_a_date_ahead_needs_nobody_today() {
        assert!(codes(&[head(Some(1))]).is_empty());
    }

    #[test]
    fn a_new_case_is_not_also_told_to_lack_a_date() {
        assert_eq!(
            codes(&[CaseHead {
                is_new: true,
                ..head(None)
            }]),
            ["new"]
        );
    }

    #[test]
    fn an_appointment_behind_waits_for_its_end() {
        assert_eq!(codes(&[with_appointment(head(Some(1)), -2)]), ["unsettled"]);
        assert!(codes(&[with_appointment(head(Some(1)), 0)]).is_empty());
    }

    #[test]
    fn a_closed_case_needs_nobody() {
        assert!(
            codes(&[CaseHead {
                state: CaseState::Closed,
                ..head(None)
            }])
            .is_empty()
        );
    }

    #[test]
    fn todays_appointments_stand_by_time() {
        let heads = [
            with_appointment(head(None), 4),
            with_appointment(head(None), -3),
            with_appointment(head(None), 30),
        ];
        let times: Vec<_> = appointments_today(&heads, NOON)
            .iter()
            .map(|head| head.appointment.as_ref().unwrap().draft.starts_at)
            .collect();
        assert_eq!(
            times,
            [
                Some(NOON.plus_millis(-3 * 3_600_000)),
                Some(NOON.plus_millis(4 * 3_600_000))
            ]
        );
    }
}
