exports.up = (knex) => knex.raw(`ALTER TABLE inventory.nowhere ADD COLUMN a integer`);
exports.down = (knex) => knex.raw(`SELECT 1`);
