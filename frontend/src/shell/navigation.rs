//! The ways through the app: a rail at the side, a bar below on a telephone, a head for reception.

use shared::access::{Action, Facts, may};
use shared::kernel::{Actor, Role};
use yew::prelude::*;

use super::frame::first_page;
use super::hide::Hide;
use super::link::Link;
use crate::offline::use_outbox;
use crate::routes::{Go, Route};
use crate::signin::use_signin;
use crate::t;
use crate::ui::{Icon, IconName};

/// One entry of the navigation.
struct Entry {
    route: Route,
    icon: IconName,
    text: &'static str,
}

/// The entries for somebody, in the order of their day.
fn entries(actor: &Actor) -> Vec<Entry> {
    let entry = |route, icon, text| Entry { route, icon, text };
    let mut entries = Vec::new();
    if actor.is(Role::CaseManager) {
        entries.push(entry(Route::Today, IconName::Today, "nav-today"));
        entries.push(entry(Route::Cases, IconName::Folder, "nav-cases"));
    }
    if actor.is(Role::Reception) {
        entries.push(entry(Route::Reception, IconName::Desk, "nav-reception"));
    }
    if actor.is(Role::Coordinator) {
        entries.push(entry(Route::Pool, IconName::Stack, "nav-pool"));
        entries.push(entry(
            Route::Responsibilities,
            IconName::Folder,
            "nav-responsibilities",
        ));
        entries.push(entry(Route::Exceptions, IconName::Sheet, "nav-exceptions"));
        entries.push(entry(Route::Erasures, IconName::Sheet, "nav-erasures"));
        entries.push(entry(
            Route::Organisation,
            IconName::Folder,
            "nav-organisation",
        ));
    }
    if actor.is(Role::HeadOfBody) {
        entries.push(entry(Route::Body, IconName::Stack, "nav-body"));
    }
    if actor.is(Role::Coordinator) || actor.is(Role::Steering) {
        entries.push(entry(Route::Reports, IconName::Sheet, "nav-reports"));
    }
    if actor.is(Role::Administrator) {
        entries.push(entry(Route::Accounts, IconName::Person, "nav-accounts"));
    }
    if actor.is(Role::Coordinator) || actor.is(Role::Administrator) {
        entries.push(entry(Route::Messages, IconName::Letter, "nav-messages"));
    }
    if actor.is(Role::DataProtectionOfficer) {
        entries.push(entry(Route::Log, IconName::Lock, "nav-log"));
    }
    if actor.is(Role::CaseManager) {
        entries.push(entry(Route::Search, IconName::Search, "nav-search"));
    }
    if actor.is(Role::Reception) || actor.is(Role::CaseManager) {
        entries.push(entry(Route::Slips, IconName::Sheet, "nav-slips"));
    }
    // What was refused or is not sent yet is everybody's own to see.
    entries.push(entry(Route::Clearing, IconName::Talk, "nav-clearing"));
    entries
}

/// Whether somebody may open a page by its address: what stands in the navigation of other roles only is not for them.
/// The page of the organisation says itself whose it is.
#[must_use]
pub(super) fn is_for(actor: &Actor, route: &Route) -> bool {
    let action = match route {
        Route::Today | Route::Cases => return actor.is(Role::CaseManager),
        Route::Pool | Route::Responsibilities => Action::SeePool,
        Route::Exceptions => Action::GrantException,
        Route::Body => Action::SeeBody,
        Route::Reports => Action::ReadReports,
        Route::Erasures => Action::DecideErasure,
        Route::Messages => Action::AnswerMessage,
        Route::Accounts => Action::ManageAccounts,
        Route::Log | Route::LogSide { .. } | Route::LogOf { .. } => Action::ReadAudit,
        _ => return true,
    };
    may(actor, action, &Facts::default()).is_yes()
}

/// Whether an entry stands for the page that is shown, or for one above it. Who has cases corrects a record from there.
fn leads_to(entry: &Route, shown: &Route, has_cases: bool) -> bool {
    match (entry, shown) {
        (Route::Cases, Route::Case { .. } | Route::CaseTab { .. }) => true,
        (Route::Body, Route::Case { .. } | Route::CaseTab { .. }) => !has_cases,
        (_, Route::Correction { .. } | Route::CorrectionAt { .. } | Route::Changes { .. })
            if has_cases =>
        {
            *entry == Route::Cases
        }
        (
            Route::Search | Route::Reception,
            Route::Person { .. }
            | Route::Intake { .. }
            | Route::IntakeAgain { .. }
            | Route::Correction { .. }
            | Route::CorrectionAt { .. }
            | Route::Changes { .. }
            | Route::CompareWith { .. }
            | Route::Compare { .. },
        )
        | (Route::Slips, Route::LatestSlips)
        | (Route::Responsibilities | Route::Body, Route::Responsibility { .. })
        | (Route::Log, Route::LogSide { .. } | Route::LogOf { .. })
        | (Route::Cases, Route::WhoRead { .. } | Route::Erasure { .. }) => true,
        (entry, shown) => entry == shown,
    }
}

/// `S. Krüger`, short enough for the rail.
fn short_name(name: &str) -> String {
    let mut words = name.split_whitespace();
    match (words.next(), words.next_back()) {
        (Some(given), Some(family)) => given
            .chars()
            .next()
            .map_or_else(|| family.to_owned(), |first| format!("{first}. {family}")),
        _ => name.to_owned(),
    }
}

/// Two linked rings and the name of the app.
#[function_component]
pub(super) fn Brand() -> Html {
    html! {
        <Go to={Route::Home} class="brand">
            <svg class="brand__rings" viewBox="0 0 40 20" width="40" height="20" aria-hidden="true" focusable="false">
                <rect x="2" y="2" width="21" height="16" rx="8" fill="none" stroke="currentColor" stroke-width="4" />
                <rect x="17" y="2" width="21" height="16" rx="8" fill="none" stroke="currentColor" stroke-width="4" />
            </svg>
            <span class="brand__name">{ t!("app-name") }</span>
        </Go>
    }
}

/// Properties of [`Rail`] and [`DeskHead`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct NavigationProps {
    /// The page that is shown.
    pub(super) route: Route,
}

/// Navigation at the side; on a telephone the same list stands at the lower edge.
#[function_component]
pub(super) fn Rail(props: &NavigationProps) -> Html {
    let signin = use_signin();
    let entries = signin.actor().map(entries).unwrap_or_default();
    let has_cases = entries.iter().any(|entry| entry.route == Route::Cases);
    let name = signin
        .actor()
        .map(|actor| short_name(&actor.name))
        .unwrap_or_default();
    let needs_you = use_outbox().waiting().needs_you;
    html! {
        <header class="rail">
            <Brand />
            <nav class="rail__nav" aria-label={t!("nav-label")}>
                <ul class="rail__list">
                    { for entries.iter().map(|entry| html! {
                        <li key={entry.text}>
                            <RailLink
                                to={entry.route.clone()}
                                icon={entry.icon}
                                text={t!(entry.text)}
                                is_current={leads_to(&entry.route, &props.route, has_cases)}
                                count={if entry.route == Route::Clearing { needs_you } else { 0 }}
                            />
                        </li>
                    }) }
                    <li key="account" class="rail__account">
                        <RailLink
                            to={Route::Account}
                            icon={IconName::Person}
                            text={AttrValue::from(name)}
                            is_current={props.route == Route::Account}
                        />
                    </li>
                </ul>
            </nav>
        </header>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct RailLinkProps {
    to: Route,
    icon: IconName,
    text: AttrValue,
    is_current: bool,
    /// How many things behind it need somebody.
    #[prop_or_default]
    count: usize,
}

#[function_component]
fn RailLink(props: &RailLinkProps) -> Html {
    html! {
        <Go to={props.to.clone()} class="rail__link" is_current={props.is_current}>
            <span class="rail__icon">
                <Icon name={props.icon} />
                <span class="rail__count" hidden={props.count == 0} aria-hidden="true">{ props.count }</span>
            </span>
            <span class="rail__text">{ props.text.clone() }</span>
            <span class="visually-hidden" hidden={props.count == 0}>{ t!("ui-needs-you", count = props.count) }</span>
        </Go>
    }
}

/// The head of reception: name, place, the few other pages, connection, own name.
#[function_component]
pub(super) fn DeskHead(props: &NavigationProps) -> Html {
    let signin = use_signin();
    let home = signin.actor().map(first_page);
    let entries = signin.actor().map(entries).unwrap_or_default();
    let has_cases = entries.iter().any(|entry| entry.route == Route::Cases);
    let name = signin
        .actor()
        .map(|actor| short_name(&actor.name))
        .unwrap_or_default();
    html! {
        <header class="desk-head">
            <Brand />
            <nav class="desk-head__nav" aria-label={t!("nav-label")}>
                <ul>
                    { for entries.iter().map(|entry| html! {
                        <li key={entry.text}>
                            <Go
                                to={entry.route.clone()}
                                class="desk-head__link"
                                is_current={leads_to(&entry.route, &props.route, has_cases) || (props.route == Route::Home && home.as_ref() == Some(&entry.route))}
                            >
                                { t!(entry.text) }
                            </Go>
                        </li>
                    }) }
                </ul>
            </nav>
            <div class="desk-head__end">
                <Link />
                <Hide />
                <Go to={Route::Account} class="pill pill--neutral" is_current={props.route == Route::Account}><span>{ name }</span></Go>
            </div>
        </header>
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use shared::kernel::{AccountId, Moment};
    use strum::IntoEnumIterator;

    use super::*;

    fn actor(roles: impl IntoIterator<Item = Role>) -> Actor {
        Actor {
            account: AccountId::born(Moment::from_millis(0), [1; 10]),
            municipality: "05316000".parse().unwrap(),
            unit: "awo".parse().unwrap(),
            roles: roles.into_iter().collect::<BTreeSet<_>>(),
            post: None,
            name: "Anton Awo".into(),
        }
    }

    #[test]
    fn every_entry_leads_to_a_page_that_is_for_them() {
        for role in Role::iter() {
            let actor = actor([role]);
            for entry in entries(&actor) {
                assert!(is_for(&actor, &entry.route), "{role:?}: {:?}", entry.route);
            }
        }
        assert!(!is_for(&actor([Role::Reception]), &Route::Pool));
        assert!(!is_for(&actor([Role::Coordinator]), &Route::Today));
    }

    #[test]
    fn who_has_cases_corrects_a_record_from_there() {
        let person = shared::kernel::PersonId::born(Moment::from_millis(0), [1; 10]);
        let shown = Route::Correction { person };
        assert!(leads_to(&Route::Cases, &shown, true));
        assert!(!leads_to(&Route::Search, &shown, true));
        assert!(leads_to(&Route::Reception, &shown, false));
    }
}
