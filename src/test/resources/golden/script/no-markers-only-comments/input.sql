-- Somebody's notes.
/* -- migrate:up */
