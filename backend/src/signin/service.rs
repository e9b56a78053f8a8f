//! Signing in and out, checking a session, making the first account: one function each.

use shared::kernel::{
    AccountId, Actor, Ags, FieldProblem, FieldProblems, Moment, Problem, ProblemCode, Role, text,
};
use shared::signin::{Credentials, FirstAccount};
use zeroize::Zeroizing;

use super::limits::{Limit, Verdict};
use super::password::Hasher;
use super::store::{self, Account, NewAccount};
use super::token::Token;
use crate::db::{Conn, Db, Failure};
use crate::surroundings::Surroundings;
use crate::web::Fault;

const MINUTE: i64 = 60_000;
/// A session in use is written down again after this long.
const SEEN_STEP: i64 = MINUTE;
/// How long a set-up token can be used.
const SET_UP_HOURS: i64 = 24;

/// How long sessions last.
#[derive(Debug, Clone, Copy)]
pub struct Lifetimes {
    /// Without a request.
    pub idle_minutes: u32,
    /// In any case.
    pub max_minutes: u32,
}

/// A session that holds now.
#[derive(Debug, Clone)]
pub struct Current {
    /// Who it is.
    pub actor: Actor,
    /// It ends then if nothing is asked.
    pub idle_until: Moment,
    /// It ends then in any case.
    pub ends_at: Moment,
}

/// That a session was used, by its token's hash. Noted about once a minute, so that reading does not mean writing.
#[derive(Debug)]
pub struct Use {
    session: String,
    at: Moment,
}

impl Lifetimes {
    fn of(self, session: &store::Session) -> Current {
        let ends_at = session
            .began_at
            .plus_millis(i64::from(self.max_minutes) * MINUTE);
        let idle_until = session
            .seen_at
            .plus_millis(i64::from(self.idle_minutes) * MINUTE);
        Current {
            actor: session.actor.clone(),
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
    /// Computes password hashes.
    pub hasher: Hasher,
    /// The municipality whose accounts these are.
    pub municipality: Ags,
    /// How long sessions last.
    pub lifetimes: Lifetimes,
}

/// Who tries to sign in, as far as can be known before.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The network the request came from.
    pub network: String,
    /// What the browser showed of an earlier sign-in.
    pub browser: Option<Token>,
    /// The session the browser had, which ends with the new one.
    pub session: Option<Token>,
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

/// What is known before the password is compared.
struct Approach {
    account: Option<Account>,
    is_known_browser: bool,
    /// Seconds to wait, if a limit is reached.
    wait: Option<u32>,
    buckets: Vec<String>,
}

impl SignIn {
    /// Signs in: one password computation, whatever the name; then a new session under a new token.
    ///
    /// # Errors
    /// `NotSignedIn` for a wrong name, a wrong password and a disabled account alike; `TooMany` when a limit is
    /// reached, also for names without an account.
    pub async fn sign_in(&self, credentials: Credentials, caller: Caller) -> Result<Begun, Fault> {
        let password = Zeroizing::new(credentials.password);
        let mut wrong = FieldProblems::default();
        within("login", &credentials.login, 1, 120, &mut wrong);
        within("password", &password, 1, 256, &mut wrong);
        wrong.or(()).map_err(|fields| Problem::Fields { fields })?;
        let login = store::login_key(&credentials.login);

        let approach = self.approach(login, caller.clone()).await?;
        let stored = approach
            .account
            .as_ref()
            .map(|account| account.password.clone());
        let compared = self
            .hasher
            .compare(password.clone(), stored)
            .await
            .map_err(|_| Problem::TooMany { after_seconds: 2 })?;
        if let Some(after_seconds) = approach.wait {
            return Err(Problem::TooMany { after_seconds }.into());
        }
        let account = match approach.account {
            Some(account) if compared.is_right && !account.is_disabled => account,
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
        self.begin(
            account.actor,
            caller,
            approach.is_known_browser,
            approach.buckets,
            outdated,
        )
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
                        store::is_known_browser(conn, &municipality, token, account.actor.account)?
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

    async fn begin(
        &self,
        actor: Actor,
        caller: Caller,
        is_known_browser: bool,
        buckets: Vec<String>,
        password: Option<String>,
    ) -> Result<Begun, Fault> {
        let token = Token::new(&self.surroundings)?;
        let browser = if is_known_browser {
            None
        } else {
            Some(Token::new(&self.surroundings)?)
        };
        let now = self.surroundings.now();
        let lifetimes = self.lifetimes;
        let municipality = self.municipality.clone();
        let (new, new_browser) = (token.hash(), browser.as_ref().map(Token::hash));
        let old = caller.session.as_ref().map(Token::hash);
        let account = actor.account;
        self.db
            .write(move |conn| {
                if let Some(old) = &old {
                    store::delete_session(conn, &municipality, old)?;
                }
                let idle = i64::from(lifetimes.idle_minutes) * MINUTE;
                store::delete_outlived(
                    conn,
                    &municipality,
                    now.plus_millis(-idle),
                    now.plus_millis(-24 * 60 * MINUTE),
                )?;
                store::insert_session(conn, &municipality, &new, account, now)?;
                if let Some(browser) = &new_browser {
                    store::insert_known_browser(conn, &municipality, browser, account, now)?;
                }
                if let Some(password) = &password {
                    store::update_password(conn, &municipality, account, password)?;
                }
                // The try was right and counts no more.
                for bucket in &buckets {
                    let mut held = store::lock_bucket(conn, &municipality, bucket)?;
                    held.tries = (held.tries - 1).max(0);
                    held.next_at = held.next_at.min(now);
                    store::update_bucket(conn, &municipality, bucket, held)?;
                }
                Ok::<_, Failure>(())
            })
            .await?;
        let session = store::Session {
            actor,
            began_at: now,
            seen_at: now,
        };
        Ok(Begun {
            current: lifetimes.of(&session),
            token,
            browser,
        })
    }

    /// The session of a token, if it holds now; notes that it is used.
    ///
    /// # Errors
    /// `NotSignedIn` if there is none, it has ended, or its account is disabled.
    pub async fn current(&self, token: &Token) -> Result<Current, Fault> {
        let (signin, token) = (self.clone(), token.clone());
        let (current, used) = self
            .db
            .read(move |conn| signin.current_in(conn, &token))
            .await?;
        self.note(used).await?;
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
        let session =
            store::find_session(conn, &self.municipality, &hash)?.ok_or(Problem::NotSignedIn)?;
        let now = self.surroundings.now();
        let held = self.lifetimes.of(&session);
        if now >= held.idle_until || now >= held.ends_at {
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
        let mut wrong = FieldProblems::default();
        within("login", first.login.trim(), 3, 120, &mut wrong);
        within("name", first.name.trim(), 1, 120, &mut wrong);
        within("password", &password, 12, 256, &mut wrong);
        for (field, typed) in [("login", &first.login), ("name", &first.name)] {
            if let Err(error) = text::plain_line(typed) {
                wrong.add(field, FieldProblem::from(&error));
            }
        }
        wrong.or(()).map_err(|fields| Problem::Fields { fields })?;
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
        let municipality = self.municipality.clone();
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
                Ok::<_, Fault>(())
            })
            .await
    }

    /// Counts a message by the contact form.
    ///
    /// # Errors
    /// `TooMany` if this network has sent enough for the moment.
    pub async fn count_message(&self, network: &str) -> Result<(), Fault> {
        let (municipality, surroundings) = (self.municipality.clone(), self.surroundings.clone());
        let counted = vec![(Limit::Message, Limit::Message.bucket(&[network]))];
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
fn count(
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

fn within(field: &str, typed: &str, min: usize, max: usize, wrong: &mut FieldProblems) {
    let limited = |code, name: &str, limit: usize| FieldProblem {
        code,
        limits: [(name.to_owned(), i64::try_from(limit).unwrap_or(i64::MAX))].into(),
    };
    match typed.chars().count() {
        0 if min > 0 => wrong.add(field, ProblemCode::Missing),
        length if length < min => wrong.add(field, limited(ProblemCode::TooShort, "min", min)),
        length if length > max => wrong.add(field, limited(ProblemCode::TooLong, "max", max)),
        _ => {}
    }
}
