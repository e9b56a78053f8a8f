//! Accounts: one's own, with its password, second factor and sessions; the accounts of everybody, for the administrator; and
//! the invitation with which somebody gets one.

mod confirm;
mod events;
mod factor;
mod factor_page;
mod invitation;
mod invited;
mod line;
mod page;
mod passkeys;
mod password;
mod people;
mod provider;
mod role_form;
mod sessions;
mod state;

pub(crate) use factor_page::FactorPage;
pub(crate) use invitation::InvitationPage;
pub(crate) use page::AccountPage;
pub(crate) use people::AccountsPage;
