//! The outbox: envelopes in order, offered until the server keeps them, never dropped.
