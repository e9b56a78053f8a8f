//! The frame: who may see which page, and where navigation, page and footer stand.

use std::cell::RefCell;

use shared::kernel::{Actor, Role};
use yew::prelude::*;
use yew_router::prelude::*;

use super::footer::Footer;
use super::help::Help;
use super::hide::Hide;
use super::link::Link;
use super::navigation::{DeskHead, Rail, is_for};
use super::notices::Notices;
use super::refused::NotAllowedPage;
use crate::offline::WithoutSession;
use crate::platform;
use crate::routes::Route;
use crate::signin::{SignInPage, Standing, use_signin};
use crate::t;
use crate::ui::{PageCorner, Waiting};

/// How the frame looks for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// Nobody is signed in: only the name of the app above the page.
    Plain,
    /// Reception at a desktop: everything on one screen, a bar above it.
    Desk,
    /// Everybody else: navigation at the side, or below on a telephone.
    Rail,
}

impl Layout {
    fn of(actor: Option<&Actor>) -> Self {
        match actor {
            None => Self::Plain,
            Some(actor) if first_page(actor) == Route::Reception => Self::Desk,
            Some(_) => Self::Rail,
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Plain => "shell--plain",
            Self::Desk => "shell--desk",
            Self::Rail => "shell--rail",
        }
    }
}

/// The page somebody's day begins with.
pub(super) fn first_page(actor: &Actor) -> Route {
    if actor.is(Role::CaseManager) {
        Route::Today
    } else if actor.is(Role::Reception) {
        Route::Reception
    } else if actor.is(Role::Coordinator) {
        Route::Pool
    } else if actor.is(Role::Administrator) {
        Route::Accounts
    } else if actor.is(Role::DataProtectionOfficer) {
        Route::Log
    } else if actor.is(Role::HeadOfBody) {
        Route::Body
    } else if actor.is(Role::Steering) {
        Route::Reports
    } else {
        Route::Account
    }
}

/// Properties of [`Shell`].
#[derive(Debug, PartialEq, Properties)]
pub(crate) struct ShellProps {
    /// The page at an address.
    pub(crate) page: Callback<Route, Html>,
}

/// The frame around the page. Whoever is not signed in gets the sign-in page at the address they wanted, and after
/// signing in the page itself.
#[function_component]
pub(crate) fn Shell(props: &ShellProps) -> Html {
    let signin = use_signin();
    let route = use_route::<Route>().unwrap_or(Route::NotFound);
    // Whoever sits there now is perhaps somebody else: the work is not shown, and not taken away either.
    let is_behind = matches!(signin.standing, Standing::Ended(_)) && !route.is_public();
    let needs_factor = signin.session().is_some_and(|session| session.needs_factor);
    let layout = Layout::of(signin.actor().filter(|_| !is_behind && !needs_factor));
    let work = signin
        .actor()
        .map_or_else(|| "nobody".to_owned(), |actor| actor.account.to_string());
    keep_title(is_behind);
    let is_sign_in = matches!(route, Route::SignIn);
    let page = match (&signin.standing, &route) {
        (Standing::SignedIn(_), _) if is_sign_in => {
            html! { <Redirect<Route> key="redirect" to={Route::Home} /> }
        }
        (Standing::SignedIn(_), route) if needs_factor && !route.is_public() => {
            props.page.emit(Route::Factor)
        }
        // Who works on the device without a session can get one, to send what waits.
        (Standing::OnDevice(_), _) if is_sign_in => html! { <SignInPage key="sign-in" /> },
        (Standing::Ended(_), _) if is_sign_in => html! { <SignInPage key="sign-in" /> },
        (Standing::SignedIn(_) | Standing::OnDevice(_), route)
            if signin.actor().is_some_and(|actor| !is_for(actor, route)) =>
        {
            html! { <NotAllowedPage key="not-allowed" /> }
        }
        (Standing::SignedIn(_) | Standing::OnDevice(_) | Standing::Ended(_), _) => {
            props.page.emit(route.clone())
        }
        (_, route) if route.is_public() && !is_sign_in => props.page.emit(route.clone()),
        (Standing::Asking, _) => html! { <Waiting key="asking" /> },
        (Standing::SignedOut | Standing::Unreachable, _) => html! {
            <div key="sign-in"><SignInPage /><WithoutSession /></div>
        },
    };
    let corner = match layout {
        Layout::Rail => html! { <><Link /><Hide /></> },
        Layout::Plain | Layout::Desk => Html::default(),
    };
    html! {
        <div class={classes!("shell", layout.class())}>
            <a class="skip" href="#main" onclick={Callback::from(|event: MouseEvent| {
                event.prevent_default();
                platform::focus("main");
            })}>{ t!("shell-skip") }</a>
            <div class="shell__nav">
                { match layout {
                    Layout::Plain => html! { <PlainHead key="plain" /> },
                    Layout::Desk => html! { <DeskHead key="desk" route={route.clone()} /> },
                    Layout::Rail => html! { <Rail key="rail" route={route.clone()} /> },
                } }
            </div>
            <div class="shell__page">
                <Notices />
                <ContextProvider<PageCorner> context={PageCorner(corner)}>
                    <main id="main" tabindex="-1">
                        <div key={work} hidden={is_behind} inert={is_behind}>{ page }</div>
                        { for is_behind.then(|| html! { <SignInPage key="again" /> }) }
                    </main>
                </ContextProvider<PageCorner>>
                <Footer />
            </div>
            <Help />
        </div>
    }
}

thread_local! {
    /// The title of the work that stands behind the sign-in page.
    static TITLE_BEHIND: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Gives the window its title back when the work comes out from behind the sign-in page.
fn keep_title(is_behind: bool) {
    TITLE_BEHIND.with_borrow_mut(|kept| {
        if is_behind {
            kept.get_or_insert_with(platform::title);
        } else if let Some(title) = kept.take() {
            platform::set_title(&title);
        }
    });
}

/// The name of the app, while nobody is signed in.
#[function_component]
fn PlainHead() -> Html {
    html! {
        <header class="desk-head">
            <super::navigation::Brand />
            <span class="desk-head__place muted">{ t!("app-what") }</span>
        </header>
    }
}

/// Leads to the page that somebody's day begins with.
#[function_component]
pub(crate) fn HomePage() -> Html {
    let signin = use_signin();
    let to = signin.actor().map_or(Route::SignIn, first_page);
    html! { <div><Redirect<Route> {to} /></div> }
}
