DROP TABLE disclosure;
