//! One's own account: the password once more, another password, the sessions, acting in another unit.

use shared::kernel::{AccountId, FieldProblems, Moment, Problem, ProblemCode, SessionId, UnitCode};
use shared::signin::events::AccountEvent;
use shared::signin::sessions::{SessionLine, Sessions};
use shared::signin::{ChangedPassword, Confirmation, SecondFactor};
use zeroize::Zeroizing;

use super::factors::Given;
use super::limits::Limit;
use super::service::{Begun, Current, SignIn, not_right, uncount};
use super::store::{self, Ending, NewSession, SessionStanding};
use super::token::Token;
use super::{factors, guessable};
use crate::db::{Conn, Failure};
use crate::web::Fault;

impl SignIn {
    /// Compares the own password; guessing is slowed down as at sign-in.
    async fn prove(
        &self,
        current: &Current,
        password: Zeroizing<String>,
        field: &str,
    ) -> Result<(), Fault> {
        let (account, municipality) = (current.actor.account, self.municipality.clone());
        let name = account.to_string();
        self.count_alone(Limit::Factor, &name).await?;
        let stored = self
            .db
            .read({
                let municipality = municipality.clone();
                move |conn| store::find_account_by_id(conn, &municipality, account)
            })
            .await?
            .and_then(|account| account.password);
        let compared = self
            .hasher
            .compare(password, stored)
            .await
            .map_err(|_| Problem::TooMany { after_seconds: 2 })?;
        if !compared.is_right {
            return Err(not_right(field).into());
        }
        let (buckets, now) = ([Limit::Factor.bucket(&[&name])], self.surroundings.now());
        Ok(self
            .db
            .write(move |conn| uncount(conn, &municipality, &buckets, now))
            .await?)
    }

    /// Takes the password once more, and a second factor of whoever has one: for the next minutes this session may change
    /// rights and factors. It goes on under a new token.
    ///
    /// # Errors
    /// `NotRight` at `password` or `factor`; `Missing` at `factor` if the password was right and the account has one;
    /// `TooMany` after too many tries.
    pub async fn confirm(
        &self,
        current: &Current,
        token: &Token,
        given: Confirmation,
        page: Option<String>,
    ) -> Result<Token, Fault> {
        self.prove(current, Zeroizing::new(given.password), "password")
            .await?;
        let new = Token::new(&self.surroundings)?;
        let now = self.surroundings.now();
        let (signin, old, hash) = (self.clone(), token.hash(), new.hash());
        let of = (current.actor.account, current.session);
        self.db
            .write(move |conn| {
                if let Err(problem) =
                    signin.prove_factor(conn, of, given.factor.as_ref(), page.as_deref(), now)?
                {
                    // The try stays counted: this transaction is written all the same.
                    return Ok(Err(problem));
                }
                // What limits the session stays.
                if !store::rename_session(conn, &signin.municipality, &old, &hash)? {
                    return Err(Problem::NotSignedIn.into());
                }
                store::update_confirmed(conn, &signin.municipality, &hash, now)?;
                Ok::<_, Fault>(Ok(()))
            })
            .await??;
        Ok(new)
    }

    /// Takes the second factor of an account that has one.
    fn prove_factor(
        &self,
        conn: &mut Conn,
        of: (AccountId, SessionId),
        factor: Option<&SecondFactor>,
        page: Option<&str>,
        now: Moment,
    ) -> Result<Result<(), Problem>, Failure> {
        if !factors::has_any(conn, self, of.0)? {
            return Ok(Ok(()));
        }
        let field = "factor";
        let Some(factor) = factor else {
            return Ok(Err(Problem::Fields {
                fields: FieldProblems::at(field, ProblemCode::Missing),
            }));
        };
        let given = Given {
            factor,
            page,
            field,
        };
        factors::try_one(conn, self, of, given, now)
    }

    /// Changes the own password; all other sessions end.
    ///
    /// # Errors
    /// `NotAllowed` because of `confirm` if the account has a second factor that was not given lately; `NotRight` at `current`,
    /// problems of the new one at `new`; `TooMany` after too many tries.
    pub async fn change_password(
        &self,
        current: &Current,
        token: &Token,
        changed: ChangedPassword,
    ) -> Result<Token, Fault> {
        let (old, new) = (Zeroizing::new(changed.current), Zeroizing::new(changed.new));
        let account = current.actor.account;
        let (municipality, looked_up) = (self.municipality.clone(), self.municipality.clone());
        let signin = self.clone();
        let (there, has_factor) = self
            .db
            .read(move |conn| {
                let there = store::find_account_by_id(conn, &looked_up, account)?;
                Ok::<_, Failure>((there, factors::has_any(conn, &signin, account)?))
            })
            .await?;
        let there = there.ok_or(Problem::NotSignedIn)?;
        if has_factor {
            current.is_confirmed(self.surroundings.now())?;
        }
        guessable::check(&new, &[&there.login, &there.name], "new")?;
        self.leaked.check(&new, "new").await?;
        self.prove(current, old, "current").await?;
        let password = self.hasher.hash(new, self.surroundings.clone()).await?;
        let next = Token::new(&self.surroundings)?;
        let now = self.surroundings.now();
        let (signin, old, hash) = (self.clone(), token.hash(), next.hash());
        self.db
            .write(move |conn| {
                store::update_password(conn, &municipality, account, &password)?;
                if !store::rename_session(conn, &municipality, &old, &hash)? {
                    return Err(Problem::NotSignedIn.into());
                }
                store::delete_sessions(conn, &municipality, account, Ending::AllBut(&hash))?;
                store::update_confirmed(conn, &municipality, &hash, now)?;
                signin.note_change(conn, account, account, &AccountEvent::PasswordChanged)?;
                Ok::<_, Fault>(())
            })
            .await?;
        Ok(next)
    }

    /// The own sessions that hold, this one first.
    ///
    /// # Errors
    /// If the database cannot answer.
    pub async fn list_sessions(&self, current: &Current) -> Result<Sessions, Fault> {
        let (municipality, account) = (self.municipality.clone(), current.actor.account);
        let (idle, began) = self.lifetimes.held_since(self.surroundings.now());
        let rows = self
            .db
            .read(move |conn| store::list_sessions(conn, &municipality, account, idle))
            .await?;
        let mut sessions: Vec<_> = rows
            .into_iter()
            .filter(|row| row.began_at > began)
            .map(|row| SessionLine {
                session: row.id,
                is_this: row.id == current.session,
                unit: row.unit,
                browser: row.browser,
                began_at: row.began_at,
                seen_at: row.seen_at,
            })
            .collect();
        sessions.sort_by_key(|line| !line.is_this);
        Ok(Sessions { sessions })
    }

    /// Ends one of the own sessions, or all but this one. Nobody else's is found.
    ///
    /// # Errors
    /// `NotAllowed` if the password was not given lately; `NotFound` if the account has no such session.
    pub async fn end_sessions(
        &self,
        current: &Current,
        token: &Token,
        one: Option<SessionId>,
    ) -> Result<(), Fault> {
        current.is_confirmed(self.surroundings.now())?;
        let (signin, account, hash) = (self.clone(), current.actor.account, token.hash());
        self.db
            .write(move |conn| {
                let which = one.map_or(Ending::AllBut(&hash), Ending::One);
                let ended = store::delete_sessions(conn, &signin.municipality, account, which)?;
                if ended > 0 {
                    signin.note_change(conn, account, account, &AccountEvent::SessionsEnded)?;
                } else if one.is_some() {
                    return Err(Problem::NotFound.into());
                }
                Ok::<_, Fault>(())
            })
            .await
    }

    /// Goes on in another unit in which the account is something today, under a new token.
    ///
    /// # Errors
    /// `NotFound` if it is nothing there.
    pub async fn act_in(
        &self,
        current: &Current,
        token: &Token,
        unit: UnitCode,
    ) -> Result<Begun, Fault> {
        if unit != current.actor.unit && !current.elsewhere.contains(&unit) {
            return Err(Problem::NotFound.into());
        }
        let new = Token::new(&self.surroundings)?;
        let now = self.surroundings.now();
        let (signin, old, hash) = (self.clone(), token.hash(), new.hash());
        let (id, account) = (current.session, current.actor.account);
        let current = self
            .db
            .write(move |conn| {
                let municipality = &signin.municipality;
                let mut goes_on = NewSession {
                    id,
                    token: hash.clone(),
                    account,
                    unit: unit.clone(),
                    standing: SessionStanding::Whole,
                    browser: String::new(),
                };
                store::renew_session(conn, municipality, &old, &goes_on, now)?;
                store::update_last_unit(conn, municipality, account, &goes_on.unit)?;
                let session = store::find_session(conn, municipality, &goes_on.token, now.day())?
                    .ok_or(Problem::NotSignedIn)?;
                // What the account is there may ask for a factor that it has not.
                if signin.asks_factor(conn, &session.actor)?
                    && !factors::has_any(conn, &signin, account)?
                {
                    goes_on.standing = SessionStanding::Limited;
                    let token = goes_on.token.clone();
                    store::renew_session(conn, municipality, &token, &goes_on, now)?;
                }
                let session = store::find_session(conn, municipality, &goes_on.token, now.day())?;
                Ok::<_, Fault>(signin.lifetimes.of(&session.ok_or(Problem::NotSignedIn)?))
            })
            .await?;
        Ok(Begun {
            current,
            token: new,
            browser: None,
        })
    }
}
