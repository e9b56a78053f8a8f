//! Look and feel: fields, buttons, cards, dialogs. No word of the municipal work in here.
//!
//! Rules that every widget keeps (yew 0.23): none ever renders nothing, places for problems and hints are always there
//! and only their text changes, every list has keys, no `style` attribute and no raw HTML. What is typed is handed out
//! by `Callback<String>`; what is shown comes in as a value.

mod badge;
mod button;
mod card;
mod check;
mod chips;
mod combobox;
mod connection;
mod date;
mod dialog;
mod field;
mod icon;
mod notice;
mod page;
mod select;
mod signature;
mod summary;
mod tabs;
mod text;
mod toast;
mod waiting;

pub use badge::{Badge, Tone};
pub use button::{Button, ButtonKind};
pub use card::{Card, EmptyState};
pub use check::{Checkbox, RadioGroup};
pub use chips::{Chips, ChipsOne};
pub use combobox::{Combobox, ComboboxField};
pub use connection::{Connection, ConnectionPill};
pub use date::{DateField, DayField, date_in_words};
pub use dialog::Dialog;
pub use field::{Choice, Field, problem_text};
pub use icon::{Icon, IconName};
pub use notice::Notice;
pub use page::{Page, PageCorner, use_page_title};
pub use select::{Select, SelectField};
pub use signature::{SignatureField, SignatureView};
pub use summary::{ProblemSummary, SummaryLine};
pub use tabs::{Tab, Tabs};
pub use text::{AreaField, InputKind, TextArea, TextField, TextInput};
pub use toast::{ToastProvider, Toasts, use_toasts};
pub use waiting::Waiting;
