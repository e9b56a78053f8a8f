//! Who the accounts in the logs are. Closed accounts too: what they read stays read.

use std::collections::BTreeMap;
use std::str::FromStr;

use diesel::prelude::*;
use shared::audit::calls::Reader;
use shared::kernel::{AccountId, Role};

use crate::db::{Failure, parse};
use crate::signin::schema::signin_account;
use crate::tx::Tx;

/// Everybody who has or had an account, by it.
#[derive(Debug, Clone, Default)]
pub(super) struct Accounts(BTreeMap<AccountId, Reader>);

impl Accounts {
    /// Reads them.
    pub(super) fn list(tx: &mut Tx<'_>) -> Result<Self, Failure> {
        use signin_account as a;
        let rows: Vec<(String, String, String, String)> = a::table
            .filter(a::municipality.eq(tx.municipality().to_owned()))
            .select((a::account_id, a::name, a::unit, a::roles))
            .load(tx.conn())?;
        let readers = rows.into_iter().map(|(account, name, unit, roles)| {
            let account: AccountId = parse(&account, "signin_account.account_id")?;
            let roles = roles.split_whitespace().map(Role::from_str);
            let reader = Reader {
                account,
                name,
                unit: Some(parse(&unit, "signin_account.unit")?),
                roles: roles
                    .collect::<Result<_, _>>()
                    .map_err(|_| Failure::Unreadable("signin_account.roles"))?,
            };
            Ok((account, reader))
        });
        Ok(Self(readers.collect::<Result<_, Failure>>()?))
    }

    /// Who an account is; one that is nowhere has no name.
    pub(super) fn of(&self, account: AccountId) -> Reader {
        self.0.get(&account).cloned().unwrap_or(Reader {
            account,
            name: String::new(),
            unit: None,
            roles: std::collections::BTreeSet::new(),
        })
    }

    /// All of them, by name.
    pub(super) fn by_name(self) -> Vec<Reader> {
        let mut readers: Vec<Reader> = self.0.into_values().collect();
        readers.sort_by(|a, b| (&a.name, a.account).cmp(&(&b.name, b.account)));
        readers
    }
}
