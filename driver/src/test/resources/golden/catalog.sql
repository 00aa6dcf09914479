-- The database that every golden case sees. GoldenCatalog reads it, line by line; the integration
-- test runs it. The search path is public. A line "-- not loaded NAME" names a relation of which the
-- catalog answers that it must be loaded first.

CREATE SCHEMA app;
CREATE DOMAIN public.price AS encrypted.numeric_eq; -- scope 1 modifier (10,2)
CREATE DOMAIN public.badge AS encrypted.text_eq; -- scope 2
CREATE DOMAIN public.nickname AS encrypted.text_eq;

CREATE TABLE public.patient (
  id int8 PRIMARY KEY,
  name text,
  ssn encrypted.text_eq UNIQUE,
  note encrypted.text_random,
  born encrypted.date_eq,
  weight encrypted.int4_eq,
  active encrypted.bool_eq,
  doc encrypted.jsonb_random,
  tags encrypted.text_eq[]
);
CREATE TABLE public.visit (
  id int8 PRIMARY KEY,
  patient_id int8,
  ssn encrypted.text_eq,
  reason encrypted.text_random,
  steps encrypted.int8_eq,
  grams encrypted.int2_eq,
  fee public.price,
  badge public.badge,
  nick public.nickname,
  at timestamptz,
  room text
);
CREATE TABLE public.future (
  id int8 PRIMARY KEY,
  born encrypted.date_ordered,
  bio encrypted.text_match,
  ssn encrypted.text_eq
);
CREATE TABLE public."Case Table" (
  "Id" int8 PRIMARY KEY,
  "Ssn" encrypted.text_eq,
  "select" encrypted.text_random
);
CREATE TABLE public.log (
  id int8 PRIMARY KEY,
  msg text,
  ssn text,
  raw bytea,
  at timestamptz
);
CREATE TABLE public.doctor (
  id int8 PRIMARY KEY,
  name text,
  room text
);
CREATE TABLE public.bill (
  id int8 PRIMARY KEY,
  twice int8 GENERATED ALWAYS AS (id + id) STORED,
  card encrypted.text_eq,
  paid encrypted.bool_random
);
CREATE TABLE app.patient (
  id int8,
  title text
);
CREATE TABLE app.secret (
  id int8 PRIMARY KEY,
  word encrypted.text_eq
);
CREATE TABLE public.ledger (
  branch encrypted.text_eq,
  opened date,
  owner encrypted.text_eq
) PARTITION BY LIST (branch);
CREATE TABLE public.ledger_south (branch encrypted.text_eq, opened date, owner encrypted.text_eq);
CREATE TABLE public.wing (wing text, ssn encrypted.text_eq);
CREATE TABLE app.for (branch encrypted.text_eq, opened date, owner encrypted.text_eq);
CREATE TABLE public.posting (
  at int8,
  kind text,
  payer encrypted.text_eq
) PARTITION BY RANGE (at, kind);
CREATE VIEW public.patient_view AS SELECT id, ssn, note FROM public.patient; -- (id int8, ssn encrypted.text_eq, note encrypted.text_random)
CREATE TABLE public.later (id int8, what text); -- not loaded
CREATE FUNCTION public.find_patient(encrypted.text_eq) RETURNS int8 LANGUAGE sql AS 'SELECT id FROM public.patient WHERE ssn = $1';
CREATE FUNCTION public.ssn_of(int8) RETURNS encrypted.text_eq LANGUAGE sql AS 'SELECT ssn FROM public.patient WHERE id = $1';
CREATE FUNCTION public.patients(int4) RETURNS TABLE (id int8, ssn encrypted.text_eq) LANGUAGE sql AS 'SELECT id, ssn FROM public.patient LIMIT $1';
CREATE PROCEDURE public.add_patient(int8, encrypted.text_eq) LANGUAGE sql AS 'INSERT INTO public.patient (id, ssn) VALUES ($1, $2)';
CREATE PROCEDURE public.admit(int8, INOUT ssn encrypted.text_eq, OUT note encrypted.text_random, OUT room text) LANGUAGE sql AS 'SELECT $2, NULL::encrypted.text_random, NULL::text';
CREATE PROCEDURE public.set_note(int8, encrypted.text_random) LANGUAGE sql AS 'UPDATE public.patient SET note = $2 WHERE id = $1';
CREATE PROCEDURE public.nothing(text) LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION public.card_of(id int8, OUT ssn encrypted.text_eq, OUT note encrypted.text_random) LANGUAGE sql AS 'SELECT ssn, note FROM public.patient WHERE id = $1';
CREATE FUNCTION public.look_up(id int8, ssn encrypted.text_eq, born encrypted.date_eq DEFAULT NULL, room text DEFAULT NULL) RETURNS int8 LANGUAGE sql AS 'SELECT $1';
CREATE FUNCTION public.any_of(label text, VARIADIC ssns encrypted.text_eq[]) RETURNS encrypted.text_eq LANGUAGE sql AS 'SELECT $2[1]';
CREATE FUNCTION public.one_of(label text, VARIADIC ssns encrypted.text_eq[]) RETURNS int8 LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION public.one_of(label encrypted.text_eq, tags text[]) RETURNS int8 LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE public.move(ssn encrypted.text_eq, INOUT room text DEFAULT NULL) LANGUAGE sql AS 'SELECT $2';
CREATE FUNCTION public.ssns() RETURNS SETOF encrypted.text_eq LANGUAGE sql AS 'SELECT ssn FROM public.patient';
CREATE FUNCTION public.tagged(encrypted.text_eq[]) RETURNS SETOF int8 LANGUAGE sql AS 'SELECT id FROM public.patient WHERE tags = $1';
CREATE FUNCTION public.with_tax(public.price) RETURNS public.price LANGUAGE sql AS 'SELECT $1';
CREATE FUNCTION public.some_function(int4) RETURNS TABLE (a int4) LANGUAGE sql AS 'SELECT $1';
CREATE FUNCTION public.dblink(text, text) RETURNS SETOF record LANGUAGE sql AS 'SELECT NULL::bytea';
