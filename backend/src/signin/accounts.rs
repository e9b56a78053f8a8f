//! Accounts as the administrator manages them: inviting, roles with dates, closing, lost devices; and the invitation as
//! whoever it is for uses it.

use shared::access::Action;
use shared::kernel::{
    AccountId, Actor, Ags, Day, FieldProblems, GrantId, Problem, ProblemCode, Role,
};
use shared::organisation::Organisation;
use shared::signin::accounts::{
    AccountDevice, AccountLine, AccountStanding, Accounts, GrantTo, HeldRole, Invitation, Invited,
    Invitee, NewAccount as NewAccountDraft, NewCode, NewRole, RoleEnd,
};
use shared::signin::events::{AccountEvent, AccountEvents, EventsWish};
use zeroize::Zeroizing;

use super::service::{Current, SignIn};
use super::store::{self, Ending, NewAccount};
use super::token::PaperCode;
use super::{events, guessable};
use crate::db::{Conn, Failure};
use crate::decision::allowed;
use crate::device;
use crate::web::Fault;

const MINUTE: i64 = 60_000;
/// How long an invitation can be used: it is printed, handed over in the next meeting, and typed in.
const INVITED_DAYS: i64 = 7;

/// The events of a role that an account gets.
fn granted(grant: GrantId, role: &NewRole) -> AccountEvent {
    AccountEvent::RoleGranted {
        grant,
        role: role.role,
        unit: role.unit.clone(),
        post: role.post.clone(),
        valid_from: role.valid_from,
        valid_until: role.valid_until,
    }
}

impl SignIn {
    /// Who may manage accounts, and gave their password or factor just now.
    fn manages(&self, current: &Current) -> Result<AccountId, Fault> {
        allowed(&current.actor, Action::ManageAccounts)?;
        current.is_confirmed(self.surroundings.now())?;
        Ok(current.actor.account)
    }

    /// Every account with its roles, factors, devices.
    ///
    /// # Errors
    /// `NotAllowed` for anybody but an administrator.
    pub async fn list_accounts(&self, current: &Current) -> Result<Accounts, Fault> {
        allowed(&current.actor, Action::ManageAccounts)?;
        let signin = self.clone();
        Ok(self
            .db
            .read(move |conn| {
                let municipality = &signin.municipality;
                let now = signin.surroundings.now();
                let (seen_since, _) = signin.lifetimes.held_since(now);
                let mut roles = store::list_roles(conn, municipality)?;
                let mut devices = device::list(conn, municipality)?;
                let mut with_factor = store::list_with_totp(conn, municipality)?;
                with_factor.extend(store::list_with_passkey(conn, municipality)?);
                let linked = match &signin.provider {
                    Some(provider) => store::list_linked(conn, municipality, provider.issuer())?,
                    None => Vec::new(),
                };
                let seen = store::list_seen(conn, municipality, seen_since)?;
                let accounts = store::list_accounts(conn, municipality)?
                    .into_iter()
                    .map(|row| {
                        let standing = match (row.closed_at, row.invited_until) {
                            (Some(since), _) => AccountStanding::Closed { since },
                            (None, Some(until)) => AccountStanding::Invited { until },
                            (None, None) => AccountStanding::Active,
                        };
                        AccountLine {
                            account: row.account,
                            login: row.login,
                            name: row.name,
                            standing,
                            has_factor: with_factor.contains(&row.account),
                            is_linked: linked.contains(&row.account),
                            // By last use, so that the last one found is the latest.
                            seen_at: seen
                                .iter()
                                .rfind(|(account, _)| *account == row.account)
                                .map(|(_, at)| *at),
                            roles: of(&mut roles, row.account),
                            devices: of::<AccountDevice>(&mut devices, row.account),
                        }
                    })
                    .collect();
                Ok::<_, Failure>(Accounts { accounts })
            })
            .await?)
    }

    /// Makes an account with its first role, and the code with which it gets its password.
    ///
    /// # Errors
    /// Problems at fields, `Duplicate` at `login` if it is taken; `NotAllowed` for anybody but an administrator.
    pub async fn invite(
        &self,
        current: &Current,
        draft: NewAccountDraft,
        organisation: &Organisation,
    ) -> Result<Invited, Fault> {
        let by = self.manages(current)?;
        let now = self.surroundings.now();
        let role = draft.check(organisation, now.day())?;
        let (login, begins) = (store::login_key(&draft.login), Some(role.valid_from));
        let code = PaperCode::long(&self.surroundings)?;
        let account = AccountId::born(now, self.surroundings.random()?);
        let grant = GrantId::born(now, self.surroundings.random()?);
        let until = now.plus_millis(INVITED_DAYS * 24 * 60 * MINUTE);
        let new = NewAccount {
            actor: Actor {
                account,
                municipality: self.municipality.clone(),
                unit: role.unit.clone(),
                roles: Default::default(),
                post: None,
                name: draft.name.trim().to_owned(),
            },
            login: login.clone(),
            password: String::new(),
        };
        let (signin, hash) = (self.clone(), code.hash());
        self.db
            .write(move |conn| {
                let municipality = &signin.municipality;
                if !store::insert_bare_account(conn, municipality, &new, now)? {
                    return Err(Problem::Fields {
                        fields: FieldProblems::at("login", ProblemCode::Duplicate),
                    }
                    .into());
                }
                signin.note_change(conn, by, account, &AccountEvent::Made)?;
                store::insert_role(conn, municipality, account, grant, &role)?;
                signin.note_change(conn, by, account, &granted(grant, &role))?;
                store::put_invitation(conn, municipality, account, &hash, until)?;
                Ok::<_, Fault>(())
            })
            .await?;
        Ok(Invited {
            account,
            login,
            begins,
            code: code.printed(),
            until,
        })
    }

    /// Makes a new code for an account whose owner lost their password, or never used the first one. The second factors stay
    /// unless they are lost too, and with them the link to the sign-in service: a code that fell into other hands opens nothing
    /// alone. All its sessions end.
    ///
    /// # Errors
    /// `NotFound` if there is no such account, or it is closed; `NotAllowed` for anybody but an administrator.
    pub async fn invite_again(
        &self,
        current: &Current,
        NewCode {
            account,
            forgets_factors,
        }: NewCode,
    ) -> Result<Invited, Fault> {
        let by = self.manages(current)?;
        let code = PaperCode::long(&self.surroundings)?;
        let now = self.surroundings.now();
        let until = now.plus_millis(INVITED_DAYS * 24 * 60 * MINUTE);
        let (signin, hash) = (self.clone(), code.hash());
        let (login, begins) = self
            .db
            .write(move |conn| {
                let municipality = &signin.municipality;
                let there = store::find_account_by_id(conn, municipality, account)?
                    .filter(|there| !there.is_closed)
                    .ok_or(Problem::NotFound)?;
                let roles = store::list_roles_of(conn, municipality, account)?;
                store::update_password(conn, municipality, account, "")?;
                if forgets_factors {
                    store::delete_totp(conn, municipality, account)?;
                    store::delete_passkeys(conn, municipality, account)?;
                    store::replace_recovery(conn, municipality, account, &[])?;
                    signin.end_link(conn, by, account)?;
                }
                store::delete_sessions(conn, municipality, account, Ending::All)?;
                store::put_invitation(conn, municipality, account, &hash, until)?;
                let event = AccountEvent::InvitedAgain { forgets_factors };
                signin.note_change(conn, by, account, &event)?;
                Ok::<_, Fault>((there.login, begins(&roles, now.day())))
            })
            .await?;
        Ok(Invited {
            account,
            login,
            begins,
            code: code.printed(),
            until,
        })
    }

    /// Gives an account one more role.
    ///
    /// # Errors
    /// Problems at fields of `role`, `Duplicate` at `role.role` if it has it then already; `NotFound` without such an
    /// account; `NotAllowed` for anybody but an administrator.
    pub async fn grant(
        &self,
        current: &Current,
        to: GrantTo,
        organisation: &Organisation,
    ) -> Result<(), Fault> {
        let by = self.manages(current)?;
        let now = self.surroundings.now();
        let role = to.role.check(organisation, now.day()).map_err(|wrong| {
            let mut fields = FieldProblems::default();
            fields.add_under("role", wrong);
            Problem::Fields { fields }
        })?;
        let grant = GrantId::born(now, self.surroundings.random()?);
        let signin = self.clone();
        self.db
            .write(move |conn| {
                let municipality = &signin.municipality;
                store::find_account_by_id(conn, municipality, to.account)?
                    .ok_or(Problem::NotFound)?;
                let has = store::list_roles_of(conn, municipality, to.account)?
                    .iter()
                    .any(|held| is_same(held, &role));
                if has {
                    return Err(Problem::Fields {
                        fields: FieldProblems::at("role.role", ProblemCode::Duplicate),
                    }
                    .into());
                }
                store::insert_role(conn, municipality, to.account, grant, &role)?;
                signin.note_change(conn, by, to.account, &granted(grant, &role))?;
                Ok::<_, Fault>(())
            })
            .await
    }

    /// Ends a role from a day on. From today on it ends at once, and with it the sessions in that unit.
    ///
    /// # Errors
    /// `InPast` at `from`; `Contradiction` there where nobody would be administrator any more; `NotFound` without such a
    /// role; `NotAllowed` for anybody but an administrator.
    pub async fn end_role(&self, current: &Current, end: RoleEnd) -> Result<(), Fault> {
        let by = self.manages(current)?;
        let today = self.surroundings.now().day();
        let wrong = |code| Problem::Fields {
            fields: FieldProblems::at("from", code),
        };
        if end.from < today {
            return Err(wrong(ProblemCode::InPast).into());
        }
        let last = end
            .from
            .yesterday()
            .map_err(|_| wrong(ProblemCode::TooEarly))?;
        let signin = self.clone();
        self.db
            .write(move |conn| {
                let municipality = &signin.municipality;
                let (account, held) = store::find_role(conn, municipality, end.grant)?
                    .filter(|(_, held)| !held.is_over_on(today))
                    .ok_or(Problem::NotFound)?;
                store::update_role_end(conn, municipality, end.grant, last)?;
                signin.keeps_an_administrator(conn, end.from, "from")?;
                if last < today {
                    let unit = Ending::In(&held.unit);
                    store::delete_sessions(conn, municipality, account, unit)?;
                }
                let event = AccountEvent::RoleEnded {
                    grant: end.grant,
                    before: held.valid_until,
                    from: end.from,
                };
                signin.note_change(conn, by, account, &event)?;
                Ok::<_, Fault>(())
            })
            .await
    }

    /// Closes an account, or opens it again.
    ///
    /// # Errors
    /// `Contradiction` at `account` where nobody would be administrator any more; `NotFound` without such an account;
    /// `NotAllowed` for anybody but an administrator.
    pub async fn close_account(
        &self,
        current: &Current,
        account: AccountId,
        is_to_close: bool,
    ) -> Result<(), Fault> {
        let by = self.manages(current)?;
        let now = self.surroundings.now();
        let signin = self.clone();
        self.db
            .write(move |conn| {
                let municipality = &signin.municipality;
                let there = store::find_account_by_id(conn, municipality, account)?
                    .ok_or(Problem::NotFound)?;
                if there.is_closed == is_to_close {
                    return Ok(());
                }
                store::update_closed(conn, municipality, account, is_to_close.then_some(now))?;
                if is_to_close {
                    store::delete_invitation(conn, municipality, account)?;
                    signin.end_link(conn, by, account)?;
                    signin.keeps_an_administrator(conn, now.day(), "account")?;
                }
                let event = if is_to_close {
                    AccountEvent::Closed
                } else {
                    AccountEvent::Opened
                };
                signin.note_change(conn, by, account, &event)?;
                Ok::<_, Fault>(())
            })
            .await
    }

    /// Ends the link of somebody's account to the town's own sign-in service.
    ///
    /// # Errors
    /// `NotFound` if there is no such account; `NotAllowed` for anybody but an administrator.
    pub async fn unlink_account(&self, current: &Current, account: AccountId) -> Result<(), Fault> {
        let by = self.manages(current)?;
        let signin = self.clone();
        self.db
            .write(move |conn| {
                store::find_account_by_id(conn, &signin.municipality, account)?
                    .ok_or(Problem::NotFound)?;
                Ok::<_, Fault>(signin.end_link(conn, by, account)?)
            })
            .await
    }

    /// Refuses what would leave nobody who manages accounts; the transaction then writes nothing.
    fn keeps_an_administrator(&self, conn: &mut Conn, on: Day, field: &str) -> Result<(), Fault> {
        let municipality = &self.municipality;
        let open: Vec<AccountId> = store::list_accounts(conn, municipality)?
            .into_iter()
            .filter(|row| row.closed_at.is_none())
            .map(|row| row.account)
            .collect();
        let is_left = store::list_roles(conn, municipality)?
            .iter()
            .any(|(account, held)| {
                held.role == Role::Administrator && held.holds_on(on) && open.contains(account)
            });
        if is_left {
            return Ok(());
        }
        Err(Problem::Fields {
            fields: FieldProblems::at(field, ProblemCode::Contradiction),
        }
        .into())
    }

    /// Notes that a device is lost: it reads nothing any more, and the sessions of its account end.
    ///
    /// # Errors
    /// `NotFound` without such a device; `NotAllowed` for anybody but an administrator.
    pub async fn lose_device(
        &self,
        current: &Current,
        lost: shared::kernel::DeviceId,
    ) -> Result<(), Fault> {
        let by = self.manages(current)?;
        let now = self.surroundings.now();
        let signin = self.clone();
        self.db
            .write(move |conn| {
                let municipality = &signin.municipality;
                let account =
                    device::lose(conn, municipality, lost, now)?.ok_or(Problem::NotFound)?;
                store::delete_sessions(conn, municipality, account, Ending::All)?;
                let event = AccountEvent::DeviceLost { device: lost };
                signin.note_change(conn, by, account, &event)?;
                Ok::<_, Fault>(())
            })
            .await
    }

    /// What was changed about accounts, latest first.
    ///
    /// # Errors
    /// `NotAllowed` for anybody but an administrator.
    pub async fn list_account_events(
        &self,
        current: &Current,
        wish: EventsWish,
    ) -> Result<AccountEvents, Fault> {
        allowed(&current.actor, Action::ManageAccounts)?;
        let municipality = self.municipality.clone();
        Ok(self
            .db
            .read(move |conn| events::list(conn, &municipality, wish))
            .await?)
    }

    /// Says whom a code is for, so that they see that it is theirs before they choose a password.
    ///
    /// # Errors
    /// `NotFound` if it can not be used; `TooMany` if this network has tried enough for the moment.
    pub async fn read_invitation(&self, network: &str, code: &str) -> Result<Invitee, Fault> {
        let found = self.invitee(network, code).await?;
        Ok(Invitee {
            login: found.login,
            name: found.name,
        })
    }

    async fn invitee(&self, network: &str, code: &str) -> Result<store::Invitee, Fault> {
        self.count_code(network).await?;
        let (municipality, now) = (self.municipality.clone(), self.surroundings.now());
        let hash = PaperCode::read(code).hash();
        let found = self
            .db
            .read(move |conn| {
                let found = store::find_invitation(conn, &municipality, &hash, now)?;
                // A code does not outlive what it was for: whose last role was ended gets no password any more.
                let Some(invitee) = found else {
                    return Ok(None);
                };
                let roles = store::list_roles_of(conn, &municipality, invitee.account)?;
                Ok::<_, Failure>(begins(&roles, now.day()).map(|_| invitee))
            })
            .await?
            .ok_or(Problem::NotFound)?;
        self.uncount_code(network).await?;
        Ok(found)
    }

    /// Uses an invitation up: the account gets its password, and signs in with it as usual.
    ///
    /// # Errors
    /// `NotFound` if the code can not be used; problems at `password`.
    pub async fn accept_invitation(
        &self,
        network: &str,
        accepted: Invitation,
    ) -> Result<(), Fault> {
        let new = Zeroizing::new(accepted.password);
        let invitee = self.invitee(network, &accepted.code).await?;
        guessable::check(&new, &[&invitee.login, &invitee.name], "password")?;
        self.leaked.check(&new, "password").await?;
        let password = self.hasher.hash(new, self.surroundings.clone()).await?;
        let signin = self.clone();
        self.db
            .write(move |conn| {
                let municipality = &signin.municipality;
                // Of two at once one finds it used up.
                if !store::delete_invitation(conn, municipality, invitee.account)? {
                    return Err(Problem::NotFound.into());
                }
                store::update_password(conn, municipality, invitee.account, &password)?;
                let account = invitee.account;
                signin.note_change(conn, account, account, &AccountEvent::InvitationAccepted)?;
                Ok::<_, Fault>(())
            })
            .await
    }
}

/// The first day on which an account is something, of those of its roles that are not over.
fn begins(roles: &[HeldRole], today: Day) -> Option<Day> {
    let left = roles.iter().filter(|role| !role.is_over_on(today));
    left.map(|role| role.valid_from).min()
}

/// Takes those of an account out of a list of all.
fn of<T>(all: &mut Vec<(AccountId, T)>, account: AccountId) -> Vec<T> {
    all.extract_if(.., |(owner, _)| *owner == account)
        .map(|(_, one)| one)
        .collect()
}

/// Whether an account has a role already at some time at which it would get it.
fn is_same(held: &HeldRole, new: &NewRole) -> bool {
    let ends_before = |until: Option<Day>, from: Day| until.is_some_and(|until| until < from);
    held.role == new.role
        && held.unit == new.unit
        && held.post == new.post
        && !ends_before(held.valid_until, new.valid_from)
        && !ends_before(new.valid_until, held.valid_from)
}

/// Whether an account is open and has a role on a day.
///
/// # Errors
/// If the database cannot answer.
pub fn is_somebody(
    conn: &mut Conn,
    municipality: &Ags,
    account: AccountId,
    today: Day,
) -> Result<bool, Failure> {
    let there = store::find_account_by_id(conn, municipality, account)?;
    if there.is_none_or(|there| there.is_closed) {
        return Ok(false);
    }
    let roles = store::list_roles_of(conn, municipality, account)?;
    Ok(roles.iter().any(|role| role.holds_on(today)))
}
