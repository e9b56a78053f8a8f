DROP TABLE inquiry_person;
DROP TABLE inquiry;
