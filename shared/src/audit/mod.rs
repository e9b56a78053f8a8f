//! Who read and who changed (Protokoll): what stands in the log of reads, in which words it is told, what in it is out of
//! the ordinary, and what was changed about a person. Not here: how the log is kept and verified, which is the server's.

pub mod anomaly;
pub mod calls;
pub mod changes;
mod kind;
mod why;

pub use kind::ReadingKind;
pub use why::Why;
