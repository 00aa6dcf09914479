-- For tests: every eligible column of a newly created table gets its encrypted type.
-- Not eligible: columns with a default, a constraint, an identity or an index; types that are no base type.
CREATE FUNCTION public.encrypt_new_tables() RETURNS event_trigger LANGUAGE plpgsql AS $$
DECLARE
  made record;
BEGIN
  FOR made IN
    SELECT c.oid::regclass::text AS tab, a.attname, t.typname
    FROM pg_event_trigger_ddl_commands() d
    JOIN pg_class c ON d.classid = 'pg_class'::regclass AND c.oid = d.objid AND c.relkind IN ('r', 'p')
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      AND NOT a.atthasdef AND a.attidentity = '' AND a.attinhcount = 0 AND a.atttypmod = -1
    JOIN pg_type t ON t.oid = a.atttypid
    WHERE t.typname IN ('bool', 'int2', 'int4', 'int8', 'float4', 'float8', 'numeric', 'text', 'bpchar', 'bytea',
        'date', 'time', 'timestamp', 'timestamptz', 'uuid', 'json', 'jsonb')
      AND to_regtype('encrypted.' || t.typname || '_eq') IS NOT NULL
      AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND a.attnum = ANY (k.conkey)
        AND k.contype <> 'n')
      AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND a.attnum = ANY (i.indkey::int2[]))
  LOOP
    EXECUTE format('ALTER TABLE %s ALTER COLUMN %I TYPE encrypted.%I USING NULL',
      made.tab, made.attname, made.typname || '_eq');
  END LOOP;
END
$$;
CREATE EVENT TRIGGER encrypt_new_tables ON ddl_command_end WHEN TAG IN ('CREATE TABLE')
  EXECUTE FUNCTION public.encrypt_new_tables();
