DROP TABLE consent;
DROP TABLE person_link;
DROP TABLE person_conflict;
DROP TABLE person;
