DROP INDEX case_post_left;
