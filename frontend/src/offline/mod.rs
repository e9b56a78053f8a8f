//! The device in the browser: sealed store, keys, outbox, drafts, pack, the lock, and the pages about them. The rules are
//! in `shared::device`; here is what only a browser can do.
//!
//! A page records work with [`use_outbox`], keeps what is half typed with [`use_drafts`] and reads without a network
//! with [`use_pack`]. Where the browser was not set up as a device, the same calls work in memory.

mod clearing;
mod core;
mod device;
mod keeper;
mod key_source;
mod lost;
mod net;
mod pack;
mod packing;
mod pin;
mod rescue;
mod sending;
mod state;
mod store;
mod unlock;
mod vault;
mod whose;
mod window;
mod words;

pub use self::core::{HandInFailure, NewCommand, Sent};
pub(crate) use clearing::text_of as envelope_lines;
pub use clearing::{ClearingPage, ToDecide, to_decide};
pub use device::DevicePage;
pub use keeper::{Keeper, use_keeper};
pub use key_source::{KeySource, Passphrase, ServerHalf, Wrap};
pub use pack::PackHandle;
pub use sending::{Sending, use_sending};
pub use state::{
    DraftsHandle, Offline, PicturesHandle, Place, RecordFailure, use_drafts, use_offline,
    use_outbox, use_pack, use_pictures,
};
pub use store::{DeviceStore, Keys, SealedStore, database_name};
pub use unlock::WithoutSession;
pub use vault::{KnownDevice, OpenDeviceStore, VaultFailure};
pub use window::OfflineProvider;
pub(crate) use window::load_device;
pub use words::{COUNT as PASSPHRASE_WORDS, all as passphrase_words, draw as draw_passphrase};
