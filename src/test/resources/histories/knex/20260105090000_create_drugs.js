exports.up = (knex) => knex.raw(`CREATE TABLE inventory.drugs (id integer PRIMARY KEY, code text NOT NULL)`);
exports.down = (knex) => knex.raw(`DROP TABLE inventory.drugs`);
