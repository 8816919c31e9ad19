CREATE INDEX drugs_name_th_idx ON drugs (name_th);
