-- Migrations.
-- migrate:up
bEgIn; cReAte fUnctIon f() rETurns int BeGin AtOmic sElect 1; eND; cOmmit;
