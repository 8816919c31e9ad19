SELECT drug_id FROM drugs WHERE false;
