-- The table whose changes Debezium turns into events. With the full replica identity an event holds the row before, too.
CREATE TABLE customers (
  id serial PRIMARY KEY,
  name text NOT NULL,
  email text NOT NULL UNIQUE,
  city text NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE customers REPLICA IDENTITY FULL;
INSERT INTO customers (name, email, city) VALUES
  ('Ada Holm', 'ada@example.org', 'Aarhus'),
  ('Bo Lind', 'bo@example.org', 'Odense'),
  ('Cleo Maar', 'cleo@example.org', 'Ribe');
