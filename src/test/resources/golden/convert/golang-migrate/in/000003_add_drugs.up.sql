INSERT INTO drugs VALUES (1, 'Paracetamol 500 mg');
