exports.up = (knex) => knex.raw(`CREATE TABLE inventory.lots (id integer PRIMARY KEY)`);
exports.down = (knex) => knex.raw(`DROP TABLE inventory.lots`);
