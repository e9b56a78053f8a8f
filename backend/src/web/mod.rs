//! What stands between the features and HTTP: the outermost layer of every answer, calls and their registration, the
//! signed-in actor, problems as answers, the app's files, health. The only place that knows status codes.

pub mod app_files;
pub mod calls;
pub mod edge;
mod fault;
pub mod health;
pub mod origin;
mod question;
mod refuse;
mod reports;
mod signed;
pub mod sockets;
mod state;
mod traveller;
pub mod wire;

pub use fault::Fault;
pub use reports::take_reports;
pub use signed::{Signed, Stranger};
pub use state::{Backend, State};
pub use traveller::{Onward, Traveller};
