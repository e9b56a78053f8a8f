//! Correcting a record at any time: the sections of the intake form without a decision at their end, opened at the field
//! that was asked for. What was found and decided at the admission is shown beside it and stays
//! (docs/decisions/2026-11-26-after-the-admission.md).

use std::rc::Rc;

use shared::assignment::post_check_after_move;
use shared::intake::eligibility::Eligibility;
use shared::intake::state::IntakeState;
use shared::kernel::{Actor, CaseId, Day, DistrictCode, PersonId, PostCode, Role};
use shared::organisation::{Located, Organisation};
use shared::person::PersonDraft;
use strum::IntoEnumIterator;
use yew::prelude::*;

use super::desk::use_lists;
use super::sections::{KeptLine, Sections, use_section};
use super::state::{Form, Kept, Loaded, Purpose, Verbs, use_intake};
use super::target::{reason_words, result_words, rule_year, tone};
use super::work::Section;
use crate::assignment::state::use_organisation;
use crate::platform;
use crate::routes::{Go, Route};
use crate::signin::use_signin;
use crate::ui::{Badge, Card, Notice, Page, Tone, Waiting};
use crate::{i18n, t};

/// Properties of [`CorrectionPage`].
#[derive(Debug, PartialEq, Properties)]
pub struct CorrectionPageProps {
    /// Whose record.
    pub person: PersonId,
    /// Where to begin: the code of a section or the id of a field; anything else is the beginning.
    #[prop_or_default]
    pub at: AttrValue,
}

/// The page.
#[function_component]
pub fn CorrectionPage(props: &CorrectionPageProps) -> Html {
    let organisation = use_organisation();
    let intake = use_intake(props.person, Purpose::Correct, &organisation);
    let actor = use_signin().actor().cloned().map(Rc::new);
    let person = props.person;
    let instead = |why: AttrValue| {
        html! {
            <Page title={t!("correction-title")}>
                <Notice tone={Tone::Warning} text={why} />
                <Go to={Route::Person { person }} class="button button--secondary">{ t!("correction-to-person") }</Go>
            </Page>
        }
    };
    match (&intake.loaded, actor) {
        (Loaded::Ready(form), Some(actor)) => html! {
            <Correcting form={Rc::clone(form)} kept={intake.kept.clone()} verbs={Rc::clone(&intake.verbs)} {organisation} {actor} at={props.at.clone()} />
        },
        (Loaded::NotFound, _) => instead(t!("intake-not-found")),
        (Loaded::Failed(why), _) => instead(t!(*why)),
        _ => html! { <Page title={t!("correction-title")}><Waiting /></Page> },
    }
}

#[derive(Debug, PartialEq, Properties)]
struct CorrectingProps {
    form: Rc<Form>,
    kept: Kept,
    verbs: Rc<Verbs>,
    organisation: Rc<Organisation>,
    actor: Rc<Actor>,
    at: AttrValue,
}

/// The section that holds what was asked for, and the field in it.
fn asked_for(at: &str) -> (Section, Option<AttrValue>) {
    match Section::iter().find(|section| section.code() == at) {
        Some(section) => (section, Some(AttrValue::Static("section-title"))),
        None if at.is_empty() => (Section::Person, None),
        None => (Section::Person, Some(AttrValue::from(at.to_owned()))),
    }
}

#[function_component]
fn Correcting(props: &CorrectingProps) -> Html {
    let form = &props.form;
    let today = platform::now().day();
    let lists = use_lists(&props.organisation);
    let (first, focus) = asked_for(&props.at);
    let (section, go) = use_section(first, &props.verbs);
    // Where the person lived when the page was opened: a move is told against that, however often it was recorded since.
    let before = use_memo((), |()| form.work.recorded_person.clone());
    let checked = Rc::new(form.checked(today, &props.organisation));
    let person = form.work.person_id;
    let case = form.case().filter(|_| props.actor.is(Role::CaseManager));
    let moved = before.as_ref().as_ref().map_or(Move::None, |before| {
        Move::between(
            before,
            &form.work.person,
            (&props.organisation, today),
            (form.case(), props.actor.post.as_ref()),
        )
    });
    let name = form.work.person.shown_name();
    let (to, back) = match case {
        Some(case) => (Route::Case { case }, t!("correction-to-case")),
        None => (Route::Person { person }, t!("correction-to-person")),
    };
    let aside = html! {
        <>
            <Go {to} class="button button--secondary">{ back }</Go>
            <KeptLine kept={props.kept.clone()} on_look={props.verbs.on_look.clone()} />
        </>
    };
    html! {
        <Page
            title={t!("correction-title")}
            heading={t!("correction-title-of", name = name)}
            lead={t!("correction-lead")}
            {aside}
            {focus}
            class="intake"
        >
            <Notice tone={Tone::Danger} text={if props.kept == Kept::Failed { t!("intake-kept-failed-text") } else { AttrValue::default() }} />
            <div class="intake__columns">
                <Sections
                    form={Rc::clone(form)}
                    verbs={Rc::clone(&props.verbs)}
                    {checked}
                    organisation={Rc::clone(&props.organisation)}
                    actor={Rc::clone(&props.actor)}
                    {lists}
                    {section}
                    on_go={go}
                    moved={html! { <MovedLine {moved} town={Rc::clone(&props.organisation)} {today} {case} /> }}
                />
                <div class="intake__target">
                    <Finding
                        {person}
                        state={form.state.clone()}
                        now={form.state.eligibility().and_then(|_| form.eligibility_as_typed(today, &props.organisation))}
                    />
                </div>
            </div>
        </Page>
    }
}

/// What a changed address leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Move {
    /// Nothing: the address says the same about the district as before, or nothing for certain yet.
    None,
    /// Another Stadtteil of the same district.
    Within(DistrictCode),
    /// Another district.
    To {
        /// The old one.
        from: Option<DistrictCode>,
        /// The new one.
        to: DistrictCode,
        /// What happens to the case.
        then: Then,
    },
}

/// What happens to the case after a move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Then {
    /// There is none: who is proposed follows from the new district.
    NoCase,
    /// Nobody has it: whoever gives it to a post sees the new district.
    InPool,
    /// It stays, and nothing is asked.
    Stays,
    /// It stays, and until this day somebody looks whether that should remain so (Z4).
    Checked(Day),
}

impl Move {
    /// What the address says now, against what it said. The server decides by the same rule.
    fn between(
        before: &PersonDraft,
        now: &PersonDraft,
        (town, today): (&Organisation, Day),
        (case, post): (Option<CaseId>, Option<&PostCode>),
    ) -> Self {
        if before.address == now.address {
            return Self::None;
        }
        let place = |draft: &PersonDraft| match draft.located(town, today) {
            Located::District { locality, district } => Some((locality, district)),
            _ => None,
        };
        let (from, Some((locality, to))) = (place(before), place(now)) else {
            return Self::None;
        };
        match from {
            Some((from, district)) if district == to => {
                if from == locality {
                    Self::None
                } else {
                    Self::Within(to)
                }
            }
            from => {
                let from = from.map(|(_, district)| district);
                let then = match (case, post) {
                    (None, _) => Then::NoCase,
                    (Some(_), None) => Then::InPool,
                    (Some(_), Some(post)) => {
                        post_check_after_move(town, today, post, from.as_ref(), Some(&to))
                            .map_or(Then::Stays, Then::Checked)
                    }
                };
                Self::To { from, to, then }
            }
        }
    }
}

#[derive(Debug, PartialEq, Properties)]
struct MovedLineProps {
    moved: Move,
    town: Rc<Organisation>,
    today: Day,
    case: Option<CaseId>,
}

/// Says it below the address, with the way to where it is decided.
#[function_component]
fn MovedLine(props: &MovedLineProps) -> Html {
    let (moved, case) = (&props.moved, props.case);
    let name = |code: &DistrictCode| {
        props
            .town
            .district_on(code, props.today)
            .map_or_else(|| code.to_string(), |district| district.name.clone())
    };
    let (tone, text) = match moved {
        Move::None => (Tone::Info, AttrValue::default()),
        Move::Within(district) => (
            Tone::Info,
            t!("correction-moved-within", district = name(district)),
        ),
        Move::To { from, to, then } => {
            let what = match from {
                Some(from) => t!("correction-moved", from = name(from), to = name(to)),
                None => t!("correction-moved-first", to = name(to)),
            };
            let then_words = match then {
                Then::NoCase => t!("correction-moved-no-case"),
                Then::InPool => t!("correction-moved-pool"),
                Then::Stays => t!("correction-moved-stays"),
                Then::Checked(by) => t!(
                    "correction-moved-check",
                    day = i18n::weekday_and_day(*by).to_string()
                ),
            };
            let tone = match then {
                Then::Checked(_) => Tone::Warning,
                _ => Tone::Info,
            };
            (tone, AttrValue::from(format!("{what} {then_words}")))
        }
    };
    let to_check = case.filter(|_| {
        matches!(
            moved,
            Move::To {
                then: Then::Checked(_),
                ..
            }
        )
    });
    html! {
        <div id="person-moved">
            <Notice {tone} {text}>
                { for to_check.map(|case| html! {
                    <Go key="check" to={Route::Case { case }} class="button button--secondary">{ t!("correction-moved-go") }</Go>
                }) }
            </Notice>
        </div>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct FindingProps {
    person: PersonId,
    state: IntakeState,
    /// What the rule would say to the answers as they stand now.
    now: Option<Eligibility>,
}

/// What the rule found at the admission, and what it would say to the answers as they stand now. Neither moves a case.
#[function_component]
fn Finding(props: &FindingProps) -> Html {
    let Some(found) = props.state.eligibility() else {
        return html! {
            <Card title={t!("intake-target-title")}>
                <p>{ t!("correction-undecided") }</p>
                <Go to={Route::Intake { person: props.person }} class="button button--secondary">{ t!("correction-go-on") }</Go>
            </Card>
        };
    };
    let exception = match &props.state {
        IntakeState::Admitted {
            exception: Some(reason),
            ..
        } => t!("correction-by-exception", reason = reason.clone()),
        _ => AttrValue::default(),
    };
    let other = props
        .now
        .as_ref()
        .filter(|now| now.result != found.result)
        .map_or_else(AttrValue::default, |now| {
            t!(
                "correction-would-be",
                result = result_words(now.result).to_string()
            )
        });
    html! {
        <Card title={t!("correction-finding")} class="finding">
            { finding(found) }
            <p hidden={exception.is_empty()}>{ exception }</p>
            <Notice tone={Tone::Info} text={other} />
            <p class="muted">{ t!("correction-finding-stays") }</p>
        </Card>
    }
}

fn finding(found: &Eligibility) -> Html {
    html! {
        <>
            <p><Badge tone={tone(found.result)}>{ result_words(found.result) }</Badge></p>
            <p class="muted">
                { t!("intake-target-final", day = i18n::day(found.decided_for).to_string(), year = rule_year(&found.rule_version)) }
            </p>
            <ul class="target__reasons">
                { for found.reasons.iter().enumerate().map(|(at, reason)| html! {
                    <li key={at}>{ reason_words(reason) }</li>
                }) }
            </ul>
        </>
    }
}

#[cfg(test)]
mod tests {
    use shared::organisation::files::shipped;

    use super::*;

    const TODAY: Day = jiff::civil::date(2026, 11, 23);

    fn at(place: &str) -> PersonDraft {
        let mut draft = PersonDraft::default();
        draft.address.place = place.to_owned();
        draft
    }

    fn moved(from: &str, to: &str, has_case: bool, post: Option<&str>) -> Move {
        let case = has_case.then(|| CaseId::from_uuid(uuid::Uuid::nil()));
        let post = post.map(|post| post.parse().unwrap());
        Move::between(
            &at(from),
            &at(to),
            (&shipped().unwrap(), TODAY),
            (case, post.as_ref()),
        )
    }

    fn then(moved: Move) -> Then {
        match moved {
            Move::To { then, .. } => then,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_move_to_another_district_is_looked_at_and_moves_nothing() {
        let by = jiff::civil::date(2026, 12, 7);
        let checked = moved("Opladen", "Schlebusch", true, Some("awo-1"));
        assert_eq!(then(checked), Then::Checked(by));
        assert_eq!(
            then(moved("Opladen", "Schlebusch", true, None)),
            Then::InPool
        );
        assert_eq!(
            then(moved("Opladen", "Schlebusch", false, None)),
            Then::NoCase
        );
    }

    #[test]
    fn the_same_district_and_half_a_word_ask_nothing() {
        assert_eq!(moved("Opladen", "Opladen", true, Some("awo-1")), Move::None);
        assert_eq!(moved("Opladen", "Schleb", true, Some("awo-1")), Move::None);
        assert!(matches!(
            moved("Opladen", "Quettingen", true, Some("awo-1")),
            Move::Within(_)
        ));
    }

    #[test]
    fn a_field_or_a_section_is_where_one_begins() {
        assert_eq!(asked_for(""), (Section::Person, None));
        assert_eq!(asked_for("lanes").0, Section::Lanes);
        let (section, field) = asked_for("person-contact-telephone");
        assert_eq!(section, Section::Person);
        assert_eq!(field.as_deref(), Some("person-contact-telephone"));
    }
}
