//! Ready-made people, cases and actors for tests and the demo town. All invented.
