//! Light, dark, or as the device has it. Remembered on this device.

use gloo::utils::document_element;

const REMEMBERED: &str = "theme";
const ATTRIBUTE: &str = "data-kern-theme";

/// How light the screen is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// As the device has it.
    Device,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Device, Self::Light, Self::Dark];

    /// The code for remembering and for text keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Device => "device",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme remembered on this device.
    #[must_use]
    pub fn remembered() -> Self {
        let code = super::recall(REMEMBERED);
        Self::ALL
            .into_iter()
            .find(|theme| Some(theme.code()) == code.as_deref())
            .unwrap_or(Self::Device)
    }

    /// Shows the app in this theme from now on, also after the next start.
    pub fn choose(self) {
        super::remember(REMEMBERED, self.code());
        self.apply();
    }

    fn apply(self) {
        let page = document_element();
        let done = match self {
            Self::Device => page.remove_attribute(ATTRIBUTE),
            Self::Light | Self::Dark => page.set_attribute(ATTRIBUTE, self.code()),
        };
        drop(done);
    }
}

/// Shows the app in the remembered theme, before anything is shown.
pub fn apply_remembered() {
    Theme::remembered().apply();
}
