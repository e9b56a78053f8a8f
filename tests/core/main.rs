//! The server's core without HTTP: the write path, the log, sealing, replay, `check`.

mod support;
mod write_path;
