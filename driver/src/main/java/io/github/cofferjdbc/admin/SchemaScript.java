package io.github.cofferjdbc.admin;

import io.github.cofferjdbc.catalog.DatabaseIdFunction;
import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.envelope.Header;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The SQL of the schema {@code encrypted}. Every name is written with its schema, since what a
 * search path finds is not known. What a domain accepts comes from {@link Header}. No state.
 */
public final class SchemaScript {

  /** The name of the schema. */
  public static final String SCHEMA = "encrypted";

  /** The name of each domain's constraint. */
  static final String CHECK_NAME = "stored_value";

  private SchemaScript() {}

  /** Returns the first three bytes that the type's domain accepts, in hexadecimal. */
  static List<String> accepted(EncryptedType type) {
    return Header.prefixes(type.base(), type.mode()).stream()
        .map(HexFormat.of()::formatHex)
        .sorted()
        .toList();
  }

  /** Returns the statement that makes the type's domain. */
  static String domain(EncryptedType type) {
    return "CREATE DOMAIN encrypted."
        + type.domainName()
        + " AS pg_catalog.bytea CONSTRAINT "
        + CHECK_NAME
        + " CHECK ("
        + check(type)
        + ")";
  }

  private static String check(EncryptedType type) {
    return "pg_catalog.substring(VALUE, 1, 3) OPERATOR(pg_catalog.=) ANY (ARRAY["
        + accepted(type).stream()
            .map(hex -> "'\\x" + hex + "'::pg_catalog.bytea")
            .collect(Collectors.joining(", "))
        + "])";
  }

  /** Returns the statement that makes the function with the database's id, or replaces it. */
  static String databaseId(UUID id) {
    return "CREATE OR REPLACE FUNCTION encrypted.database_id() RETURNS pg_catalog.uuid"
        + " LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$"
        + DatabaseIdFunction.body(id)
        + "$$";
  }

  /**
   * Returns the statement that makes {@code tokens(bytea)}: the tokens of a {@code _match} value,
   * for a GIN index; none for a value that is malformed.
   *
   * <p>After the scope (a varint from byte 3) stand 4 bytes of key id, or 8 of the data key's id by
   * reference, then the number of tokens as a varint of at most two bytes, then 8 bytes a token.
   */
  static String tokens() {
    return """
    CREATE OR REPLACE FUNCTION encrypted.tokens(stored pg_catalog.bytea)
    RETURNS pg_catalog.bytea[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp AS $$
      SELECT coalesce(
        (SELECT array_agg(substring(stored, first + 8 * i, 8) ORDER BY i)
         FROM (
           SELECT count_at + count_length + 1 AS first, count AS tokens
           FROM (
             SELECT count_at,
               CASE WHEN get_byte(stored, count_at) < 128 THEN 1 ELSE 2 END AS count_length,
               CASE WHEN get_byte(stored, count_at) < 128 THEN get_byte(stored, count_at)
                    ELSE get_byte(stored, count_at) - 128 + 128 * get_byte(stored, count_at + 1)
               END AS count
             FROM (
               SELECT CASE WHEN scope_length IS NULL THEN NULL
                 ELSE 3 + scope_length + CASE get_byte(stored, 1) WHEN 19 THEN 4 ELSE 8 END
                 END AS count_at
               FROM (
                 SELECT min(k) AS scope_length FROM generate_series(1, 5) AS k
                 WHERE CASE WHEN length(stored) <= 20 THEN false
                   ELSE get_byte(stored, 0) = 236 AND get_byte(stored, 1) IN (19, 21)
                     AND get_byte(stored, 2 + k) < 128 END
               ) AS scope
             ) AS start
             WHERE length(stored) > count_at + 1
           ) AS counted
         ) AS found, generate_series(0, tokens - 1) AS i
         WHERE length(stored) >= first - 1 + 8 * tokens),
        ARRAY[]::bytea[])
    $$""";
  }

  /** Returns the statements that make the aggregates min and max, and what they are made of. */
  static List<String> aggregates() {
    List<String> statements = new ArrayList<>();
    for (String[] each : new String[][] {{"min", "smaller", "<"}, {"max", "larger", ">"}}) {
      statements.add(
          "CREATE OR REPLACE FUNCTION encrypted."
              + each[1]
              + "(pg_catalog.bytea, pg_catalog.bytea) RETURNS pg_catalog.bytea"
              + " LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$SELECT CASE WHEN $1"
              + " OPERATOR(pg_catalog."
              + each[2]
              + ") $2 THEN $1 ELSE $2 END$$");
      statements.add(
          "CREATE OR REPLACE AGGREGATE encrypted."
              + each[0]
              + "(pg_catalog.bytea) (SFUNC = encrypted."
              + each[1]
              + ", STYPE = pg_catalog.bytea, COMBINEFUNC = encrypted."
              + each[1]
              + ", SORTOP = OPERATOR(pg_catalog."
              + each[2]
              + "), PARALLEL = SAFE)");
    }
    return statements;
  }

  /** Returns the statements that let everybody use the schema. */
  static List<String> grants() {
    return List.of(
        "GRANT USAGE ON SCHEMA encrypted TO PUBLIC",
        "GRANT EXECUTE ON ALL ROUTINES IN SCHEMA encrypted TO PUBLIC",
        "GRANT USAGE ON DOMAIN "
            + EncryptedType.builtIns().stream()
                .map(type -> "encrypted." + type.domainName())
                .collect(Collectors.joining(", "))
            + " TO PUBLIC");
  }
}
