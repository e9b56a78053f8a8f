//! What every route works with.

use actix_web::web::Data;
use shared::kernel::Actor;

use crate::audit::ReadLog;
use crate::config::Config;
use crate::db::Failure;
use crate::seed;
use crate::signin::service::SignIn;
use crate::tx::{Town, Tx};

/// The server's parts, made once at start.
#[derive(Debug)]
pub struct Backend {
    /// The settings that hold.
    pub config: Config,
    /// Database, keys and clock.
    pub town: Town,
    /// Accounts and sessions.
    pub signin: SignIn,
    /// Where answers with personal data are written down.
    pub reads: ReadLog,
}

/// The parts, shared by all threads.
pub type State = Data<Backend>;

impl Backend {
    /// Reads as somebody signed in, in their municipality and in one transaction.
    ///
    /// # Errors
    /// What `read` returns, or why the database could not answer.
    pub async fn read_as<T, E>(
        &self,
        actor: Actor,
        read: impl FnOnce(&mut Tx<'_>, &Actor) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Failure> + Send + 'static,
    {
        self.town
            .read(actor.municipality.clone(), move |tx| read(tx, &actor))
            .await
    }

    /// Whether this is the demo town with invented people.
    ///
    /// # Errors
    /// If the database cannot answer.
    pub async fn is_demo(&self) -> Result<bool, Failure> {
        let municipality = self.config.municipality.clone();
        self.town
            .db()
            .read(move |conn| seed::is_demo(conn, &municipality))
            .await
    }
}
