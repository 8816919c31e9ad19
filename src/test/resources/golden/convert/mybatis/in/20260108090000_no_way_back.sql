-- // no way back
INSERT INTO drugs VALUES (2, 'Ibuprofen 400 mg');
