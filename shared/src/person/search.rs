//! Search keys of a person and how a typed text becomes a query.
