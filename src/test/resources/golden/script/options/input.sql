--migrate:up lock_timeout:5s  statement_timeout:10min transaction:true
SELECT 1;
	-- migrate:down	transaction:false lock_timeout:0
SELECT 2;
