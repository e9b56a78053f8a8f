DROP TABLE contact_message;
