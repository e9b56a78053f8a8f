//! The state of the connection, wherever the frame shows it.

use yew::prelude::*;

use crate::platform::network::use_network;
use crate::ui::{Connection, ConnectionPill};

/// Says whether the server is reached, and what waits.
#[function_component]
pub(super) fn Link() -> Html {
    let connection = if use_network() {
        Connection::Connected
    } else {
        Connection::Offline {
            waiting: 0,
            oldest: AttrValue::default(),
        }
    };
    html! { <ConnectionPill {connection} /> }
}
