//! Who the accounts in the logs are. Closed accounts too: what they read stays read.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use shared::audit::calls::Reader;
use shared::kernel::{AccountId, Role};

use crate::db::{Failure, parse};
use crate::signin::schema::{signin_account, signin_role};
use crate::tx::Tx;

/// Everybody who has or had an account, by it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Accounts(BTreeMap<AccountId, Reader>);

impl Accounts {
    /// Reads them, each with the roles that they have or had in the unit in which they worked last.
    pub(crate) fn list(tx: &mut Tx<'_>) -> Result<Self, Failure> {
        use {signin_account as a, signin_role as r};
        let municipality = tx.municipality().to_owned();
        let accounts: Vec<(String, String, String)> = a::table
            .filter(a::municipality.eq(&municipality))
            .select((a::account_id, a::name, a::last_unit))
            .load(tx.conn())?;
        let granted: Vec<(String, String, String)> = r::table
            .filter(r::municipality.eq(&municipality))
            .select((r::account_id, r::unit, r::role))
            .load(tx.conn())?;
        let mut roles: BTreeMap<(String, String), BTreeSet<Role>> = BTreeMap::new();
        for (account, unit, role) in granted {
            let role = parse(&role, "signin_role.role")?;
            roles.entry((account, unit)).or_default().insert(role);
        }
        let readers = accounts.into_iter().map(|(account, name, unit)| {
            let id: AccountId = parse(&account, "signin_account.account_id")?;
            let reader = Reader {
                account: id,
                name,
                unit: Some(parse(&unit, "signin_account.last_unit")?),
                roles: roles.remove(&(account, unit)).unwrap_or_default(),
            };
            Ok((id, reader))
        });
        Ok(Self(readers.collect::<Result<_, Failure>>()?))
    }

    /// Who an account is; one that is nowhere has no name.
    pub(crate) fn of(&self, account: AccountId) -> Reader {
        self.0.get(&account).cloned().unwrap_or(Reader {
            account,
            name: String::new(),
            unit: None,
            roles: BTreeSet::new(),
        })
    }

    /// All of them, by name.
    pub(super) fn by_name(self) -> Vec<Reader> {
        let mut readers: Vec<Reader> = self.0.into_values().collect();
        readers.sort_by(|a, b| (&a.name, a.account).cmp(&(&b.name, b.account)));
        readers
    }
}
