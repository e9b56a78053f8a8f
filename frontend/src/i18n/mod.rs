//! The texts of the interface, in German and English, from Fluent files in `frontend/locales/<language>/<feature>.ftl`.
//!
//! `t!("key")` and `t!("key", name = value)` give the text in the chosen language. A change of language rebuilds the
//! page (see [`LanguageProvider`]), so a component need not do anything to follow it. Texts never carry markup.

mod language;
mod texts;
mod when;

pub(crate) use language::choose_first;
pub use language::{Language, LanguageProvider, code, use_language};
pub(crate) use texts::{Bundle, Texts, format, load, read_files};
pub use texts::{Value, has, text, text_in};
pub use when::{
    appointed, clock_time, day, day_and_month, full_day, long_day, moment, weekday_and_day,
};

/// The text with this key in the chosen language; arguments are `name = value`.
#[macro_export]
macro_rules! t {
    ($key:expr) => { $crate::i18n::text(::core::convert::AsRef::<str>::as_ref(&$key), &[]) };
    ($key:expr, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::i18n::text(
            ::core::convert::AsRef::<str>::as_ref(&$key),
            &[$((stringify!($name), $crate::i18n::Value::from($value))),+],
        )
    };
}
