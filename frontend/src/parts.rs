//! The parts of the app that come in wasm files of their own, loaded when a page of theirs is first wanted. What is not
//! reached from here comes with the start: the frame, signing in, the outbox.
//!
//! Each function in [`way_into`] is the only way from the start into its part. Code that several parts need is put
//! into a file of its own by the tool; code that the start needs too stays with the start. So a page belongs to a part
//! exactly as long as nothing else names it.

use std::cell::Cell;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use gloo::timers::future::TimeoutFuture;
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::SplitLoaderError;
use yew::prelude::*;

use crate::account::{AccountPage, AccountsPage, FactorPage, InvitationPage};
use crate::assignment::{BodyPage, PoolPage, ResponsibilitiesPage, ResponsibilityPage};
use crate::audit::{ChangesPage, LogPage, WhoReadPage};
use crate::case::{CasePage, CasesPage, TodayPage};
use crate::contact::{ContactPage, MessagesPage};
use crate::erasure::{ErasurePage, ErasuresPage};
use crate::i18n::{self, Texts};
use crate::inquiry::InquiriesPage;
use crate::intake::correction::CorrectionPage;
use crate::intake::desk::{ReceptionPage, SearchPage, SlipPage};
use crate::intake::exceptions::ExceptionsPage;
use crate::intake::page::IntakePage;
use crate::intake::slips::SlipsPage;
use crate::offline::{self, ClearingPage, DevicePage};
use crate::organisation::OrganisationPage;
use crate::person::comparison::{CompareWithPage, ComparisonPage};
use crate::person::page::PersonPage;
use crate::platform;
use crate::reporting::ReportsPage;
use crate::routes::Route;
use crate::shell::{AccessibilityPage, NotFoundPage};
use crate::signin::SetUpPage;
use crate::signin::provider::ProviderEntrance;
use crate::split::way_into;
use crate::t;
use crate::ui::{Button, ButtonKind, Page, Waiting};

/// A part of the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// The device: outbox, drafts, pack, the lock. Wanted at once, but not to show who may sign in.
    Device,
    /// Where reception's day begins.
    Desk,
    /// Where the day of a case manager or coordinator begins.
    Today,
    /// What is opened from there.
    Later,
    /// The English texts.
    English,
}

impl Part {
    /// All of them, in the order in which they are loaded when nothing else is to be done.
    const ALL: [Self; 5] = [
        Self::Device,
        Self::Desk,
        Self::Today,
        Self::Later,
        Self::English,
    ];

    const fn of(route: &Route) -> Self {
        match route {
            Route::Reception => Self::Desk,
            Route::Today | Route::Cases | Route::Pool => Self::Today,
            _ => Self::Later,
        }
    }

    fn is_loaded(self) -> bool {
        LOADED.get()[self as usize]
    }

    /// Loads the part if it is not there yet.
    pub(crate) async fn load(self) -> Result<(), NotLoaded> {
        if matches!(self, Self::Desk | Self::Today | Self::Later) {
            i18n::load(Texts::Work).await?;
        }
        match self {
            Self::Device => offline::load_device().await,
            Self::Desk => load_desk().await,
            Self::Today => load_today().await,
            Self::Later => match load_later().await {
                Ok(()) => i18n::load(Texts::Later).await,
                failed => failed,
            },
            Self::English => i18n::load(Texts::English).await,
        }?;
        let mut loaded = LOADED.get();
        loaded[self as usize] = true;
        LOADED.set(loaded);
        Ok(())
    }

    /// Loads the part, and does not give up before it is there.
    pub(crate) async fn load_surely(self) {
        while self.load().await.is_err() {
            TimeoutFuture::new(TRY_AGAIN_MILLIS).await;
        }
    }
}

/// How long to wait after a part that something waits for could not be loaded.
const TRY_AGAIN_MILLIS: u32 = 2_000;

thread_local! {
    static LOADED: Cell<[bool; Part::ALL.len()]> = const { Cell::new([false; Part::ALL.len()]) };
}

/// The file of a part could not be had: no network, and not kept on the device yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NotLoaded;

impl From<SplitLoaderError> for NotLoaded {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

way_into! {
    desk, load_desk: fn desk() -> Result<Html, NotLoaded> {
        Ok(html! { <ReceptionPage /> })
    }
}

way_into! {
    today, load_today: fn today(route: Route) -> Result<Html, NotLoaded> {
        Ok(match route {
            Route::Cases => html! { <CasesPage /> },
            Route::Pool => html! { <PoolPage /> },
            _ => html! { <TodayPage /> },
        })
    }
}

way_into! {
    later, load_later: fn later(route: Route) -> Result<Html, NotLoaded> {
        Ok(match route {
            Route::Search => html! { <SearchPage /> },
            Route::Slips => html! { <SlipPage /> },
            Route::LatestSlips => html! { <SlipsPage /> },
            Route::CompareWith { person } => html! { <CompareWithPage {person} /> },
            Route::Compare { person, other } => html! { <ComparisonPage {person} {other} /> },
            Route::Exceptions => html! { <ExceptionsPage /> },
            Route::Messages => html! { <MessagesPage /> },
            Route::Inquiries => html! { <InquiriesPage /> },
            Route::Log => html! { <LogPage /> },
            Route::LogSide { side } => html! { <LogPage {side} /> },
            Route::LogOf { side, filter } => html! { <LogPage {side} {filter} /> },
            Route::WhoRead { case } => html! { <WhoReadPage {case} /> },
            Route::Changes { person } => html! { <ChangesPage {person} /> },
            Route::Erasure { person } => html! { <ErasurePage {person} /> },
            Route::Erasures => html! { <ErasuresPage /> },
            Route::Organisation => html! { <OrganisationPage /> },
            Route::Contact => html! { <ContactPage /> },
            Route::Accessibility => html! { <AccessibilityPage /> },
            Route::Person { person } => html! { <PersonPage {person} /> },
            Route::Intake { person } => html! { <IntakePage key="intake" {person} /> },
            Route::IntakeAgain { person } => {
                html! { <IntakePage key="again" {person} is_again=true /> }
            }
            Route::Correction { person } => html! { <CorrectionPage {person} /> },
            Route::CorrectionAt { person, at } => html! { <CorrectionPage {person} {at} /> },
            Route::Body => html! { <BodyPage /> },
            Route::Reports => html! { <ReportsPage /> },
            Route::Responsibilities => html! { <ResponsibilitiesPage /> },
            Route::Responsibility { case } => html! { <ResponsibilityPage {case} /> },
            Route::Case { case } => html! { <CasePage {case} /> },
            Route::CaseTab { case, tab } => html! { <CasePage {case} {tab} /> },
            Route::SetUp => html! { <SetUpPage /> },
            Route::Account => html! { <AccountPage /> },
            Route::Accounts => html! { <AccountsPage /> },
            Route::Factor => html! { <FactorPage /> },
            Route::Invitation => html! { <InvitationPage /> },
            Route::Clearing => html! { <ClearingPage /> },
            Route::Device => html! { <DevicePage /> },
            _ => html! { <NotFoundPage /> },
        })
    }
}

way_into! {
    entrance, load_entrance: fn draw_entrance(on_factor: Callback<(bool, bool)>) -> Result<Html, NotLoaded> {
        Ok(html! { <ProviderEntrance {on_factor} /> })
    }
}

/// What stands beside the form for signing in where the town has a sign-in service of its own; loaded after the page.
pub(crate) async fn entrance(on_factor: Callback<(bool, bool)>) -> Result<Html, NotLoaded> {
    draw_entrance(on_factor).await
}

async fn draw(part: Part, route: Route) -> Result<Html, NotLoaded> {
    match part {
        Part::Desk => desk().await,
        Part::Today => today(route).await,
        _ => later(route).await,
    }
}

/// Properties of [`PartPage`].
#[derive(Debug, PartialEq, Properties)]
pub(crate) struct PartPageProps {
    /// The page at an address.
    pub(crate) route: Route,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Loading {
    Waiting,
    Failed,
    Done,
}

/// A page of a part: at once if the part is there, else as soon as it is. The key of it makes each address a page of
/// its own.
#[function_component]
pub(crate) fn PartPage(props: &PartPageProps) -> Html {
    let part = Part::of(&props.route);
    let loading = use_state_eq(|| Loading::Waiting);
    let load = {
        let loading = loading.setter();
        Callback::from(move |part: Part| {
            let loading = loading.clone();
            loading.set(Loading::Waiting);
            spawn_local(async move {
                let loaded = part.load().await;
                loading.set(match loaded {
                    Ok(()) => Loading::Done,
                    Err(NotLoaded) => Loading::Failed,
                });
                if loaded.is_ok() {
                    load_the_others().await;
                }
            });
        })
    };
    {
        let load = load.clone();
        use_effect_with(part, move |part| {
            if !part.is_loaded() {
                load.emit(*part);
            }
        });
    }
    let drawn = part
        .is_loaded()
        .then(|| at_once(draw(part, props.route.clone())))
        .flatten();
    match (drawn, *loading) {
        (Some(Ok(page)), _) => page,
        (Some(Err(NotLoaded)), _) | (None, Loading::Failed) => html! {
            <Page title={t!("part-failed-title")} class="narrow">
                <p>{ t!("part-failed-text") }</p>
                <Button kind={ButtonKind::Primary} on_press={Callback::from(move |()| load.emit(part))}>
                    { t!("part-failed-again") }
                </Button>
            </Page>
        },
        (None, Loading::Waiting | Loading::Done) => html! { <Waiting /> },
    }
}

/// The result of work that has nothing to wait for.
pub(crate) fn at_once<T>(work: impl Future<Output = T>) -> Option<T> {
    match pin!(work)
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()))
    {
        Poll::Ready(done) => Some(done),
        Poll::Pending => None,
    }
}

/// Loads what is not there yet, part by part, while somebody reads the first page: from then on no page needs the
/// network, and a new version on the server takes nothing away from this one.
async fn load_the_others() {
    platform::breathe().await;
    for part in Part::ALL.into_iter().filter(|part| !part.is_loaded()) {
        // The page that needs it asks again, and says so if that fails too.
        drop(part.load().await);
    }
}
