//! The state of the connection, wherever the frame shows it: what is safe, what waits, since when.

use yew::prelude::*;

use crate::i18n;
use crate::offline::use_outbox;
use crate::platform::network::use_network;
use crate::ui::{Connection, ConnectionPill};

/// Says whether the server is reached, and what waits.
#[function_component]
pub(super) fn Link() -> Html {
    let is_reached = use_network();
    let waiting = use_outbox().waiting();
    let connection = match (is_reached, waiting.needs_you, waiting.unanswered) {
        (true, 0, 0) => Connection::Connected,
        (true, 0, waiting) => Connection::Sending { waiting },
        (true, count, _) => Connection::NeedsYou { count },
        (false, _, unanswered) => Connection::Offline {
            waiting: unanswered,
            oldest: waiting.oldest.map(i18n::clock_time).unwrap_or_default(),
        },
    };
    html! { <ConnectionPill {connection} /> }
}
