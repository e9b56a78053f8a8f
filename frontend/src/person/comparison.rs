//! Two persons side by side: what agrees and what differs, in words; the decision that they are one, or two. And the page
//! on which the other is looked for.

use std::rc::Rc;

use shared::command::Command;
use shared::kernel::lists::{List, Lists};
use shared::kernel::{Code, FieldProblems, LinkId, PersonId};
use shared::person::calls::{ComparedPerson, DeskHit, PersonComparison};
use shared::person::comparison::{ComparedField, FieldAgreement, compare};
use shared::person::matching::Verdict;
use shared::person::{LinkPersons, TellPersonsApart, UnlinkPersons};
use yew::prelude::*;
use yew_router::prelude::*;

use super::doubles::LinkUndo;
use super::doubles_state::use_comparison;
use super::search::{SEARCH_FIELD, SearchPanel};
use super::state::use_search;
use super::words;
use crate::assignment::state::use_organisation;
use crate::case::state::use_recorder;
use crate::intake::desk::use_unit_name;
use crate::routes::{Go, Route};
use crate::ui::{
    Badge, Button, ButtonKind, Card, Notice, Page, TextField, Tone, date_in_words, use_toasts,
};
use crate::{i18n, platform, t};

/// Properties of [`CompareWithPage`].
#[derive(Debug, PartialEq, Properties)]
pub struct CompareWithPageProps {
    /// Who is to be compared.
    pub person: PersonId,
}

/// With whom?
#[function_component]
pub fn CompareWithPage(props: &CompareWithPageProps) -> Html {
    let search = use_search();
    let organisation = use_organisation();
    let unit_name = use_unit_name(&organisation);
    let navigator = use_navigator();
    let person = props.person;
    let is_self = use_state_eq(|| false);
    let on_choose = {
        let is_self = is_self.clone();
        Callback::from(move |hit: DeskHit| {
            is_self.set(hit.person == person);
            if let Some(navigator) = navigator.as_ref().filter(|_| hit.person != person) {
                let other = hit.person;
                navigator.push(&Route::Compare { person, other });
            }
        })
    };
    let said = if *is_self {
        t!("person-compare-self")
    } else {
        AttrValue::default()
    };
    html! {
        <Page title={t!("person-compare-with")} lead={t!("person-compare-with-lead")} focus={AttrValue::Static(SEARCH_FIELD)}>
            <SearchPanel
                text={search.text.clone()}
                found={search.found.clone()}
                is_searching={search.is_searching}
                {unit_name}
                on_type={search.on_type.clone()}
                {on_choose}
                on_again={search.on_again.clone()}
            />
            <Notice tone={Tone::Info} text={said} />
        </Page>
    }
}

/// Properties of [`ComparisonPage`].
#[derive(Debug, PartialEq, Properties)]
pub struct ComparisonPageProps {
    /// The one, whom the reader works with.
    pub person: PersonId,
    /// The other.
    pub other: PersonId,
}

/// The page.
#[function_component]
pub fn ComparisonPage(props: &ComparisonPageProps) -> Html {
    let loaded = use_comparison(props.person, props.other);
    let title = t!("person-compare-title");
    let Some(both) = loaded.ready() else {
        return html! { <Page {title}>{ loaded.instead() }</Page> };
    };
    html! {
        <Page {title} lead={t!("person-compare-lead")}>
            <Card>
                <p class="compare__verdict">
                    { verdict(both.verdict) }
                    { " " }
                    <strong>{ t!(format!("person-compare-{}", <&str>::from(both.verdict))) }</strong>
                </p>
                <ul class="hit__reasons" hidden={both.reasons.is_empty()}>
                    { for both.reasons.iter().enumerate().map(|(at, reason)| html! {
                        <li key={at} class="reason">{ words::reason(reason) }</li>
                    }) }
                </ul>
                { table(both) }
                <p class="muted" hidden={both.other.is_whole}>{ t!("person-compare-desk") }</p>
            </Card>
            <Decision both={Rc::new(both.clone())} />
        </Page>
    }
}

fn verdict(verdict: Verdict) -> Html {
    html! { <Badge tone={words::tone(verdict)}>{ words::verdict(verdict) }</Badge> }
}

fn table(both: &PersonComparison) -> Html {
    html! {
        // On a telephone the rows are laid out anew, and stay rows for whoever hears them.
        <table class="compare" role="table">
            <thead role="rowgroup">
                <tr role="row">
                    <td role="cell" />
                    <th scope="col" role="columnheader">{ head(&both.one) }</th>
                    <th scope="col" role="columnheader">{ head(&both.other) }</th>
                </tr>
            </thead>
            <tbody role="rowgroup">
                { for compare(&both.one.draft, &both.other.draft).into_iter().map(|(field, agreement)| {
                    let code: &'static str = field.into();
                    html! {
                        <tr role="row" key={code} class={is_seen_of_both(both, field).then(|| format!("compare__row--{}", <&str>::from(agreement)))}>
                            <th scope="row" role="rowheader">
                                <span class="compare__field">{ t!(format!("compared-{code}")) }</span>
                                // What is only hidden here says nothing about whether they are one.
                                { if is_seen_of_both(both, field) { agreed(agreement) } else { html! {} } }
                            </th>
                            <td role="cell"><bdi>{ value(field, &both.one) }</bdi></td>
                            <td role="cell"><bdi>{ value(field, &both.other) }</bdi></td>
                        </tr>
                    }
                }) }
            </tbody>
        </table>
    }
}

fn head(side: &ComparedPerson) -> Html {
    let who = match (&side.responsible, &side.number) {
        (Some(who), _) => AttrValue::from(format!("{} · {}", who.name, who.telephone)),
        (None, Some(_)) => t!("person-hit-nobody"),
        (None, None) => t!("person-intake-elsewhere"),
    };
    let number = side.number.clone().unwrap_or_default();
    let name = side.draft.shown_name();
    let to = match side.case {
        Some(case) => Some(Route::Case { case }),
        None if side.is_whole => Some(Route::Person {
            person: side.person,
        }),
        None => None,
    };
    html! {
        <div class="compare__head">
            { match to {
                Some(to) => html! { <Go {to} class="compare__name"><bdi>{ name }</bdi></Go> },
                None => html! { <span class="compare__name"><bdi>{ name }</bdi></span> },
            } }
            <span class="muted" hidden={number.is_empty()}>{ number }</span>
            <span class="muted">{ who }</span>
            // Whoever may read the whole form may correct it: what the comparison shows to be wrong is mended at once.
            { for side.is_whole.then(|| html! {
                <Go key="edit" to={Route::Correction { person: side.person }} class="compare__edit">
                    { t!("case-edit-person") }
                    <span class="visually-hidden">{ format!(": {}", side.draft.shown_name()) }</span>
                </Go>
            }) }
        </div>
    }
}

fn agreed(agreement: FieldAgreement) -> Html {
    let tone = match agreement {
        FieldAgreement::Same => Tone::Success,
        FieldAgreement::Similar => Tone::Info,
        FieldAgreement::Different => Tone::Warning,
        FieldAgreement::OneSided => Tone::Neutral,
    };
    let code: &'static str = agreement.into();
    html! {
        <Badge {tone} is_checked={agreement == FieldAgreement::Same}>{ t!(format!("agreement-{code}")) }</Badge>
    }
}

/// Whether a field of somebody is among what this reader sees of them; of another unit's person that is name and birth.
const fn is_seen(side: &ComparedPerson, field: ComparedField) -> bool {
    side.is_whole
        || matches!(
            field,
            ComparedField::Name | ComparedField::OriginalScript | ComparedField::Born
        )
}

const fn is_seen_of_both(both: &PersonComparison, field: ComparedField) -> bool {
    is_seen(&both.one, field) && is_seen(&both.other, field)
}

fn value(field: ComparedField, side: &ComparedPerson) -> AttrValue {
    let draft = &side.draft;
    let date = |date: Option<shared::kernel::ImpreciseDate>| {
        date.map(|date| date_in_words(date).to_string())
            .unwrap_or_default()
    };
    let words = match field {
        ComparedField::Name => draft.shown_name(),
        ComparedField::OriginalScript => draft.original_script.clone(),
        ComparedField::OtherNames => [
            &draft.birth_name,
            &draft.called,
            &draft.spoken_name,
            &draft.other_spellings,
        ]
        .into_iter()
        .filter(|name| !name.trim().is_empty() && **name != draft.shown_name())
        .cloned()
        .collect::<Vec<_>>()
        .join("; "),
        ComparedField::Born => date(draft.born),
        ComparedField::BirthCountry => names(List::State, draft.birth_country.iter()),
        ComparedField::Sex => names(List::Sex, draft.sex.iter()),
        ComparedField::Nationalities => names(List::State, draft.nationalities.iter()),
        ComparedField::Languages => names(List::Language, draft.languages.keys()),
        ComparedField::EnteredGermany => date(draft.entered_germany),
        ComparedField::Address => [&draft.address.street, &draft.address.place]
            .into_iter()
            .filter(|part| !part.trim().is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join(", "),
        ComparedField::Telephone => draft.contact.telephone.clone(),
    };
    if !is_seen(side, field) {
        t!("person-compare-hidden")
    } else if words.is_empty() {
        t!("person-compare-unknown")
    } else {
        words.into()
    }
}

fn names<'a>(list: List, codes: impl Iterator<Item = &'a Code>) -> String {
    let today = platform::now().day();
    codes
        .map(|code| {
            Lists::shipped()
                .entry(list, code.as_str(), today)
                .map_or_else(
                    || code.to_string(),
                    |entry| entry.label(i18n::code()).to_owned(),
                )
        })
        .collect::<Vec<_>>()
        .join(", ")
}

#[derive(Debug, PartialEq, Properties)]
struct DecisionProps {
    both: Rc<PersonComparison>,
}

/// What was said about the two, while it is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Nothing,
    Same,
    Two,
}

/// Are they one or two? Both answers need a reason, and both can be changed later.
#[function_component]
fn Decision(props: &DecisionProps) -> Html {
    let both = &props.both;
    let reason = use_state_eq(String::new);
    let problems = use_state_eq(FieldProblems::default);
    let said = use_state_eq(|| Said::Nothing);
    let recorder = use_recorder();
    let toasts = use_toasts();
    let (person, other, sequence) = (both.one.person, both.other.person, both.sequence);
    let link = {
        let (reason, problems, said) = (reason.clone(), problems.clone(), said.clone());
        let (recorder, toasts) = (recorder.clone(), toasts);
        Callback::from(move |()| {
            let call = LinkPersons {
                link: LinkId::born(platform::now(), platform::random()),
                other,
                reason: reason.trim().to_owned(),
            };
            if let Err(found) = call.check() {
                problems.set(found);
                platform::focus("compare-reason");
                return;
            }
            let link = call.link;
            let (again, said_then, toasts) = (recorder.clone(), said.clone(), toasts.clone());
            let (reason, problems) = (reason.clone(), problems.clone());
            let then = Callback::from(move |is_kept: bool| {
                if !is_kept {
                    return;
                }
                said_then.set(Said::Same);
                reason.set(String::new());
                problems.set(FieldProblems::default());
                let (recorder, said) = (again.clone(), said_then.clone());
                let undo = Callback::from(move |()| {
                    said.set(Said::Nothing);
                    let reason = t!("person-compare-undone").to_string();
                    let command = Command::UnlinkPersons(UnlinkPersons { link, reason });
                    recorder.record(person, None, command);
                });
                toasts.say_with_undo(t!("person-compare-linked-now"), undo);
            });
            let command = Command::LinkPersons(call);
            recorder.record_then(person, Some(sequence), command, None, then);
        })
    };
    let tell_apart = {
        let (reason, problems, said) = (reason.clone(), problems.clone(), said.clone());
        Callback::from(move |()| {
            let call = TellPersonsApart {
                other,
                reason: reason.trim().to_owned(),
            };
            if let Err(found) = call.check() {
                problems.set(found);
                platform::focus("compare-reason");
                return;
            }
            let (said, reason, problems) = (said.clone(), reason.clone(), problems.clone());
            let then = Callback::from(move |is_kept: bool| {
                if is_kept {
                    said.set(Said::Two);
                    reason.set(String::new());
                    problems.set(FieldProblems::default());
                }
            });
            let command = Command::TellPersonsApart(call);
            recorder.record_then(person, Some(sequence), command, None, then);
        })
    };
    let on_input = {
        let reason = reason.clone();
        Callback::from(move |text| reason.set(text))
    };
    if let Some(link) = &both.link {
        return html! {
            <Card class="compare-decision">
                <div role="status">
                    <h2 id="decision-title" class="card__title">{ t!("person-compare-linked") }</h2>
                    <p>{ t!("person-compare-because", reason = link.reason.clone()) }</p>
                </div>
                <LinkUndo {person} {sequence} link={link.link} />
            </Card>
        };
    }
    let on_its_way = match *said {
        Said::Nothing if both.is_told_apart => t!("person-compare-apart"),
        Said::Nothing => AttrValue::default(),
        Said::Two if both.is_told_apart => t!("person-compare-apart"),
        Said::Same | Said::Two => t!("person-compare-sent"),
    };
    html! {
        <Card class="compare-decision" title={t!("person-compare-question")}>
            <Notice tone={Tone::Info} text={on_its_way} />
            <div class="form">
                <TextField
                    id="compare-reason"
                    label={t!("person-compare-reason")}
                    hint={t!("person-compare-reason-hint")}
                    value={AttrValue::from((*reason).clone())}
                    problems={problems.of("reason").to_vec()}
                    {on_input}
                    is_required=true
                />
                <div class="row">
                    <Button id="compare-link" kind={ButtonKind::Primary} on_press={link}>{ t!("person-compare-link") }</Button>
                    <Button id="compare-apart" on_press={tell_apart} is_disabled={both.is_told_apart}>{ t!("person-compare-tell-apart") }</Button>
                </div>
                <p class="muted">{ t!("person-compare-note") }</p>
            </div>
        </Card>
    }
}
