-- Where a case went that a post had until lately.
CREATE INDEX case_post_left ON case_post (municipality, post, until);
