//! A town in which everything is written that can be: by every command that carries a text, with a word of its own in each of
//! its texts, and a day or code of its own wherever there are enough. Tests look where the words come out: in answers, in files, on pages.

mod canaries;
mod marks;
mod rest;
mod scenes;

pub use canaries::{Canaries, Place, SIGN, bare, is_a, is_text};
pub use marks::Marks;
pub use rest::the_rest;
pub use scenes::{Scene, check, foreigner, message, nobody, scan, set as scenes};
