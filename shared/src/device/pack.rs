//! Packed cases, and how unsent commands show on top of them.
