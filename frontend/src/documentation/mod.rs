//! Documentation (Verlauf): reading entries, writing one in three taps.

mod note_sheet;
mod notes;

pub use note_sheet::NoteSheet;
pub use notes::{NoteLine, Notes};
