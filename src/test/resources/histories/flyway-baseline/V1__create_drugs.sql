-- ยา: what the hospital orders.
CREATE TABLE drugs (
    id      integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code    text NOT NULL,
    name_th text NOT NULL
);

INSERT INTO drugs (code, name_th) VALUES ('PARA500', 'พาราเซตามอล'), ('PARA500', 'พารา');
