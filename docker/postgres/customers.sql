-- The table that the Debezium connector follows.
CREATE TABLE customers (
  id serial PRIMARY KEY,
  name text NOT NULL,
  email text NOT NULL UNIQUE,
  city text NOT NULL
);

INSERT INTO customers (name, email, city) VALUES
  ('Asta Holm', 'asta.holm@example.org', 'Aarhus'),
  ('Bo Lind', 'bo.lind@example.org', 'Odense'),
  ('Clara Juhl', 'clara.juhl@example.org', 'Aalborg'),
  ('David Krogh', 'david.krogh@example.org', 'Esbjerg'),
  ('Ea Munk', 'ea.munk@example.org', 'Roskilde');
