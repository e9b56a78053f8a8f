//! Pictures beside envelopes (Anhang), read. How one is named and handed in is `kernel::attachment` and `exchange`; which record
//! names one, and who may see it by that, is the feature's that names it.

pub mod calls;
