//! The server is killed, starved and locked out, on both databases; what it acknowledged is there once afterwards.
