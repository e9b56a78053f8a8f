//! The calls of the contact form. Taking a message needs no session; how many one network may send stands with the
//! limits of signing in.

use actix_web::web::ServiceConfig;
use shared::access::Basis;
use shared::calls::Nothing;
use shared::contact::calls::{ListMessages, Messages, NewMessage, SendMessage};
use shared::exchange::Subject;
use shared::kernel::Actor;

use super::service;
use crate::audit::Personal;
use crate::tx::Tx;
use crate::web::{Fault, State, Stranger, calls};

/// Registers them.
pub fn register(routes: &mut ServiceConfig) {
    calls::public::<SendMessage, _, _, _>(routes, send);
    calls::read::<ListMessages, _, _>(routes, list);
}

async fn send(state: State, stranger: Stranger, new: NewMessage) -> Result<Nothing, Fault> {
    // A form that is wrong costs none of the few messages.
    new.draft.check()?;
    state.signin.count_message(&stranger.network).await?;
    service::send(&state.town, &state.config.municipality, new).await?;
    Ok(Nothing {})
}

fn list(tx: &mut Tx<'_>, actor: &Actor, Nothing {}: Nothing) -> Result<Personal<Messages>, Fault> {
    let messages = service::list(tx, actor)?;
    let shown: Vec<_> = messages
        .messages
        .iter()
        .map(|message| (Subject::Message(message.message), Basis::Role))
        .collect();
    Ok(Personal::showing(messages, shown))
}
