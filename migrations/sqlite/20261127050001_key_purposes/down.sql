DROP TRIGGER subject_key_under_the_key_in_use;
DROP TABLE purpose_key;
