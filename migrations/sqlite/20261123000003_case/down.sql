DROP TABLE appointment;
DROP TABLE case_post;
DROP TABLE integration_case;
DROP TABLE case_counter;
