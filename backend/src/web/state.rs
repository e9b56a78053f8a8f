//! What every route works with.

use actix_web::web::Data;

use crate::audit::ReadLog;
use crate::config::Config;
use crate::db::Failure;
use crate::seed;
use crate::signin::service::SignIn;
use crate::tx::Town;

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
