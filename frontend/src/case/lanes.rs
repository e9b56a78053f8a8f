//! The way of a person as swim lanes: what held from when to when, and the holes that anyone sees.
//!
//! Pure drawing: facts in, SVG out, and the same as a list for those who read instead of look. Positions are percentages,
//! so that the picture follows the width of the screen while letters keep their size. Which holes are a gap in the sense
//! of the gap rules is not decided here.

use jiff::civil::Date;
use shared::device::Standing;
use shared::intake::{FactDraft, Lane, LinkState};
use shared::kernel::{Day, ImpreciseDate};
use strum::IntoEnumIterator;
use web_sys::Element;
use yew::prelude::*;

use crate::i18n;
use crate::t;

/// Height of a lane, of the bar in it, and of the row with the years, in CSS pixels.
const LANE_HEIGHT: usize = 38;
const BAR_HEIGHT: usize = 28;
const YEARS_HEIGHT: usize = 26;
/// A hole shorter than this is the ordinary change from one office to the next.
const HOLE_DAYS: i32 = 7;

/// One fact as the lanes show it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LaneFact {
    /// The fact.
    pub draft: FactDraft,
    /// Its label in the language of the interface.
    pub label: AttrValue,
    /// Where it stands.
    pub standing: Standing,
}

/// A piece of a lane: a fact or a hole between two facts. Days from the beginning of the picture.
#[derive(Debug, Clone, PartialEq)]
struct Piece {
    from: i32,
    until: i32,
    kind: PieceKind,
}

#[derive(Debug, Clone, PartialEq)]
enum PieceKind {
    Fact { index: usize, is_open: bool },
    Hole { days: i32 },
}

/// The span of the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Span {
    first: Day,
    last: Day,
}

impl Span {
    /// From the first beginning (or a year ago, if nothing is known) to half a year ahead, whole years at the left.
    fn of(facts: &[LaneFact], today: Day) -> Self {
        let begins = facts.iter().filter_map(|fact| begin(&fact.draft)).min();
        let ends = facts.iter().filter_map(|fact| fact.draft.ends).max();
        let first = begins.unwrap_or(today).min(today);
        let ahead = days_after(today, 120);
        let last = ends.map_or(ahead, |end| end.clamp(ahead, days_after(today, 540)));
        Self {
            first: Date::new(first.year(), 1, 1).unwrap_or(first),
            last,
        }
    }

    fn days(self) -> i32 {
        days_between(self.first, self.last).max(1)
    }

    /// Place of a day in percent of the whole width.
    fn place(self, days: i32) -> f64 {
        f64::from(days.clamp(0, self.days())) / f64::from(self.days()) * 100.0
    }
}

fn begin(draft: &FactDraft) -> Option<Day> {
    draft.begins.as_ref().map(|begins| begins.first_day())
}

fn days_after(day: Day, days: i32) -> Day {
    day.saturating_add(jiff::Span::new().days(days))
}

fn days_between(from: Day, until: Day) -> i32 {
    from.until(until).map_or(0, |span| span.get_days())
}

/// The pieces of one lane, from left to right. Facts without a beginning start at the left edge; facts without an end
/// run on. A hole lies between the latest end so far and the next beginning.
fn pieces(facts: &[LaneFact], lane: Lane, span: Span) -> Vec<Piece> {
    let at = |day: Day| days_between(span.first, day).clamp(0, span.days());
    let mut of_lane: Vec<_> = facts
        .iter()
        .enumerate()
        .filter(|(_, fact)| fact.draft.lane == lane)
        .collect();
    of_lane.sort_by_key(|(_, fact)| begin(&fact.draft));
    let mut pieces = Vec::new();
    let mut covered: Option<i32> = None;
    for (position, (index, fact)) in of_lane.iter().enumerate() {
        let from = begin(&fact.draft).map_or(0, at);
        // What has no end of its own ends where the next one begins.
        let next = of_lane
            .get(position + 1)
            .and_then(|(_, next)| begin(&next.draft))
            .map(at);
        let is_open = fact.draft.ends.is_none();
        let until = fact
            .draft
            .ends
            .map_or_else(|| next.unwrap_or_else(|| span.days()), at)
            .max(from + 1);
        if let Some(covered) = covered.filter(|covered| from - covered > HOLE_DAYS) {
            pieces.push(Piece {
                from: covered,
                until: from,
                kind: PieceKind::Hole {
                    days: from - covered,
                },
            });
        }
        pieces.push(Piece {
            from,
            until,
            kind: PieceKind::Fact {
                index: *index,
                is_open,
            },
        });
        covered = Some(covered.map_or(until, |covered| covered.max(until)));
    }
    pieces
}

/// Properties of [`Lanes`].
#[derive(Properties, PartialEq)]
pub(super) struct LanesProps {
    /// The facts of all lanes, in any order.
    pub facts: std::rc::Rc<Vec<LaneFact>>,
    /// Today.
    pub today: Day,
}

/// The lanes with their bars and holes.
#[component]
pub(super) fn Lanes(props: &LanesProps) -> Html {
    let span = Span::of(&props.facts, props.today);
    let lanes: Vec<Lane> = Lane::iter().collect();
    let height = YEARS_HEIGHT + lanes.len() * LANE_HEIGHT;
    let today = span.place(days_between(span.first, props.today));
    let node = use_node_ref();
    {
        // Where the picture is wider than the screen, it begins where the person is now.
        let node = node.clone();
        use_effect_with((), move |()| {
            if let Some(lanes) = node.cast::<Element>() {
                lanes.set_scroll_left(lanes.scroll_width());
            }
        });
    }
    html! {
        <div class="lanes" ref={node} tabindex="0" role="group" aria-label={t!("lanes-title")}>
            <ul class="lanes__names" aria-hidden="true">
                { for lanes.iter().map(|lane| html! { <li key={<&str>::from(*lane)} class="lanes__name">{ lane_name(*lane) }</li> }) }
            </ul>
            <svg class="lanes__picture" height={height.to_string()} width="100%" aria-hidden="true" focusable="false">
                <defs>
                    <linearGradient id="lanes-from-nowhere">
                        <stop class="lanes__nowhere" offset="0" />
                        <stop class="lanes__known" offset="0.75" />
                    </linearGradient>
                </defs>
                { for years(span, height) }
                { for lanes.iter().enumerate().map(|(row, lane)| row_of(&props.facts, *lane, row, span)) }
                <line class="lanes__today" x1={percent(today)} x2={percent(today)} y1="0" y2={height.to_string()} />
                <text class="lanes__today-name" x={percent(today)} y="14" dx="-6" text-anchor="end">{ t!("lanes-today") }</text>
            </svg>
            <ul class="visually-hidden">
                { for lanes.iter().flat_map(|lane| in_words(&props.facts, *lane, span)) }
            </ul>
        </div>
    }
}

fn years(span: Span, height: usize) -> Vec<Html> {
    let count = span.last.year() - span.first.year() + 1;
    // Every year where there is room, every second or fifth where there is none.
    let step: usize = match count {
        ..=6 => 1,
        7..=12 => 2,
        _ => 5,
    };
    (span.first.year()..=span.last.year())
        .step_by(step)
        .filter_map(|year| Some((year, Date::new(year, 1, 1).ok()?)))
        .map(|(year, day)| {
            let x = percent(span.place(days_between(span.first, day)));
            html! {
                <g key={year.to_string()}>
                    <line class="lanes__year" x1={x.clone()} x2={x.clone()} y1="18" y2={height.to_string()} />
                    <text class="lanes__year-name" {x} y="14" dx="4">{ year }</text>
                </g>
            }
        })
        .collect()
}

fn row_of(facts: &[LaneFact], lane: Lane, row: usize, span: Span) -> Html {
    let top = YEARS_HEIGHT + row * LANE_HEIGHT;
    html! {
        <g key={<&str>::from(lane)}>
            { for pieces(facts, lane, span).into_iter().enumerate().map(|(number, piece)| bar(facts, &piece, number, top, span)) }
        </g>
    }
}

fn bar(facts: &[LaneFact], piece: &Piece, number: usize, top: usize, span: Span) -> Html {
    let (from, until) = (span.place(piece.from), span.place(piece.until));
    let width = percent((until - from).max(0.4));
    let (class, words) = match &piece.kind {
        PieceKind::Hole { days } => (
            classes!("lanes__hole"),
            AttrValue::from(t!("lanes-hole", days = *days)),
        ),
        PieceKind::Fact { index, is_open } => {
            let fact = facts.get(*index);
            let state = fact.map_or(LinkState::Running, |fact| fact.draft.state);
            let class = classes!(
                "lanes__bar",
                format!("lanes__bar--{}", <&str>::from(state)),
                is_open.then_some("lanes__bar--open"),
                fact.is_some_and(|fact| fact.draft.begins.is_none())
                    .then_some("lanes__bar--unbegun"),
                fact.is_some_and(|fact| fact.standing != Standing::Confirmed)
                    .then_some("lanes__bar--unconfirmed"),
            );
            (
                class,
                fact.map(|fact| fact.label.clone()).unwrap_or_default(),
            )
        }
    };
    // A nested picture cuts the words off at the end of the bar.
    html! {
        <svg key={number} x={percent(from)} y={top.to_string()} {width} height={BAR_HEIGHT.to_string()}>
            <rect {class} x="1" y="1" width="100%" height={(BAR_HEIGHT - 2).to_string()} rx="4" />
            <text class="lanes__label" x="8" y={(BAR_HEIGHT / 2 + 5).to_string()}>{ words }</text>
        </svg>
    }
}

fn in_words(facts: &[LaneFact], lane: Lane, span: Span) -> Vec<Html> {
    let name = lane_name(lane).to_string();
    pieces(facts, lane, span)
        .into_iter()
        .enumerate()
        .map(|(number, piece)| {
            let words = match piece.kind {
                PieceKind::Hole { days } => {
                    t!("lanes-hole-words", lane = name.clone(), days = days)
                }
                PieceKind::Fact { index, .. } => facts
                    .get(index)
                    .map(|fact| fact_in_words(fact, &name))
                    .unwrap_or_default(),
            };
            html! { <li key={format!("{name}{number}")}>{ words }</li> }
        })
        .collect()
}

fn fact_in_words(fact: &LaneFact, lane: &str) -> AttrValue {
    let from = fact
        .draft
        .begins
        .map_or_else(|| t!("lanes-unknown").to_string(), ImpreciseDate::shown);
    let until = fact
        .draft
        .ends
        .map_or_else(|| t!("lanes-open"), i18n::day)
        .to_string();
    t!(
        "lanes-fact-words",
        lane = lane,
        what = fact.label.to_string(),
        from = from,
        until = until
    )
}

/// The name of a lane in the language of the interface.
#[must_use]
pub(crate) fn lane_name(lane: Lane) -> AttrValue {
    t!(format!("lane-{}", <&str>::from(lane)))
}

fn percent(value: f64) -> String {
    format!("{value:.2}%")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn fact(lane: Lane, begins: Option<Day>, ends: Option<Day>) -> LaneFact {
        let draft = FactDraft {
            begins: begins.map(|on| ImpreciseDate::Day { on }),
            ends,
            ..FactDraft::blank(lane)
        };
        LaneFact {
            draft,
            label: AttrValue::default(),
            standing: Standing::Confirmed,
        }
    }

    fn kinds(pieces: &[Piece]) -> Vec<&'static str> {
        pieces
            .iter()
            .map(|piece| {
                if matches!(piece.kind, PieceKind::Hole { .. }) {
                    "hole"
                } else {
                    "fact"
                }
            })
            .collect()
    }

    #[test]
    fn a_hole_stands_between_an_end_and_the_next_beginning() {
        let facts = [
            fact(Lane::Livelihood, Some(date(2025, 5, 20)), None),
            fact(
                Lane::Livelihood,
                Some(date(2022, 3, 1)),
                Some(date(2025, 5, 1)),
            ),
        ];
        let span = Span::of(&facts, date(2026, 11, 23));
        let pieces = pieces(&facts, Lane::Livelihood, span);
        assert_eq!(kinds(&pieces), ["fact", "hole", "fact"]);
        assert_eq!(pieces[1].kind, PieceKind::Hole { days: 19 });
    }

    #[test]
    fn a_change_within_a_week_is_no_hole() {
        let facts = [
            fact(Lane::Work, Some(date(2024, 1, 1)), Some(date(2024, 6, 30))),
            fact(Lane::Work, Some(date(2024, 7, 7)), None),
        ];
        let span = Span::of(&facts, date(2026, 11, 23));
        assert_eq!(kinds(&pieces(&facts, Lane::Work, span)), ["fact", "fact"]);
    }

    #[test]
    fn what_has_no_end_ends_where_the_next_begins() {
        let facts = [
            fact(Lane::Residence, Some(date(2022, 3, 1)), None),
            fact(Lane::Residence, Some(date(2024, 3, 1)), None),
        ];
        let span = Span::of(&facts, date(2026, 11, 23));
        let pieces = pieces(&facts, Lane::Residence, span);
        assert_eq!(pieces[0].until, pieces[1].from);
        assert_eq!(pieces[1].until, span.days());
    }

    #[test]
    fn nothing_known_still_makes_a_picture_around_today() {
        let span = Span::of(&[], date(2026, 11, 23));
        assert!(span.first <= date(2026, 11, 23) && span.last > date(2026, 11, 23));
        let odd = [fact(Lane::Health, None, Some(date(1999, 1, 1)))];
        assert_eq!(
            pieces(&odd, Lane::Health, Span::of(&odd, date(2026, 11, 23))).len(),
            1
        );
    }
}
