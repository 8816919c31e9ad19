exports.up = (knex) => knex.raw(`ALTER TABLE inventory.drugs ADD COLUMN dosage_form text`);
exports.down = (knex) => knex.raw(`ALTER TABLE inventory.drugs DROP COLUMN dosage_form`);
