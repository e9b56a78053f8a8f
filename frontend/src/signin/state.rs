//! The signed-in person as a context, with the verbs of signing in and out.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::timers::callback::Interval;
use gloo::timers::future::TimeoutFuture;
use shared::calls::Nothing;
use shared::kernel::{Actor, Moment, Problem, UnitCode};
use shared::signin::calls::{ActIn, AskPasskey, GiveFactor, SignIn as SignInCall, SignOut, WhoAmI};
use shared::signin::sessions::ThisUnit;
use shared::signin::{Credentials, SecondFactor, Session, SignInAnswer};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::{self, ApiFailure};
use crate::platform;

/// What is known about who sits there.
#[derive(Debug, Clone, PartialEq)]
pub enum Standing {
    /// The server is being asked.
    Asking,
    /// Signed in with the server.
    SignedIn(Rc<Session>),
    /// No network, but this person unlocked the device: works with what is on it.
    OnDevice(Rc<Actor>),
    /// The session of this person ended by itself. Their work stays behind the sign-in page until they are back.
    Ended(Rc<Actor>),
    /// Nobody.
    SignedOut,
    /// The server cannot be reached, and nobody unlocked the device yet.
    Unreachable,
}

/// Why signing in did not work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignInFailure {
    /// Name or password is wrong; which of them is not said.
    Wrong,
    /// The account has no role today.
    NoRole,
    /// The second factor is wrong.
    WrongFactor,
    /// No passkey signed.
    NoPasskey,
    /// The second factor was waited for too long: it begins with name and password again.
    TooLate,
    /// Too many tries; seconds to wait.
    Locked(u32),
    /// No answer.
    Offline,
    /// Something else, to be tried again.
    Other,
}

/// What comes next when name and password were right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// They are signed in.
    In,
    /// The second factor is wanted.
    Factor {
        /// Whether an authenticator app is set up.
        has_totp: bool,
        /// Whether there is a passkey.
        has_passkey: bool,
    },
}

/// The signed-in person and the verbs of signing in. Get it with [`use_signin`].
#[derive(Debug, Clone, PartialEq)]
pub struct SignIn {
    /// Who sits there.
    pub standing: Standing,
    /// The server's clock minus this device's, in milliseconds, as of the last answer.
    skew_millis: i64,
    verbs: Rc<Verbs>,
}

#[derive(Debug, PartialEq)]
struct Verbs {
    /// What holds now, for answers that come later than the screen was drawn.
    now: RefCell<Standing>,
    /// Whether it is being asked if the session is still there.
    is_asking: Cell<bool>,
    set: UseStateSetter<Standing>,
    set_skew: UseStateSetter<i64>,
}

impl SignIn {
    /// The person at the keyboard, if known.
    #[must_use]
    pub fn actor(&self) -> Option<&Actor> {
        match &self.standing {
            Standing::SignedIn(session) => Some(&session.actor),
            Standing::OnDevice(actor) | Standing::Ended(actor) => Some(actor),
            Standing::Asking | Standing::SignedOut | Standing::Unreachable => None,
        }
    }

    /// The session with the server, if there is one.
    #[must_use]
    pub fn session(&self) -> Option<&Session> {
        match &self.standing {
            Standing::SignedIn(session) => Some(session),
            _ => None,
        }
    }

    /// Whether people can also sign in with a service of the town's own.
    #[must_use]
    pub fn has_provider(&self) -> bool {
        api::has_provider()
    }

    /// Milliseconds until the session ends by itself, by the server's clock. Every answer lengthens it, up to its end.
    #[must_use]
    pub fn millis_left(&self, now: Moment) -> Option<i64> {
        let session = self.session()?;
        let idle = session.idle_until.millis() - session.server_time.millis();
        let last_asked = api::last_answer().unwrap_or(now).millis() + self.skew_millis;
        let ends = session
            .ends_at
            .millis()
            .min(last_asked.saturating_add(idle));
        Some(ends - now.millis() - self.skew_millis)
    }

    /// Gives name and password; what comes next comes to `then`.
    pub fn enter(&self, credentials: Credentials, then: Callback<Result<Next, SignInFailure>>) {
        let verbs = Rc::clone(&self.verbs);
        spawn_local(async move {
            let answer = api::send::<SignInCall>(&credentials).await;
            then.emit(match answer {
                Ok(SignInAnswer::SignedIn { session }) => {
                    verbs.take(session);
                    Ok(Next::In)
                }
                Ok(SignInAnswer::SecondFactor {
                    has_totp,
                    has_passkey,
                    ..
                }) => Ok(Next::Factor {
                    has_totp,
                    has_passkey,
                }),
                Err(failure) => Err(why_not(failure, SignInFailure::Wrong)),
            });
        });
    }

    /// Has a passkey sign for the sign-in that waits, and gives that; the answer comes to `then`.
    pub fn give_passkey(&self, then: Callback<Result<(), SignInFailure>>) {
        let signin = self.clone();
        spawn_local(async move {
            match sign_with_passkey().await {
                Ok(factor) => signin.give(factor, then),
                Err(failure) => then.emit(Err(failure)),
            }
        });
    }

    /// Gives the second factor; the answer comes to `then`.
    pub fn give(&self, factor: SecondFactor, then: Callback<Result<(), SignInFailure>>) {
        let verbs = Rc::clone(&self.verbs);
        spawn_local(async move {
            then.emit(match api::send::<GiveFactor>(&factor).await {
                Ok(session) => {
                    verbs.take(session);
                    Ok(())
                }
                Err(ApiFailure::Problem(Problem::NotSignedIn)) => Err(SignInFailure::TooLate),
                Err(failure) => Err(why_not(failure, SignInFailure::WrongFactor)),
            });
        });
    }

    /// Goes on as what one is in another unit. Why that did not work comes to `then`, as a text key.
    pub fn act_in(&self, unit: UnitCode, then: Callback<Option<&'static str>>) {
        let verbs = Rc::clone(&self.verbs);
        spawn_local(async move {
            match api::send::<ActIn>(&ThisUnit { unit }).await {
                Ok(session) => {
                    verbs.take(session);
                    then.emit(None);
                }
                Err(refused) => then.emit(Some(refused.text_key())),
            }
        });
    }

    /// Signs out. The screen forgets the person at once, whether or not the server can be told; unsent work stays on
    /// the device.
    pub fn leave(&self) {
        let verbs = Rc::clone(&self.verbs);
        let is_with_server = matches!(self.standing, Standing::SignedIn(_));
        spawn_local(async move {
            if is_with_server {
                // If the server cannot be told, the session ends there by its own clock.
                drop(api::send::<SignOut>(&Nothing {}).await);
            }
            verbs.set.set(Standing::SignedOut);
        });
    }

    /// Asks the server again who is signed in; this also lengthens the session.
    pub fn ask(&self) {
        let verbs = Rc::clone(&self.verbs);
        let before = self.standing.clone();
        spawn_local(async move {
            verbs.ask(before).await;
        });
    }

    /// As [`SignIn::ask`], and again until there is an answer: for pages that only it leads on from.
    pub fn ask_surely(&self) {
        let verbs = Rc::clone(&self.verbs);
        let before = self.standing.clone();
        spawn_local(async move {
            while !verbs.ask(before.clone()).await {
                TimeoutFuture::new(ASK_SOON_MILLIS).await;
            }
        });
    }

    /// Somebody unlocked this device without a network.
    pub fn unlock(&self, actor: Actor) {
        if !matches!(self.standing, Standing::SignedIn(_)) {
            self.verbs.set.set(Standing::OnDevice(Rc::new(actor)));
        }
    }
}

/// Has a passkey of the account sign what the server asks of it.
///
/// # Errors
/// Why nothing was signed; `TooLate` if the server waits for no factor of this browser.
pub async fn sign_with_passkey() -> Result<SecondFactor, SignInFailure> {
    let asked = api::send::<AskPasskey>(&Nothing {})
        .await
        .map_err(|failure| match failure {
            ApiFailure::Problem(Problem::NotSignedIn) => SignInFailure::TooLate,
            failure => why_not(failure, SignInFailure::NoPasskey),
        })?;
    platform::passkeys::sign(&asked.options)
        .await
        .map(|credential| SecondFactor::Passkey { credential })
        .map_err(|_| SignInFailure::NoPasskey)
}

/// Why signing in did not work; `wrong` is what was given last.
fn why_not(failure: ApiFailure, wrong: SignInFailure) -> SignInFailure {
    match failure {
        ApiFailure::Offline => SignInFailure::Offline,
        ApiFailure::Problem(Problem::TooMany { after_seconds }) => {
            SignInFailure::Locked(after_seconds)
        }
        ApiFailure::Problem(Problem::NotAllowed { because }) if because == "no_role_today" => {
            SignInFailure::NoRole
        }
        ApiFailure::Problem(
            Problem::NotSignedIn | Problem::NotAllowed { .. } | Problem::Fields { .. },
        ) => wrong,
        _ => SignInFailure::Other,
    }
}

impl Verbs {
    fn take(&self, session: Session) {
        self.set_skew
            .set(session.server_time.millis() - platform::now().millis());
        self.set.set(Standing::SignedIn(Rc::new(session)));
    }

    /// An answer said that nobody is signed in. Whoever works on the device goes on; of a session that was there the work
    /// stays. A session that has just got another token is still there: that is asked before anything is said.
    fn end(verbs: &Rc<Self>) {
        let now = verbs.now.borrow().clone();
        match now {
            Standing::SignedIn(session) => {
                if verbs.is_asking.replace(true) {
                    return;
                }
                let verbs = Rc::clone(verbs);
                spawn_local(async move {
                    let answer = api::send::<WhoAmI>(&Nothing {}).await;
                    verbs.is_asking.set(false);
                    match answer {
                        Ok(session) => verbs.take(session),
                        Err(ApiFailure::Problem(Problem::NotSignedIn)) => {
                            let actor = Rc::new(session.actor.clone());
                            verbs.set.set(Standing::Ended(actor));
                        }
                        // The next answer says it.
                        Err(_) => {}
                    }
                });
            }
            Standing::OnDevice(_) | Standing::Ended(_) => {}
            Standing::Asking | Standing::SignedOut | Standing::Unreachable => {
                verbs.set.set(Standing::SignedOut);
            }
        }
    }

    /// Asks who is signed in, and answers whether anybody said so.
    async fn ask(&self, before: Standing) -> bool {
        let answer = api::send::<WhoAmI>(&Nothing {}).await;
        let is_answered = matches!(answer, Ok(_) | Err(ApiFailure::Problem(_)));
        match answer {
            Ok(session) => self.take(session),
            Err(ApiFailure::Problem(Problem::NotSignedIn)) => match before {
                // Who unlocked the device works on; of a session that was there `end` has taken note.
                Standing::OnDevice(_) | Standing::SignedIn(_) | Standing::Ended(_) => {}
                _ => self.set.set(Standing::SignedOut),
            },
            Err(_) => match before {
                // A session that was there is not lost because one question got no answer.
                Standing::SignedIn(_) | Standing::OnDevice(_) | Standing::Ended(_) => {}
                _ => self.set.set(Standing::Unreachable),
            },
        }
        is_answered
    }
}

/// How soon a server is asked again whose answer a page waits for.
const ASK_SOON_MILLIS: u32 = 2_000;

/// How often an unreachable server is asked again at the start.
const ASK_AGAIN_MILLIS: u32 = 10_000;

/// Properties of [`SignInProvider`].
#[derive(Debug, PartialEq, Properties)]
pub struct SignInProviderProps {
    /// The app.
    pub children: Children,
}

/// Asks once at the start who is signed in, and holds the answer.
#[function_component]
pub fn SignInProvider(props: &SignInProviderProps) -> Html {
    let standing = use_state_eq(|| Standing::Asking);
    let skew_millis = use_state_eq(|| 0);
    let verbs = use_memo((), |()| Verbs {
        now: RefCell::new(Standing::Asking),
        is_asking: Cell::default(),
        set: standing.setter(),
        set_skew: skew_millis.setter(),
    });
    verbs.now.replace((*standing).clone());
    let signin = SignIn {
        standing: (*standing).clone(),
        skew_millis: *skew_millis,
        verbs,
    };
    {
        let first = signin.clone();
        use_effect_with((), move |()| {
            let verbs = Rc::clone(&first.verbs);
            let touched = platform::signals::on_touch(api::touched);
            api::touched();
            api::on_signed_out(Callback::from(move |()| Verbs::end(&verbs)));
            first.ask();
            move || drop(touched)
        });
    }
    {
        let again = signin.clone();
        use_effect_with(signin.standing.clone(), move |standing| {
            let timer = (*standing == Standing::Unreachable)
                .then(|| Interval::new(ASK_AGAIN_MILLIS, move || again.ask()));
            move || drop(timer)
        });
    }
    html! {
        <ContextProvider<SignIn> context={signin}>{ props.children.clone() }</ContextProvider<SignIn>>
    }
}

/// Who is signed in, and the verbs of signing in. Only below [`SignInProvider`]; elsewhere nobody is signed in.
#[hook]
pub fn use_signin() -> SignIn {
    let given = use_context::<SignIn>();
    let set = use_state(|| Standing::SignedOut);
    let set_skew = use_state(|| 0);
    given.unwrap_or_else(|| SignIn {
        standing: Standing::SignedOut,
        skew_millis: 0,
        verbs: Rc::new(Verbs {
            now: RefCell::new(Standing::SignedOut),
            is_asking: Cell::default(),
            set: set.setter(),
            set_skew: set_skew.setter(),
        }),
    })
}
