-- The table that the Debezium connector follows. With the full replica identity an event has the row before it, too.
CREATE TABLE customers (
  id serial PRIMARY KEY,
  name text NOT NULL,
  email text NOT NULL UNIQUE,
  city text NOT NULL
);
ALTER TABLE customers REPLICA IDENTITY FULL;

INSERT INTO customers (name, email, city) VALUES
  ('Asta Holm', 'asta.holm@example.org', 'Aarhus'),
  ('Bo Lind', 'bo.lind@example.org', 'Odense'),
  ('Clara Juhl', 'clara.juhl@example.org', 'Aalborg');
