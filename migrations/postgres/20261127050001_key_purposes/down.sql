DROP TRIGGER subject_key_under_the_key_in_use ON subject_key;
DROP FUNCTION subject_key_refuses_another_key();
DROP TABLE purpose_key;
