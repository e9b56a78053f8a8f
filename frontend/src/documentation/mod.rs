//! Documentation (Verlauf): reading entries, writing one in three taps.

mod begun;
mod note_sheet;
mod notes;

pub use begun::{BegunNotes, use_begun_notes};
pub use note_sheet::NoteSheet;
pub use notes::{NoteLine, Notes};
