DROP TABLE slip_field;
DROP TABLE slip;
DROP TABLE lane_fact;
DROP TABLE intake;
