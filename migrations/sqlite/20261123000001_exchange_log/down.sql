DROP TABLE held_envelope;
DROP TABLE log_entry;
DROP TABLE log_counter;
DROP TABLE subject_key;
DROP TABLE setting;
