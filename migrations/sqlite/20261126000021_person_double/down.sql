DROP TABLE person_double;
