//! The contact slips of the own unit of the last days: found again by a word, put at a person who turned out to be known,
//! taken away again. What a slip counts for does not change by that.

use std::rc::Rc;

use shared::device::Standing;
use shared::intake::SlipView;
use shared::intake::calls::SlipLine;
use shared::kernel::lists::{List, Lists};
use shared::kernel::{Code, SlipId};
use shared::organisation::Organisation;
use shared::person::calls::DeskHit;
use yew::prelude::*;

use super::desk::use_unit_name;
use super::slips_state::{LatestSlips, STEPS, use_latest_slips};
use crate::assignment::state::use_organisation;
use crate::case::StandingMark;
use crate::person::search::{SEARCH_FIELD, SearchPanel};
use crate::person::state::use_search;
use crate::routes::{Go, Route};
use crate::ui::{
    Badge, Button, ButtonKind, Checkbox, EmptyState, InputKind, Notice, Page, TextField, Tone,
};
use crate::{i18n, platform, t};

/// The page.
#[function_component]
pub fn SlipsPage() -> Html {
    let step = use_state_eq(|| 0_usize);
    let filter = use_state_eq(String::new);
    let is_open_only = use_state_eq(|| false);
    let attaching = use_state_eq(|| None::<SlipId>);
    let days = STEPS.get(*step).copied().unwrap_or(STEPS[0]);
    let slips = use_latest_slips(days);
    let organisation = use_organisation();
    let title = t!("intake-slips-title");
    let aside = html! {
        <Go to={Route::Slips} class="button button--secondary">{ t!("intake-slips-new") }</Go>
    };
    let Some(known) = slips.loaded.ready() else {
        return html! { <Page {title} {aside}>{ slips.loaded.instead() }</Page> };
    };
    let shown: Vec<&SlipLine> = known
        .slips
        .iter()
        .filter(|line| !*is_open_only || line.slip.person.is_none())
        .filter(|line| fits(line, &filter))
        .collect();
    let on_input = {
        let filter = filter.clone();
        Callback::from(move |typed| filter.set(typed))
    };
    let on_open_only = {
        let is_open_only = is_open_only.clone();
        Callback::from(move |is_checked: bool| is_open_only.set(is_checked))
    };
    let earlier = {
        let step = step.clone();
        Callback::from(move |()| step.set((*step).saturating_add(1)))
    };
    let lead = if slips.is_device_only {
        // How many there are in the unit only the server knows.
        AttrValue::default()
    } else {
        t!(
            "intake-slips-lead",
            days = days,
            counselled = known.counselled_today,
            intakes = known.intakes_today
        )
    };
    let none = if known.slips.is_empty() {
        t!("intake-slips-none")
    } else {
        t!("intake-slips-filter-none")
    };
    html! {
        <Page {title} {lead} {aside} class="slips">
            <div class="slips__filter">
                <TextField
                    id="slips-filter"
                    label={t!("intake-slips-filter")}
                    hint={t!("intake-slips-filter-hint")}
                    kind={InputKind::Search}
                    value={AttrValue::from((*filter).clone())}
                    {on_input}
                />
                <Checkbox
                    id="slips-open"
                    label={t!("intake-slips-open-only")}
                    is_checked={*is_open_only}
                    on_change={on_open_only}
                />
            </div>
            <p class="muted" role="status">{ t!("intake-slips-shown", shown = shown.len(), total = known.slips.len()) }</p>
            <Notice tone={Tone::Info} text={if slips.is_device_only { t!("intake-slips-on-device") } else { AttrValue::default() }} />
            <Notice tone={Tone::Info} text={if known.is_cut { t!("intake-slips-cut") } else { AttrValue::default() }} />
            <div hidden={!shown.is_empty()}><EmptyState text={none} /></div>
            <ul class="cards">
                { for shown.iter().map(|line| {
                    let slip = line.slip.slip;
                    html! {
                        <li key={slip.to_string()} class="visit slip-line">
                            <Line
                                line={Rc::new((*line).clone())}
                                slips={slips.clone()}
                                organisation={Rc::clone(&organisation)}
                                is_attaching={*attaching == Some(slip)}
                                standing={slips.standings.get(&slip).copied()}
                                on_attach={attaching_setter(&attaching, Some(slip))}
                                on_end={attaching_setter(&attaching, None)}
                            />
                        </li>
                    }
                }) }
            </ul>
            <div class="row" hidden={*step + 1 >= STEPS.len()}>
                <Button on_press={earlier}>{ t!("intake-slips-earlier") }</Button>
            </div>
        </Page>
    }
}

fn attaching_setter(
    attaching: &UseStateHandle<Option<SlipId>>,
    to: Option<SlipId>,
) -> Callback<()> {
    let attaching = attaching.clone();
    Callback::from(move |()| attaching.set(to))
}

/// Whether every typed word is in the concern, the name on the slip, or the name of its person.
fn fits(line: &SlipLine, typed: &str) -> bool {
    let draft = &line.slip.draft;
    let name = line.name.as_deref().unwrap_or_default();
    let text = format!("{} {} {name}", draft.concern, draft.name).to_lowercase();
    typed
        .to_lowercase()
        .split_whitespace()
        .all(|word| text.contains(word))
}

#[derive(Debug, PartialEq, Properties)]
struct LineProps {
    line: Rc<SlipLine>,
    slips: LatestSlips,
    organisation: Rc<Organisation>,
    standing: Option<Standing>,
    is_attaching: bool,
    on_attach: Callback<()>,
    on_end: Callback<()>,
}

/// One slip, and the search for its person while that is open.
#[function_component]
fn Line(props: &LineProps) -> Html {
    let (slip, draft) = (&props.line.slip, &props.line.slip.draft);
    let person = slip.person;
    let attached = match (person, &props.line.name) {
        (None, _) => t!("intake-slips-nobody"),
        (Some(_), Some(name)) => t!("intake-slips-at", name = name.clone()),
        (Some(_), None) => t!("intake-slips-at-hidden"),
    };
    let detach = {
        let (slips, slip) = (props.slips.clone(), slip.slip);
        Callback::from(move |()| {
            if let Some(person) = person {
                slips.detach(slip, person);
            }
        })
    };
    let open = {
        let on_attach = props.on_attach.clone();
        Callback::from(move |()| {
            on_attach.emit(());
            platform::focus_soon(SEARCH_FIELD);
        })
    };
    let may_detach = person.is_some() && props.line.name.is_some();
    html! {
        <>
            <div class="visit__words">
                <strong><bdi>{ draft.concern.clone() }</bdi></strong>
                <p class="muted"><bdi>{ about(slip, &props.organisation) }</bdi></p>
                <p>
                    <Badge tone={if person.is_some() { Tone::Success } else { Tone::Neutral }}>{ attached }</Badge>
                    { " " }
                    { for props.standing.map(|standing| html! { <StandingMark key="standing" {standing} /> }) }
                </p>
                <div hidden={!props.is_attaching}>
                    if props.is_attaching {
                        <AttachTo
                            name={AttrValue::from(draft.name.clone())}
                            line={Rc::clone(&props.line)}
                            slips={props.slips.clone()}
                            organisation={Rc::clone(&props.organisation)}
                            on_end={props.on_end.clone()}
                        />
                    }
                </div>
            </div>
            <div class="visit__action">
                <span hidden={person.is_some() || props.is_attaching}>
                    <Button on_press={open} is_expanded={Some(props.is_attaching)} aria_label={t!("intake-slips-attach-of", concern = draft.concern.clone())}>
                        { t!("intake-slips-attach") }
                    </Button>
                </span>
                <span hidden={!may_detach}>
                    <Button kind={ButtonKind::Quiet} on_press={detach} aria_label={t!("intake-slips-detach-of", concern = draft.concern.clone())}>
                        { t!("intake-slips-detach") }
                    </Button>
                </span>
            </div>
        </>
    }
}

/// When, who, what about, what came of it, in which language.
pub(super) fn about(slip: &SlipView, organisation: &Organisation) -> String {
    let draft = &slip.draft;
    let who = if draft.name.trim().is_empty() {
        t!("intake-slip-anonymous")
    } else {
        AttrValue::from(draft.name.clone())
    };
    let fields: Vec<String> = draft
        .fields_of_action
        .iter()
        .map(|field| t!(format!("intake-field-{field}")).to_string())
        .collect();
    let parts = [
        i18n::moment(slip.authored_at).to_string(),
        who.to_string(),
        fields.join(", "),
        outcome_words(slip, organisation),
        draft
            .language
            .as_ref()
            .map(language_name)
            .unwrap_or_default(),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

fn outcome_words(slip: &SlipView, organisation: &Organisation) -> String {
    let draft = &slip.draft;
    let office = draft
        .office
        .as_ref()
        .and_then(|office| organisation.office_on(office, slip.authored_at.day()))
        .map(|office| office.name.clone());
    match (draft.outcome, office) {
        (Some(_), Some(office)) => t!("intake-slips-referred", office = office).to_string(),
        (Some(outcome), None) => {
            let code: &'static str = outcome.into();
            t!(format!("slip-outcome-{code}")).to_string()
        }
        (None, _) => String::new(),
    }
}

fn language_name(code: &Code) -> String {
    let today = platform::now().day();
    Lists::shipped()
        .entry(List::Language, code.as_str(), today)
        .map_or_else(
            || code.to_string(),
            |entry| entry.label(i18n::code()).to_owned(),
        )
}

#[derive(Debug, PartialEq, Properties)]
struct AttachToProps {
    name: AttrValue,
    line: Rc<SlipLine>,
    slips: LatestSlips,
    organisation: Rc<Organisation>,
    on_end: Callback<()>,
}

/// Whose slip it is: the search, begun with the name that was written on it.
#[function_component]
fn AttachTo(props: &AttachToProps) -> Html {
    let search = use_search();
    let unit_name = use_unit_name(&props.organisation);
    let is_foreign = use_state_eq(|| false);
    {
        let on_type = search.on_type.clone();
        use_effect_with(props.name.clone(), move |name| {
            if !name.trim().is_empty() {
                on_type.emit(name.trim().to_owned());
            }
        });
    }
    let on_choose = {
        let (slips, slip, on_end) = (
            props.slips.clone(),
            props.line.slip.slip,
            props.on_end.clone(),
        );
        let is_foreign = is_foreign.clone();
        Callback::from(move |hit: DeskHit| {
            // A slip goes only to somebody whose form may be opened here.
            is_foreign.set(!hit.may_open);
            if hit.may_open {
                slips.attach(slip, hit.person, &hit.name);
                on_end.emit(());
            }
        })
    };
    let said = if *is_foreign {
        t!("intake-slips-foreign")
    } else {
        AttrValue::default()
    };
    html! {
        <div class="slip-line__search">
            <p><strong>{ t!("intake-slips-whose") }</strong></p>
            <SearchPanel
                text={search.text.clone()}
                found={search.found.clone()}
                is_searching={search.is_searching}
                {unit_name}
                on_type={search.on_type.clone()}
                {on_choose}
                on_again={search.on_again.clone()}
            />
            <Notice tone={Tone::Warning} text={said} />
            <div class="row"><Button kind={ButtonKind::Quiet} on_press={props.on_end.clone()}>{ t!("intake-target-cancel") }</Button></div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use shared::intake::SlipDraft;
    use shared::kernel::Moment;

    use super::*;

    #[test]
    fn a_slip_is_found_by_its_concern_and_by_both_names() {
        let line = SlipLine {
            slip: SlipView {
                slip: SlipId::from_uuid(uuid::Uuid::nil()),
                authored_at: Moment::from_millis(0),
                unit: "caritas".parse().unwrap(),
                person: None,
                draft: SlipDraft {
                    concern: "Stromsperre angekündigt".into(),
                    name: "Frau Amina".into(),
                    ..SlipDraft::default()
                },
            },
            name: Some("Warsame, Amina".into()),
        };
        for typed in ["", "strom", "AMINA sperre", "warsame"] {
            assert!(fits(&line, typed), "{typed}");
        }
        assert!(!fits(&line, "amina wohnung"));
    }
}
