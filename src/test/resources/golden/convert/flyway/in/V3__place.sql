INSERT INTO drugs (name) VALUES ('x');
UPDATE drugs SET name = '${site}' WHERE name = 'x';
