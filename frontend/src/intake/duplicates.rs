//! Whoever is taken in may be known already: looked up while names and birth are typed, and put side by side once there is
//! a record to compare.

use shared::kernel::PersonId;
use shared::person::PersonDraft;
use shared::person::calls::{Hit, PersonDoubles};
use shared::person::matching::Verdict;
use yew::prelude::*;

use crate::person::doubles_state::use_doubles_of;
use crate::person::search::Found;
use crate::person::state::use_search;
use crate::person::words;
use crate::routes::{Go, Route};
use crate::t;
use crate::ui::{Badge, Button, ButtonKind};

/// What somebody is searched for by as they are typed; empty while that would hit half the town.
pub(super) fn searched_for(draft: &PersonDraft) -> String {
    let name = [&draft.given_name, &draft.family_name]
        .into_iter()
        .filter(|part| !part.trim().is_empty())
        .cloned()
        .collect::<Vec<_>>()
        .join(" ");
    let name = if name.is_empty() {
        draft.spoken_name.clone()
    } else {
        name
    };
    let born = draft
        .born
        .map(|born| born.shown().replace("ca. ", ""))
        .unwrap_or_default();
    // A name alone hits half the town; the birth makes it worth a look.
    if name.trim().chars().count() > 3 {
        format!("{} {born}", name.trim()).trim().to_owned()
    } else {
        String::new()
    }
}

/// Properties of [`Duplicates`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct DuplicatesProps {
    /// Whose form it is.
    pub(super) person: PersonId,
    /// What is searched for, see [`searched_for`].
    pub(super) text: String,
    /// Whether nothing of them is recorded yet, so that there is nothing to compare.
    pub(super) is_new: bool,
}

/// Those that what was typed may mean, until somebody says that they are others.
#[function_component]
pub(super) fn Duplicates(props: &DuplicatesProps) -> Html {
    let search = use_search();
    let is_put_away = use_state_eq(|| false);
    let doubles = use_doubles_of(props.person, !props.is_new);
    {
        let on_type = search.on_type.clone();
        use_effect_with(props.text.clone(), move |text| on_type.emit(text.clone()));
    }
    let hits: Vec<_> = match &search.found {
        Found::Hits { hits, .. } => hits
            .iter()
            .filter_map(|hit| match hit {
                // Who is linked already is named as that, above.
                Hit::Known(hit)
                    if hit.person != props.person
                        && hit.verdict != Verdict::Different
                        && !is_linked(&doubles, hit.person) =>
                {
                    Some((**hit).clone())
                }
                _ => None,
            })
            .take(3)
            .collect(),
        _ => Vec::new(),
    };
    let put_away = {
        let is_put_away = is_put_away.clone();
        Callback::from(move |()| is_put_away.set(true))
    };
    let is_shown = !hits.is_empty() && !*is_put_away;
    html! {
        <section class="duplicates" aria-labelledby="duplicates-title" hidden={!is_shown}>
            <div role="status">
                <h2 id="duplicates-title" class="card__title">{ t!("person-duplicate-title") }</h2>
                <p>{ t!("person-duplicate-text") }</p>
            </div>
            <ul class="duplicates__hits">
                { for hits.iter().map(|hit| {
                    let to = match hit.case {
                        Some(case) if hit.may_open => Some(Route::Case { case }),
                        None if hit.may_open => Some(Route::Intake { person: hit.person }),
                        _ => None,
                    };
                    let who = hit.responsible.as_ref().map(|who| format!(" · {} · {}", who.name, who.telephone)).unwrap_or_default();
                    html! {
                        <li key={hit.person.to_string()} class="duplicates__one">
                            <span>
                                <strong>{ hit.name.clone() }</strong>
                                { format!(" · {}{who} ", words::birth(hit, search.found.is_left(hit.person))) }
                                <Badge tone={words::tone(hit.verdict)}>{ words::verdict(hit.verdict) }</Badge>
                            </span>
                            <span class="row">
                                { for (!props.is_new).then(|| html! {
                                    <Go
                                        key="compare"
                                        to={Route::Compare { person: props.person, other: hit.person }}
                                        class="button button--secondary"
                                    >{ t!("person-compare") }</Go>
                                }) }
                                { for to.map(|to| html! {
                                    <Go key="open" {to} class="button button--secondary">{ t!("person-hit-choose") }</Go>
                                }) }
                            </span>
                        </li>
                    }
                }) }
            </ul>
            <div class="row"><Button kind={ButtonKind::Quiet} on_press={put_away}>{ t!("person-duplicate-other") }</Button></div>
        </section>
    }
}

/// Whether somebody has said that the two are the same.
fn is_linked(doubles: &PersonDoubles, other: PersonId) -> bool {
    doubles
        .linked
        .iter()
        .any(|linked| matches!(&linked.other, Hit::Known(hit) if hit.person == other))
}
