DROP TABLE person_token;
