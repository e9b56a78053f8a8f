//! The one search field and its hits. The field keeps the focus: arrow keys choose a hit, Enter takes it, Escape
//! empties the field. Values in, events out.

use std::collections::BTreeSet;
use std::rc::Rc;

use shared::kernel::PersonId;
use shared::person::calls::{DeskHit, Hit};
use yew::prelude::*;

use super::elsewhere::{ASK, AskElsewhere};
use super::{typed, words};
use crate::intake::handout::Contact;
use crate::t;
use crate::ui::{Badge, Button, ButtonKind, Field, InputKind, Notice, TextInput, Tone};

/// What a search brought.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Found {
    /// Nothing was searched yet.
    #[default]
    Nothing,
    /// Hits, best first.
    Hits {
        /// What was searched for.
        text: AttrValue,
        /// The hits.
        hits: Rc<[Hit]>,
        /// Whether more candidates were there than were looked at.
        is_cut: bool,
        /// Whether only whom this device knows was searched.
        is_packed: bool,
        /// The hits of whom only the line of the worklist is on this device.
        left: Rc<BTreeSet<PersonId>>,
    },
    /// There is neither a network nor a pack to search in.
    Nowhere {
        /// What was searched for.
        text: AttrValue,
    },
    /// The server did not answer; in words.
    Failed {
        /// What was searched for.
        text: AttrValue,
        /// The words.
        why: AttrValue,
    },
}

impl Found {
    /// Whether a search ran for what stands in the field now, with or without a network.
    #[must_use]
    pub fn is_for(&self, typed: &str) -> bool {
        let typed = typed.trim();
        match self {
            Self::Nothing | Self::Failed { .. } => false,
            Self::Hits { text, .. } | Self::Nowhere { text } => !typed.is_empty() && text == typed,
        }
    }

    /// The hits.
    #[must_use]
    pub fn hits(&self) -> &[Hit] {
        match self {
            Self::Hits { hits, .. } => hits,
            _ => &[],
        }
    }

    /// Whether no more than a line of the worklist is known of somebody here: their birth is not unknown, but elsewhere.
    #[must_use]
    pub fn is_left(&self, person: PersonId) -> bool {
        matches!(self, Self::Hits { left, .. } if left.contains(&person))
    }
}

/// The id of the field.
pub const SEARCH_FIELD: &str = "person-search";

/// Properties of [`SearchPanel`].
#[derive(Debug, PartialEq, Properties)]
pub struct SearchPanelProps {
    /// What stands in the field.
    pub text: AttrValue,
    /// What was found.
    pub found: Found,
    /// Whether a search is under way.
    pub is_searching: bool,
    /// The person that was taken.
    #[prop_or_default]
    pub chosen: Option<PersonId>,
    /// The name of a unit, by its code.
    pub unit_name: Callback<String, AttrValue>,
    /// Whom to ask about the blind hit.
    #[prop_or_default]
    pub coordination: Option<Contact>,
    /// Every change of the text.
    pub on_type: Callback<String>,
    /// A hit was taken.
    pub on_choose: Callback<DeskHit>,
    /// Search once more.
    pub on_again: Callback<()>,
}

/// The field and its hits.
#[function_component]
pub fn SearchPanel(props: &SearchPanelProps) -> Html {
    let hits = props.found.hits();
    let count = hits.len();
    let marked = use_state_eq(|| 0_usize);
    let place = (*marked).min(count.saturating_sub(1));
    {
        let marked = marked.clone();
        use_effect_with(props.text.clone(), move |_| marked.set(0));
    }
    let on_key = {
        let (marked, hits) = (marked.clone(), props.found.clone());
        let (on_choose, on_type) = (props.on_choose.clone(), props.on_type.clone());
        Callback::from(move |event: KeyboardEvent| {
            let hits = hits.hits();
            match event.key().as_str() {
                "ArrowDown" if !hits.is_empty() => {
                    event.prevent_default();
                    marked.set(place.saturating_add(1).min(hits.len().saturating_sub(1)));
                }
                "ArrowUp" if !hits.is_empty() => {
                    event.prevent_default();
                    marked.set(place.saturating_sub(1));
                }
                "Enter" => {
                    event.prevent_default();
                    match hits.get(place) {
                        Some(Hit::Known(hit)) => on_choose.emit((**hit).clone()),
                        Some(Hit::Blind) => {
                            crate::platform::focus(ASK);
                        }
                        None => {}
                    }
                }
                "Escape" => {
                    event.prevent_default();
                    on_type.emit(String::new());
                }
                _ => {}
            }
        })
    };
    let clear = {
        let on_type = props.on_type.clone();
        Callback::from(move |()| {
            on_type.emit(String::new());
            crate::platform::focus(SEARCH_FIELD);
        })
    };
    // On the button beside the field too, which says so.
    let on_escape = {
        let clear = clear.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" && !event.default_prevented() {
                event.prevent_default();
                clear.emit(());
            }
        })
    };
    let (tone, notice) = match &props.found {
        Found::Hits {
            is_packed: true, ..
        } => (Tone::Info, t!("person-search-packed")),
        Found::Nowhere { .. } => (Tone::Warning, t!("person-search-nowhere")),
        Found::Failed { why, .. } => (Tone::Warning, why.clone()),
        _ => (Tone::Neutral, AttrValue::default()),
    };
    let said = match &props.found {
        _ if props.is_searching => t!("person-search-searching"),
        Found::Hits { .. } => t!("person-search-hits", count = count),
        _ => AttrValue::default(),
    };
    let hint = if said.is_empty() {
        t!("person-search-hint")
    } else {
        AttrValue::from(format!("{} · {said}", t!("person-search-hint")))
    };
    let below = match &props.found {
        Found::Nothing if props.text.trim().is_empty() => t!("person-search-start"),
        Found::Hits { hits, .. } if hits.is_empty() && !props.is_searching => {
            t!("person-search-none")
        }
        Found::Hits { is_cut: true, .. } => t!("person-search-more"),
        _ => AttrValue::default(),
    };
    let no_date = typed::unreadable_date(&props.text, crate::platform::now().day())
        .map_or_else(AttrValue::default, |date| {
            t!("person-search-no-date", date = date)
        });
    let is_nobody = matches!(&props.found, Found::Hits { hits, is_packed: false, .. } if hits.is_empty())
        && !props.is_searching;
    let about = typed::inquiry_from(&props.text, crate::platform::now().day());
    html! {
        <div class="search" role="search">
            <div class="search__line" onkeydown={on_escape}>
                <Field id={SEARCH_FIELD} label={t!("person-search-label")} class="search__field">
                    <TextInput
                        id={SEARCH_FIELD}
                        kind={InputKind::Search}
                        class="search__input"
                        value={props.text.clone()}
                        on_input={props.on_type.clone()}
                        {on_key}
                        is_plain_ascii=true
                        shortcut={AttrValue::Static("/")}
                    />
                </Field>
                <Button kind={ButtonKind::Quiet} on_press={clear} key_hint="Esc" shortcut={AttrValue::Static("Escape")}>
                    { t!("person-search-clear") }
                </Button>
            </div>
            <p class="search__said muted" role="status">{ hint }</p>
            <Notice tone={Tone::Warning} text={no_date} />
            <Notice {tone} text={notice}>
                <span hidden={!matches!(props.found, Found::Failed { .. })}>
                    <Button on_press={props.on_again.clone()}>{ t!("person-search-again") }</Button>
                </span>
            </Notice>
            <ol class="hits" aria-label={t!("person-hits-label")} hidden={count == 0}>
                { for hits.iter().enumerate().map(|(at, hit)| match hit {
                    Hit::Known(hit) => html! {
                        <li
                            key={hit.person.to_string()}
                            class={classes!("hit", (at == place).then_some("hit--marked"))}
                            aria-current={(at == place).then_some("true")}
                        >
                            <HitCard
                                hit={(**hit).clone()}
                                is_marked={at == place}
                                is_chosen={props.chosen == Some(hit.person)}
                                unit={hit.worker().map(|who| props.unit_name.emit(who.unit.to_string())).unwrap_or_default()}
                                is_left={props.found.is_left(hit.person)}
                                on_choose={props.on_choose.clone()}
                            />
                        </li>
                    },
                    Hit::Blind => html! {
                        <li
                            key={format!("blind-{at}")}
                            class={classes!("hit", "hit--blind", (at == place).then_some("hit--marked"))}
                            aria-current={(at == place).then_some("true")}
                        >
                            <p class="hit__name">{ t!("person-blind-title") }</p>
                            <p class="muted">{ t!("person-blind-text") }</p>
                            <AskElsewhere office={props.coordination.clone()} about={about.clone()} />
                        </li>
                    },
                }) }
            </ol>
            <p class="search__below muted" hidden={below.is_empty()}>{ below }</p>
            <div hidden={!is_nobody}><AskElsewhere office={props.coordination.clone()} id="ask-nobody" {about} /></div>
            // The mark is moved by arrow keys while the focus stays in the field: said aloud here.
            <p class="visually-hidden" role="status">{ spoken(&props.found, place) }</p>
        </div>
    }
}

fn spoken(found: &Found, place: usize) -> AttrValue {
    let hits = found.hits();
    let name = match hits.get(place) {
        None => return AttrValue::default(),
        Some(Hit::Blind) => t!("person-blind-title").to_string(),
        Some(Hit::Known(hit)) => {
            format!(
                "{}, {}, {}",
                hit.name,
                words::birth(hit, found.is_left(hit.person)),
                words::verdict(hit.verdict)
            )
        }
    };
    t!(
        "person-hit-spoken",
        place = place.saturating_add(1),
        count = hits.len(),
        name = name
    )
}

#[derive(Debug, PartialEq, Properties)]
struct HitCardProps {
    hit: DeskHit,
    is_marked: bool,
    is_chosen: bool,
    /// Whether only the line of the worklist is on this device.
    is_left: bool,
    unit: AttrValue,
    on_choose: Callback<DeskHit>,
}

/// What the desk may see of a person, why they hit, and who is responsible.
#[function_component]
fn HitCard(props: &HitCardProps) -> Html {
    let hit = &props.hit;
    let tone = words::tone(hit.verdict);
    let script = words::script(&hit.original_script);
    let (appointment, step) = if hit.responsible.is_some() {
        let today = crate::platform::now().day();
        (words::appointment(hit), words::step(hit, today))
    } else {
        Default::default()
    };
    let through = words::through(hit);
    let (who, unit, telephone) = match hit.worker() {
        Some(who) => (
            AttrValue::from(who.name.clone()),
            props.unit.clone(),
            AttrValue::from(who.telephone.clone()),
        ),
        None => (
            // Who was referred or counselled waits for nobody.
            if hit
                .intake
                .as_ref()
                .is_some_and(|latest| !latest.state.is_undecided())
                && hit.through.is_none()
            {
                AttrValue::default()
            } else {
                t!("person-hit-nobody")
            },
            AttrValue::default(),
            AttrValue::default(),
        ),
    };
    let about = {
        let mut about = vec![words::birth(hit, props.is_left).to_string()];
        match (&hit.number, hit.case) {
            (Some(number), _) => {
                about.push(t!("person-hit-number", number = number.clone()).to_string())
            }
            (None, None) => about.push(words::intake(hit).to_string()),
            (None, Some(_)) => {}
        }
        about.join(" · ")
    };
    let press = {
        let (hit, on_choose) = (hit.clone(), props.on_choose.clone());
        Callback::from(move |()| on_choose.emit(hit.clone()))
    };
    html! {
        <div class="hit__body">
            <div class="hit__who">
                <p class="hit__head">
                    <strong class="hit__name">{ hit.name.clone() }</strong>
                    <bdi class="hit__script muted" dir="auto" hidden={script.is_empty()}>{ script }</bdi>
                    <Badge {tone}>{ words::verdict(hit.verdict) }</Badge>
                </p>
                <p class="hit__about muted">{ about }</p>
                <ul class="hit__reasons" hidden={hit.reasons.is_empty()}>
                    { for hit.reasons.iter().enumerate().map(|(at, reason)| html! {
                        <li key={at} class="reason">{ words::reason(reason) }</li>
                    }) }
                </ul>
                <div class="hit__actions">
                    <Button
                        kind={if props.is_marked { ButtonKind::Primary } else { ButtonKind::Secondary }}
                        on_press={press}
                        key_hint={if props.is_marked { "↵" } else { "" }}
                        aria_label={AttrValue::from(format!("{}: {}", t!("person-hit-choose"), hit.name))}
                    >
                        { t!("person-hit-choose") }
                    </Button>
                </div>
            </div>
            <div class="hit__responsible">
                <span class="muted" hidden={hit.worker().is_none()}>{ t!("person-hit-responsible") }</span>
                <strong>{ who }</strong>
                <span hidden={telephone.is_empty()}>
                    { unit }{ " · " }
                    <a class="hit__call" href={format!("tel:{}", dialled(&telephone))} aria-label={t!("person-hit-call", telephone = telephone.to_string())}>
                        { telephone.clone() }
                    </a>
                </span>
                <span class="muted" hidden={through.is_empty()}>{ through }</span>
                <span hidden={appointment.is_empty()}>{ appointment }</span>
                <span class="muted" hidden={step.is_empty()}>{ step }</span>
            </div>
        </div>
    }
}

/// A telephone number as a link dials it.
#[must_use]
pub fn dialled(telephone: &str) -> String {
    telephone
        .chars()
        .filter(|character| character.is_ascii_digit() || *character == '+')
        .collect()
}
