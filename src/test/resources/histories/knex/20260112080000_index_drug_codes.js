exports.up = (knex) => knex.raw(`CREATE INDEX drugs_code_idx ON inventory.drugs (code)`);
exports.down = (knex) => knex.raw(`DROP INDEX inventory.drugs_code_idx`);
