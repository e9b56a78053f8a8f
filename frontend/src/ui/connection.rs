//! The state of the connection in words: what is safe, what waits, since when.

use yew::prelude::*;

use super::{Icon, IconName};
use crate::t;

/// Where the work stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Connection {
    /// Connected, nothing waits.
    Connected,
    /// Connected, everything arrived; at this time of day.
    AllSafe {
        /// Time of day of the last arrival.
        at: AttrValue,
    },
    /// Connected, and so many entries are on their way.
    Sending {
        /// Entries under way.
        waiting: usize,
    },
    /// No network; so many entries wait on this device.
    Offline {
        /// Entries that wait.
        waiting: usize,
        /// Time of the oldest of them; empty if none waits.
        oldest: AttrValue,
    },
    /// Something needs a person.
    NeedsYou {
        /// Entries that need a decision.
        count: usize,
    },
}

/// Properties of [`ConnectionPill`].
#[derive(Debug, PartialEq, Properties)]
pub struct ConnectionPillProps {
    /// The state.
    pub connection: Connection,
}

/// Says in one line where the work stands; by word and sign, not only by colour.
#[function_component]
pub fn ConnectionPill(props: &ConnectionPillProps) -> Html {
    let (tone, icon, words) = match &props.connection {
        Connection::Connected => ("success", IconName::Check, t!("ui-connected")),
        Connection::AllSafe { at } => (
            "success",
            IconName::Check,
            t!("ui-all-safe", at = at.as_str()),
        ),
        Connection::Sending { waiting } => {
            ("info", IconName::Send, t!("ui-sending", count = *waiting))
        }
        Connection::Offline { waiting: 0, .. } => ("warning", IconName::Offline, t!("ui-offline")),
        Connection::Offline { waiting, oldest } => (
            "warning",
            IconName::Offline,
            t!(
                "ui-offline-waiting",
                count = *waiting,
                oldest = oldest.as_str()
            ),
        ),
        Connection::NeedsYou { count } => (
            "danger",
            IconName::Alert,
            t!("ui-needs-you", count = *count),
        ),
    };
    html! {
        <span class={classes!("pill", format!("pill--{tone}"))} role="status">
            <Icon name={icon} />
            <span>{ words }</span>
        </span>
    }
}
