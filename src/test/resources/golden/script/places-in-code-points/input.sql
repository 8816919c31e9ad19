-- migrate:up
SELECT '💊ยา'; 💊; VACUUM;
