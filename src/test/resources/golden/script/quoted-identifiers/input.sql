-- migrate:up
CREATE TABLE "a;b" ("quo""te;d" int, "'" text, "--" text, "/*" text, "\" int); SELECT 2;
