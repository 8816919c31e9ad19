-- // site
INSERT INTO drugs VALUES (1, '${first_drug}');
--//@UNDO
DELETE FROM drugs;
