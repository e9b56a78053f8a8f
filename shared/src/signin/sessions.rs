//! Sessions as their owner sees them.

use serde::{Deserialize, Serialize};

use crate::kernel::{Moment, SessionId, UnitCode};

/// One session that holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SessionLine {
    /// Names it, to end it.
    pub session: SessionId,
    /// Whether it is the one that asks.
    pub is_this: bool,
    /// The unit it acts in.
    pub unit: UnitCode,
    /// Browser and system as far as they say so, `Firefox, Windows`; empty: they do not.
    pub browser: String,
    /// When it began.
    pub began_at: Moment,
    /// When it was last used, to the minute.
    pub seen_at: Moment,
}

/// The sessions of an account, the one that asks first, then by last use.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Sessions {
    /// One line for each.
    pub sessions: Vec<SessionLine>,
}

/// Names a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ThisSession {
    /// The session.
    pub session: SessionId,
}

/// Names a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ThisUnit {
    /// The unit.
    pub unit: UnitCode,
}

/// Browser and system out of what a browser says of itself, in words that its owner recognises. What it says is not
/// kept: versions and builds would tell one person's browser from another's.
#[must_use]
pub fn browser_of(user_agent: &str) -> String {
    // The order matters: most browsers also claim to be those below them.
    const BROWSERS: [(&str, &str); 6] = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 7] = [
        ("iPad", "iPad"),
        ("iPhone", "iPhone"),
        ("Android", "Android"),
        ("CrOS", "ChromeOS"),
        ("Windows", "Windows"),
        ("Mac OS X", "Mac"),
        ("Linux", "Linux"),
    ];
    let named = |names: &[(&str, &'static str)]| {
        names
            .iter()
            .find(|(sign, _)| user_agent.contains(sign))
            .map(|(_, name)| *name)
    };
    [named(&BROWSERS), named(&SYSTEMS)]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_named_in_words_its_owner_knows() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 \
                    Safari/537.36 Edg/140.0";
        assert_eq!(browser_of(edge), "Edge, Windows");
        let pad = "Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604.1";
        assert_eq!(browser_of(pad), "Safari, iPad");
        assert_eq!(
            browser_of("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
            "Firefox, Linux"
        );
        assert_eq!(browser_of("something <script>"), "");
    }
}
