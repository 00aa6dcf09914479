package io.github.cofferjdbc.admin.bulk;

import io.github.cofferjdbc.envelope.Header;
import io.github.cofferjdbc.value.BaseType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Keeps ciphertext out of a column that was just decrypted. For up to {@code coffer.catalogTtl}
 * connections of Coffer may not know of it and send stored values, which columns of text and bytea
 * would take. A trigger then answers 42804, on which Coffer reads the catalog and seals no more.
 *
 * <p>It is made with the swap, in its transaction, and dropped after two {@code catalogTtl}. No
 * state.
 */
final class StaleWriterGuard {

  private static final List<BaseType> TAKES_CIPHERTEXT =
      List.of(BaseType.TEXT, BaseType.BPCHAR, BaseType.BYTEA);

  private StaleWriterGuard() {}

  private static String name(ColumnFacts facts) {
    return "~coffer_guard_" + Integer.toUnsignedString(facts.root().oid()) + "_" + facts.number();
  }

  /** Makes it in the open transaction, if the type needs it. */
  static void install(Connection connection, Migration migration) throws SQLException {
    if (migration.encrypting() || !TAKES_CIPHERTEXT.contains(migration.type().type().base())) {
      return;
    }
    ColumnFacts facts = migration.facts();
    String function = Sql.name(facts.root().schema(), name(facts));
    Session.execute(
        connection,
        "CREATE OR REPLACE FUNCTION "
            + function
            + "() RETURNS pg_catalog.trigger LANGUAGE plpgsql SET bytea_output = hex AS "
            + Sql.literal(body(migration)));
    for (TableRef table : facts.members()) {
      Session.execute(
          connection,
          "CREATE TRIGGER "
              + Sql.name(name(facts))
              + " BEFORE INSERT OR UPDATE ON "
              + table.sqlName()
              + " FOR EACH ROW EXECUTE FUNCTION "
              + function
              + "()");
    }
  }

  private static String body(Migration migration) {
    String text = "NEW." + Sql.name(migration.facts().name()) + "::pg_catalog.text";
    String condition =
        Header.prefixes(migration.type().type().base(), migration.type().type().mode()).stream()
            .map(
                prefix ->
                    "pg_catalog.strpos("
                        + text
                        + ", '\\x"
                        + HexFormat.of().formatHex(prefix)
                        + "')"
                        + (migration.type().array()
                            ? " OPERATOR(pg_catalog.>) 0"
                            : " OPERATOR(pg_catalog.=) 1"))
            .collect(Collectors.joining(" OR "));
    return "BEGIN IF "
        + condition
        + " THEN RAISE EXCEPTION USING ERRCODE = 'datatype_mismatch', MESSAGE = 'the column was just"
        + " decrypted, and this is a stored value of Coffer'; END IF; RETURN NEW; END";
  }

  /** Tells whether it is there. */
  static boolean exists(Connection connection, ColumnFacts facts) throws SQLException {
    return Session.yes(
        connection,
        "SELECT EXISTS (SELECT FROM pg_proc WHERE proname = "
            + Sql.literal(name(facts))
            + " AND pronamespace = "
            + Sql.literal(Sql.name(facts.root().schema()))
            + "::regnamespace)");
  }

  /** Drops it. */
  static void drop(Connection connection, ColumnFacts facts) throws SQLException {
    Shadow.patiently(
        connection,
        () ->
            Session.execute(
                connection,
                "DROP FUNCTION IF EXISTS "
                    + Sql.name(facts.root().schema(), name(facts))
                    + "() CASCADE"));
  }
}
