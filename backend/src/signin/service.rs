//! Signing in and out, checking a session, making the first account: one function each.

use std::collections::BTreeSet;
use std::sync::Arc;

use shared::kernel::text::check_line;
use shared::kernel::{
    AccountId, Actor, Ags, Day, FieldProblem, FieldProblems, Moment, Problem, ProblemCode, Role,
    SessionId, UnitCode,
};
use shared::signin::accounts::{HeldRole, NAME_MAX, names};
use shared::signin::events::AccountEvent;
use shared::signin::provider::AwaitedFactor;
use shared::signin::{Credentials, FirstAccount, SecondFactor};
use zeroize::Zeroizing;

use super::factors::Given;
use super::leaked::Leaked;
use super::limits::{Limit, Verdict};
use super::password::Hasher;
use super::provider::Provider;
use super::store::{self, Account, NewAccount, NewSession, SessionStanding};
use super::token::Token;
use super::{factors, guessable};
use crate::config::Config;
use crate::db::{Conn, Db, Failure};
use crate::seal::Vault;
use crate::surroundings::Surroundings;
use crate::tx::Town;
use crate::web::Fault;

const MINUTE: i64 = 60_000;
/// A session in use is written down again after this long.
const SEEN_STEP: i64 = MINUTE;
/// How long a set-up token can be used.
const SET_UP_HOURS: i64 = 24;
/// How long a second factor is waited for after the password.
const FACTOR_MINUTES: i64 = 10;
/// For how long a password or factor that was given counts as given just now.
const CONFIRMED_MINUTES: i64 = 5;

/// How long sessions last.
#[derive(Debug, Clone, Copy)]
pub struct Lifetimes {
    /// Without a request.
    pub idle_minutes: u32,
    /// In any case.
    pub max_minutes: u32,
}

/// Whose accounts need a second factor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum FactorRule {
    /// Everybody's, but for the demo town's, whose password everybody knows.
    #[default]
    OutsideTheDemo,
    /// Those of these roles.
    Roles(BTreeSet<Role>),
}

impl FactorRule {
    fn asks(&self, actor: &Actor, is_demo: bool) -> bool {
        match self {
            Self::OutsideTheDemo => !is_demo,
            Self::Roles(roles) => !roles.is_disjoint(&actor.roles),
        }
    }
}

/// A session that holds now.
#[derive(Debug, Clone)]
pub struct Current {
    /// Its id.
    pub session: SessionId,
    /// Who it is.
    pub actor: Actor,
    /// Other units in which the account is something today.
    pub elsewhere: Vec<UnitCode>,
    /// Whether a second factor has to be set up before anything else.
    pub needs_factor: bool,
    /// The password or a factor was last given then.
    pub confirmed_at: Moment,
    /// It ends then if nothing is asked.
    pub idle_until: Moment,
    /// It ends then in any case.
    pub ends_at: Moment,
}

impl Current {
    /// Whether the session has not ended by its age.
    pub(super) fn holds(&self, now: Moment) -> bool {
        now < self.idle_until && now < self.ends_at
    }

    /// Whether the password or a factor was given so lately that rights and factors may be changed.
    ///
    /// # Errors
    /// `NotAllowed` because of `confirm`: password and factor are to be given once more.
    pub fn is_confirmed(&self, now: Moment) -> Result<(), Problem> {
        if now <= self.confirmed_at.plus_millis(CONFIRMED_MINUTES * MINUTE) {
            Ok(())
        } else {
            Err(Problem::NotAllowed {
                because: "confirm".to_owned(),
            })
        }
    }
}

/// That a session was used, by its token's hash. Noted about once a minute, so that reading does not mean writing.
#[derive(Debug)]
pub struct Use {
    session: String,
    at: Moment,
}

impl Lifetimes {
    /// Since when a session must have been used, and since when it must have begun, to hold now.
    pub(super) fn held_since(self, now: Moment) -> (Moment, Moment) {
        let before = |minutes: u32| now.plus_millis(-i64::from(minutes) * MINUTE);
        (before(self.idle_minutes), before(self.max_minutes))
    }

    pub(super) fn of(self, session: &store::Session) -> Current {
        let ends_at = session
            .began_at
            .plus_millis(i64::from(self.max_minutes) * MINUTE);
        let idle_until = session
            .seen_at
            .plus_millis(i64::from(self.idle_minutes) * MINUTE);
        Current {
            session: session.id,
            actor: session.actor.clone(),
            elsewhere: session.elsewhere.clone(),
            needs_factor: session.standing == SessionStanding::Limited,
            confirmed_at: session.confirmed_at,
            idle_until: idle_until.min(ends_at),
            ends_at,
        }
    }
}

/// What signing in works with.
#[derive(Debug, Clone)]
pub struct SignIn {
    /// Where accounts and sessions lie.
    pub db: Db,
    /// Clock and randomness.
    pub surroundings: Surroundings,
    /// Seals the secrets of second factors and links what was changed about accounts.
    pub vault: Vault,
    /// Computes password hashes.
    pub hasher: Hasher,
    /// The municipality whose accounts these are.
    pub municipality: Ags,
    /// How long sessions last.
    pub lifetimes: Lifetimes,
    /// Whose accounts need a second factor.
    pub factor_rule: FactorRule,
    /// Which passwords nobody may choose any more.
    pub leaked: Leaked,
    /// The town's own sign-in service, if it has one.
    pub provider: Option<Arc<Provider>>,
}

/// Who tries to sign in, as far as can be known before.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The network the request came from.
    pub network: String,
    /// What the browser showed of an earlier sign-in.
    pub browser: Option<Token>,
    /// Browser and system, as its owner knows them.
    pub browser_name: String,
    /// The session the browser had, which ends with the new one.
    pub session: Option<Token>,
    /// Where the page came from: `https://kim.example.org`.
    pub origin: Option<String>,
}

/// A session that has just begun.
#[derive(Debug)]
pub struct Begun {
    /// The session.
    pub current: Current,
    /// Its token.
    pub token: Token,
    /// A token for the browser, if it had none that counts.
    pub browser: Option<Token>,
}

/// What came of name and password.
#[derive(Debug)]
pub enum Entered {
    /// The session has begun.
    Begun(Begun),
    /// The second factor is waited for, under this token.
    Waits {
        /// Names the sign-in; opens nothing yet.
        token: Token,
        /// Until when.
        until: Moment,
        /// With which factors it can go on.
        ways: AwaitedFactor,
    },
}

/// Somebody who has proved who they are, by the password or by the town's own sign-in service.
pub(super) struct Proved {
    pub(super) account: Account,
    /// Whether they have signed in in this browser before.
    pub(super) is_known_browser: bool,
    /// Where the try was counted, which was right.
    pub(super) buckets: Vec<String>,
    /// A new hash of the password, where the stored one is of before.
    pub(super) outdated: Option<String>,
    /// The hash of the session's token that the browser had, which ends with the new one.
    pub(super) replaces: Option<String>,
    /// Browser and system, as their owner knows them.
    pub(super) browser_name: String,
    /// Whether a second factor was given where they proved it.
    pub(super) gave_factor: bool,
    /// Whether they gave a password or a factor just now, so that rights and factors may be changed. Whom the sign-in service
    /// still knew from before gave nothing.
    pub(super) is_confirmed: bool,
}

/// What is known before the password is compared.
struct Approach {
    account: Option<Account>,
    is_known_browser: bool,
    /// Seconds to wait, if a limit is reached.
    wait: Option<u32>,
    buckets: Vec<String>,
}

/// What an account is today in the unit where it acts: the one it acted in last, else the first in which it is something.
fn acting(account: &Account, municipality: &Ags, roles: &[HeldRole], today: Day) -> Option<Actor> {
    let now = || roles.iter().filter(|role| role.holds_on(today));
    let unit = now()
        .find(|role| role.unit == account.last_unit)
        .or_else(|| now().next())?
        .unit
        .clone();
    let here = || now().filter(|role| role.unit == unit);
    Some(Actor {
        account: account.account,
        municipality: municipality.clone(),
        roles: here().map(|role| role.role).collect(),
        post: here().find_map(|role| role.post.clone()),
        name: account.name.clone(),
        unit,
    })
}

/// That an account has no role today: the first has not begun, or the last has ended.
fn no_role_today() -> Problem {
    Problem::NotAllowed {
        because: "no_role_today".to_owned(),
    }
}

impl SignIn {
    /// Signing in to a town, by its settings.
    ///
    /// # Errors
    /// If there is no randomness, or nothing can be asked of the sign-in service.
    pub fn new(config: &Config, town: &Town) -> anyhow::Result<Self> {
        Ok(Self {
            db: town.db().clone(),
            surroundings: town.surroundings().clone(),
            vault: town.vault().clone(),
            hasher: Hasher::new(town.surroundings())?,
            municipality: config.municipality.clone(),
            lifetimes: Lifetimes {
                idle_minutes: config.session_idle_minutes,
                max_minutes: config.session_max_minutes,
            },
            factor_rule: config.second_factor.clone(),
            leaked: Leaked::listed_in(config.leaked_passwords.clone()),
            provider: config
                .oidc
                .as_ref()
                .map(Provider::new)
                .transpose()?
                .map(Arc::new),
        })
    }

    /// Signs in: one password computation, whatever the name; then a new session under a new token, or the wait for the
    /// second factor.
    ///
    /// # Errors
    /// `NotSignedIn` for a wrong name, a wrong password and a closed account alike; `NotAllowed` for one that is nothing today,
    /// which only who has its password is told; `TooMany` when a limit is reached, also for names without an account.
    pub async fn sign_in(
        &self,
        credentials: Credentials,
        caller: Caller,
    ) -> Result<Entered, Fault> {
        let password = Zeroizing::new(credentials.password);
        let mut wrong = FieldProblems::default();
        // What no account can be called is asked of no database: one of the two does not even take a NUL.
        let missing = Some(ProblemCode::Missing);
        check_line(&credentials.login, NAME_MAX, missing, "login", &mut wrong);
        within("password", &password, 1, 256, &mut wrong);
        wrong.or(())?;
        let login = store::login_key(&credentials.login);

        let approach = self.approach(login, caller.clone()).await?;
        let stored = approach
            .account
            .as_ref()
            .and_then(|account| account.password.clone());
        let compared = self
            .hasher
            .compare(password.clone(), stored)
            .await
            .map_err(|_| Problem::TooMany { after_seconds: 2 })?;
        if let Some(after_seconds) = approach.wait {
            return Err(Problem::TooMany { after_seconds }.into());
        }
        let account = match approach.account {
            Some(account) if compared.is_right && !account.is_closed => account,
            _ => return Err(Problem::NotSignedIn.into()),
        };
        let outdated = if compared.is_outdated {
            Some(
                self.hasher
                    .hash(password, self.surroundings.clone())
                    .await?,
            )
        } else {
            None
        };
        self.begin(Proved {
            account,
            is_known_browser: approach.is_known_browser,
            buckets: approach.buckets,
            outdated,
            replaces: caller.session.as_ref().map(Token::hash),
            browser_name: caller.browser_name,
            gave_factor: false,
            is_confirmed: true,
        })
        .await
    }

    /// Looks up account and browser, and counts the try before anything is compared, so that many at once do not slip
    /// through.
    async fn approach(&self, login: String, caller: Caller) -> Result<Approach, Fault> {
        let (municipality, surroundings) = (self.municipality.clone(), self.surroundings.clone());
        self.db
            .write(move |conn| {
                let now = surroundings.now();
                let account = store::find_account(conn, &municipality, &login)?;
                let browser = caller.browser.as_ref().map(Token::hash);
                let mut is_known_browser = match (&account, &browser) {
                    (Some(account), Some(token)) => {
                        store::is_known_browser(conn, &municipality, token, account.account)?
                    }
                    _ => false,
                };
                let mut counted = Vec::new();
                if let Some(browser) = browser.as_deref().filter(|_| is_known_browser) {
                    counted = vec![(Limit::KnownBrowser, Limit::KnownBrowser.bucket(&[browser]))];
                    let wait = count(conn, &municipality, &counted, now)?;
                    // A known browser that guesses too much is one like any other.
                    is_known_browser = wait.is_none();
                }
                let mut wait = None;
                if !is_known_browser {
                    counted = vec![
                        (
                            Limit::NameFromNetwork,
                            Limit::NameFromNetwork.bucket(&[&login, &caller.network]),
                        ),
                        (Limit::Network, Limit::Network.bucket(&[&caller.network])),
                        (Limit::Name, Limit::Name.bucket(&[&login])),
                    ];
                    wait = count(conn, &municipality, &counted, now)?;
                }
                Ok::<_, Failure>(Approach {
                    account,
                    is_known_browser,
                    wait,
                    buckets: counted.into_iter().map(|(_, bucket)| bucket).collect(),
                })
            })
            .await
            .map_err(Fault::from)
    }

    /// Begins a session under a new token, or the wait for the second factor.
    ///
    /// # Errors
    /// `NotAllowed` if the account is nothing today.
    pub(super) async fn begin(&self, proved: Proved) -> Result<Entered, Fault> {
        let Proved {
            account,
            is_known_browser,
            ..
        } = proved;
        let token = Token::new(&self.surroundings)?;
        let browser = Token::new(&self.surroundings)?;
        let now = self.surroundings.now();
        let id = SessionId::born(now, self.surroundings.random()?);
        let signin = self.clone();
        let (new, new_browser) = (token.hash(), browser.hash());
        let (session, waits_for) = self
            .db
            .write(move |conn| {
                let municipality = &signin.municipality;
                let roles = store::list_roles_of(conn, municipality, account.account)?;
                let actor =
                    acting(&account, municipality, &roles, now.day()).ok_or_else(no_role_today)?;
                if let Some(old) = &proved.replaces {
                    store::delete_session(conn, municipality, old)?;
                }
                signin.tidy_up(conn, now)?;
                let standing = if proved.gave_factor {
                    SessionStanding::Whole
                } else {
                    signin.standing_of(conn, &actor)?
                };
                let is_waiting = standing == SessionStanding::Waiting;
                let begins = NewSession {
                    id,
                    token: new.clone(),
                    account: account.account,
                    unit: actor.unit.clone(),
                    standing,
                    browser: proved.browser_name.clone(),
                };
                store::insert_session(conn, municipality, &begins, now)?;
                if !proved.is_confirmed {
                    store::update_confirmed(conn, municipality, &new, Moment::default())?;
                }
                if !is_known_browser && !is_waiting {
                    let account = account.account;
                    store::insert_known_browser(conn, municipality, &new_browser, account, now)?;
                }
                if let Some(password) = &proved.outdated {
                    store::update_password(conn, municipality, account.account, password)?;
                }
                // The try was right and counts no more.
                uncount(conn, municipality, &proved.buckets, now)?;
                let session = store::find_session(conn, municipality, &new, now.day())?
                    .ok_or(Problem::NotSignedIn)?;
                let waits_for = if is_waiting {
                    Some(signin.ways_on(conn, account.account)?)
                } else {
                    None
                };
                Ok::<_, Fault>((session, waits_for))
            })
            .await?;
        if let Some(ways) = waits_for {
            return Ok(Entered::Waits {
                token,
                until: now.plus_millis(FACTOR_MINUTES * MINUTE),
                ways,
            });
        }
        Ok(Entered::Begun(Begun {
            current: self.lifetimes.of(&session),
            token,
            browser: (!is_known_browser).then_some(browser),
        }))
    }

    /// With which second factors an account can go on.
    pub(super) fn ways_on(
        &self,
        conn: &mut Conn,
        account: AccountId,
    ) -> Result<AwaitedFactor, Failure> {
        let totp = store::find_totp(conn, &self.municipality, account)?;
        let passkeys = store::list_passkeys(conn, &self.municipality, account)?;
        Ok(AwaitedFactor {
            has_totp: totp.is_some_and(|totp| totp.counts),
            has_passkey: !passkeys.is_empty(),
        })
    }

    /// The sign-in that still waits for its second factor, by the hash of its token.
    pub(super) fn waiting(
        &self,
        conn: &mut Conn,
        token: &str,
        now: Moment,
    ) -> Result<Option<store::Session>, Failure> {
        let session = store::find_session(conn, &self.municipality, token, now.day())?;
        Ok(session
            .filter(|session| session.standing == SessionStanding::Waiting)
            .filter(|session| now < session.began_at.plus_millis(FACTOR_MINUTES * MINUTE)))
    }

    /// Goes on with a session as a whole one, under a new token that only whoever is there now gets; what was given just now
    /// counts as given.
    pub(super) fn renew(
        &self,
        conn: &mut Conn,
        current: &Current,
        old: &str,
        new: &Token,
    ) -> Result<(), Fault> {
        let now = self.surroundings.now();
        let goes_on = NewSession {
            id: current.session,
            token: new.hash(),
            account: current.actor.account,
            unit: current.actor.unit.clone(),
            standing: SessionStanding::Whole,
            browser: String::new(),
        };
        if !store::renew_session(conn, &self.municipality, old, &goes_on, now)? {
            return Err(Problem::NotSignedIn.into());
        }
        store::update_confirmed(conn, &self.municipality, &goes_on.token, now)?;
        Ok(())
    }

    /// How far a new session is let in after the password.
    fn standing_of(&self, conn: &mut Conn, actor: &Actor) -> Result<SessionStanding, Failure> {
        if factors::has_any(conn, self, actor.account)? {
            return Ok(SessionStanding::Waiting);
        }
        Ok(if self.asks_factor(conn, actor)? {
            SessionStanding::Limited
        } else {
            SessionStanding::Whole
        })
    }

    /// Whether one of the actor's roles asks for a second factor.
    pub(super) fn asks_factor(&self, conn: &mut Conn, actor: &Actor) -> Result<bool, Failure> {
        let is_demo = crate::seed::is_demo(conn, &self.municipality)?;
        Ok(self.factor_rule.asks(actor, is_demo))
    }

    /// Removes what nobody can use any more.
    fn tidy_up(&self, conn: &mut Conn, now: Moment) -> Result<(), Failure> {
        let (idle, _) = self.lifetimes.held_since(now);
        let a_day_ago = now.plus_millis(-24 * 60 * MINUTE);
        store::delete_outlived(conn, &self.municipality, idle, a_day_ago)
    }

    /// Takes the second factor of a sign-in that waits for it; the session then goes on under a new token.
    ///
    /// # Errors
    /// `NotSignedIn` if nothing waits under the token, or no longer; `NotRight` at `code`; `TooMany` after too many tries.
    pub async fn give_factor(&self, factor: SecondFactor, caller: Caller) -> Result<Begun, Fault> {
        let old = caller.session.clone().ok_or(Problem::NotSignedIn)?.hash();
        let token = Token::new(&self.surroundings)?;
        let browser = Token::new(&self.surroundings)?;
        let now = self.surroundings.now();
        let signin = self.clone();
        let (goes_on, new_browser) = (token.clone(), browser.hash());
        let session = self
            .db
            .write(move |conn| {
                let municipality = &signin.municipality;
                let waiting = signin
                    .waiting(conn, &old, now)?
                    .ok_or(Problem::NotSignedIn)?;
                let account = waiting.actor.account;
                let of = (account, waiting.id);
                let given = Given {
                    factor: &factor,
                    page: caller.origin.as_deref(),
                    field: "code",
                };
                if let Err(problem) = factors::try_one(conn, &signin, of, given, now)? {
                    // The try stays counted: this transaction is written all the same.
                    return Ok(Err(problem));
                }
                let current = signin.lifetimes.of(&waiting);
                signin.renew(conn, &current, &old, &goes_on)?;
                store::insert_known_browser(conn, municipality, &new_browser, account, now)?;
                let session = store::find_session(conn, municipality, &goes_on.hash(), now.day())?;
                Ok::<_, Fault>(session.ok_or(Problem::NotSignedIn))
            })
            .await??;
        Ok(Begun {
            current: self.lifetimes.of(&session),
            token,
            browser: Some(browser),
        })
    }

    /// The session of a token, if it holds now; notes that it is used, where somebody uses it.
    ///
    /// # Errors
    /// `NotSignedIn` if there is none, it has ended, or its account is closed.
    pub async fn current(&self, token: &Token, is_used: bool) -> Result<Current, Fault> {
        let (signin, token) = (self.clone(), token.clone());
        let (current, used) = self
            .db
            .read(move |conn| signin.current_in(conn, &token))
            .await?;
        self.note(used.filter(|_| is_used)).await?;
        Ok(current)
    }

    /// The session of a token, if it holds now, looked up where something else is read too; and its use, if that is to be
    /// noted ([`SignIn::note`]).
    ///
    /// # Errors
    /// As [`SignIn::current`].
    pub fn current_in(
        &self,
        conn: &mut Conn,
        token: &Token,
    ) -> Result<(Current, Option<Use>), Fault> {
        let hash = token.hash();
        let now = self.surroundings.now();
        let session = store::find_session(conn, &self.municipality, &hash, now.day())?
            .filter(|session| session.standing != SessionStanding::Waiting)
            .ok_or(Problem::NotSignedIn)?;
        let held = self.lifetimes.of(&session);
        if !held.holds(now) {
            return Err(Problem::NotSignedIn.into());
        }
        if now < session.seen_at.plus_millis(SEEN_STEP) {
            return Ok((held, None));
        }
        let used = Use {
            session: hash,
            at: now,
        };
        let held = self.lifetimes.of(&store::Session {
            seen_at: now,
            ..session
        });
        Ok((held, Some(used)))
    }

    /// Notes that a session was used.
    ///
    /// # Errors
    /// If the database cannot answer.
    pub async fn note(&self, used: Option<Use>) -> Result<(), Failure> {
        let Some(used) = used else {
            return Ok(());
        };
        let municipality = self.municipality.clone();
        self.db
            .write(move |conn| store::update_seen(conn, &municipality, &used.session, used.at))
            .await
    }

    /// Ends a session.
    ///
    /// # Errors
    /// If the database cannot answer.
    pub async fn sign_out(&self, token: &Token) -> Result<(), Fault> {
        let (municipality, hash) = (self.municipality.clone(), token.hash());
        Ok(self
            .db
            .write(move |conn| store::delete_session(conn, &municipality, &hash))
            .await?)
    }

    /// Makes the account of an administrator with the token that `create-admin` printed.
    ///
    /// # Errors
    /// `NotFound` if the token is none that can be used; problems at fields.
    pub async fn set_up(&self, first: FirstAccount) -> Result<(), Fault> {
        let password = Zeroizing::new(first.password);
        let mut wrong = names(&first.login, &first.name);
        if let Err(fields) = guessable::check(&password, &[&first.login, &first.name], "password") {
            wrong.add_under("", fields);
        }
        wrong.or(())?;
        self.leaked.check(&password, "password").await?;
        let token = Token::read(first.token.trim())
            .ok_or(Problem::NotFound)?
            .hash();
        let now = self.surroundings.now();
        let (municipality, looked_up) = (self.municipality.clone(), token.clone());
        let unit = self
            .db
            .read(move |conn| store::find_set_up(conn, &municipality, &looked_up, now))
            .await?
            .ok_or(Problem::NotFound)?;
        let account = NewAccount {
            actor: Actor {
                account: AccountId::born(now, self.surroundings.random()?),
                municipality: self.municipality.clone(),
                unit: unit
                    .parse()
                    .map_err(|_| Failure::Unreadable("signin_set_up"))?,
                roles: [Role::Administrator].into(),
                post: None,
                name: first.name.trim().to_owned(),
            },
            login: store::login_key(&first.login),
            password: self
                .hasher
                .hash(password, self.surroundings.clone())
                .await?,
        };
        let (signin, municipality) = (self.clone(), self.municipality.clone());
        self.db
            .write(move |conn| {
                if store::find_account(conn, &municipality, &account.login)?.is_some() {
                    return Err(Problem::Fields {
                        fields: FieldProblems::at("login", ProblemCode::Duplicate),
                    }
                    .into());
                }
                if !store::use_set_up(conn, &municipality, &token, now)? {
                    return Err(Problem::NotFound.into());
                }
                store::insert_account(conn, &municipality, &account, now)?;
                let own = account.actor.account;
                signin.note_change(conn, own, own, &AccountEvent::Made)?;
                Ok::<_, Fault>(())
            })
            .await
    }

    /// Counts a try with an invitation code.
    ///
    /// # Errors
    /// `TooMany` if this network has tried enough for the moment.
    pub(super) async fn count_code(&self, network: &str) -> Result<(), Fault> {
        self.count_alone(Limit::Code, network).await
    }

    /// Takes such a try back: the code was right.
    ///
    /// # Errors
    /// If the database cannot answer.
    pub(super) async fn uncount_code(&self, network: &str) -> Result<(), Failure> {
        let (municipality, now) = (self.municipality.clone(), self.surroundings.now());
        let buckets = [Limit::Code.bucket(&[network])];
        self.db
            .write(move |conn| uncount(conn, &municipality, &buckets, now))
            .await
    }

    /// Counts a message by the contact form.
    ///
    /// # Errors
    /// `TooMany` if this network has sent enough for the moment.
    pub async fn count_message(&self, network: &str) -> Result<(), Fault> {
        self.count_alone(Limit::Message, network).await
    }

    pub(super) async fn count_alone(&self, limit: Limit, of: &str) -> Result<(), Fault> {
        let (municipality, surroundings) = (self.municipality.clone(), self.surroundings.clone());
        let counted = vec![(limit, limit.bucket(&[of]))];
        let wait = self
            .db
            .write(move |conn| count(conn, &municipality, &counted, surroundings.now()))
            .await?;
        match wait {
            None => Ok(()),
            Some(after_seconds) => Err(Problem::TooMany { after_seconds }.into()),
        }
    }

    /// Makes a token with which one administrator's account can be made within a day.
    ///
    /// # Errors
    /// If the database cannot answer.
    pub fn new_set_up_token(&self, unit: &str) -> Result<Token, Failure> {
        let token = Token::new(&self.surroundings)?;
        let expires_at = self
            .surroundings
            .now()
            .plus_millis(SET_UP_HOURS * 60 * MINUTE);
        self.db.write_blocking(|conn| {
            store::insert_set_up(conn, &self.municipality, &token.hash(), unit, expires_at)
        })?;
        Ok(token)
    }
}

/// Counts a try in each bucket, or in none and answers how many seconds the longest of them asks to wait.
pub(super) fn count(
    conn: &mut Conn,
    municipality: &Ags,
    buckets: &[(Limit, String)],
    now: Moment,
) -> Result<Option<u32>, Failure> {
    let mut next = Vec::new();
    let mut wait = None;
    for (limit, name) in buckets {
        match store::lock_bucket(conn, municipality, name)?.try_at(*limit, now) {
            Verdict::Go(bucket) => next.push((name, bucket)),
            Verdict::Wait(seconds) => wait = wait.max(Some(seconds)),
        }
    }
    if wait.is_none() {
        for (name, bucket) in next {
            store::update_bucket(conn, municipality, name, bucket)?;
        }
    }
    Ok(wait)
}

/// Takes a try back that was right.
pub(super) fn uncount(
    conn: &mut Conn,
    municipality: &Ags,
    buckets: &[String],
    now: Moment,
) -> Result<(), Failure> {
    for bucket in buckets {
        let mut held = store::lock_bucket(conn, municipality, bucket)?;
        held.tries = (held.tries - 1).max(0);
        held.next_at = held.next_at.min(now);
        store::update_bucket(conn, municipality, bucket, held)?;
    }
    Ok(())
}

/// That what was given at a field is not what it should be.
pub(super) fn not_right(field: &str) -> Problem {
    Problem::Fields {
        fields: FieldProblems::at(field, ProblemCode::NotRight),
    }
}

fn within(field: &str, typed: &str, min: usize, max: usize, wrong: &mut FieldProblems) {
    let limited = FieldProblem::limited;
    match typed.chars().count() {
        0 if min > 0 => wrong.add(field, ProblemCode::Missing),
        length if length < min => wrong.add(field, limited(ProblemCode::TooShort, "min", min)),
        length if length > max => wrong.add(field, limited(ProblemCode::TooLong, "max", max)),
        _ => {}
    }
}
