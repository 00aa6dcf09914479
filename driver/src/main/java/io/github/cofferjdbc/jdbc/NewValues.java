package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.catalog.RelationName;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.field.FieldCipher;
import io.github.cofferjdbc.sql.plan.TypeChange;
import io.github.cofferjdbc.value.BaseType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The new values of a column whose type is changed, in a temporary table by each row's place, with
 * a function that looks one up. A row that has none fails the change. Constant memory. Used by one
 * thread, in a transaction that has locked the table.
 */
final class NewValues {

  private static final int ROWS_AT_ONCE = 200;
  private static final String NAME = "coffer_new_value";

  private final Session session;
  private final Connection connection;
  private final TypeChange change;

  /** What the values are before, and what the temporary table holds. */
  private final BaseType source;

  private final String stored;

  NewValues(Session session, Connection connection, TypeChange change) {
    this.session = session;
    this.connection = connection;
    this.change = change;
    ColumnType.Encrypted known = change.from() == null ? change.to() : change.from();
    if (known == null) {
      throw new IllegalStateException("neither type is encrypted");
    }
    this.source = known.type().base();
    this.stored = change.to() == null ? "pg_catalog." + source.typeName() : "pg_catalog.bytea";
  }

  /** Reads every value and stores the new ones. */
  void make() throws SQLException {
    if (!session.pg().utf8()) {
      throw CofferState.CONSTRUCT_REFUSED.exception(
          "ALTER COLUMN TYPE on " + change.origin() + " needs client_encoding UTF8.");
    }
    execute(
        "CREATE TEMPORARY TABLE "
            + TypeChange.NEW_VALUE
            + " (relation pg_catalog.oid, place pg_catalog.tid, value "
            + stored
            + ") ON COMMIT DROP");
    if (change.from() == null) {
      requireAssignable();
    }
    execute("DECLARE " + NAME + " NO SCROLL CURSOR FOR " + query());
    while (copy()) {
      // The next rows.
    }
    execute("CLOSE " + NAME);
    execute("ALTER TABLE " + TypeChange.NEW_VALUE + " ADD PRIMARY KEY (relation, place)");
    execute(
        "CREATE FUNCTION "
            + TypeChange.NEW_VALUE
            + "(pg_catalog.oid, pg_catalog.tid) RETURNS "
            + stored
            + " LANGUAGE plpgsql AS 'DECLARE found_value "
            + stored
            + "; BEGIN SELECT n.value INTO STRICT found_value FROM "
            + TypeChange.NEW_VALUE
            + " AS n WHERE n.relation OPERATOR(pg_catalog.=) $1"
            + " AND n.place OPERATOR(pg_catalog.=) $2; RETURN found_value; END'");
  }

  /** Removes what {@link #make} made. */
  void drop() throws SQLException {
    execute("DROP FUNCTION " + TypeChange.NEW_VALUE + "(pg_catalog.oid, pg_catalog.tid)");
    execute("DROP TABLE " + TypeChange.NEW_VALUE);
  }

  private void execute(String sql) throws SQLException {
    TypeChanging.execute(connection, sql);
  }

  private String table() {
    return (change.only() ? "ONLY " : "") + change.table().quoted();
  }

  private String column() {
    return RelationName.quoted(change.column());
  }

  /** Lets the server say whether it would assign the column to one of the base type. */
  private void requireAssignable() throws SQLException {
    String check = NAME + "_check";
    execute(
        "CREATE TEMPORARY TABLE "
            + check
            + " (value pg_catalog."
            + source.typeName()
            + ") ON COMMIT DROP");
    execute(
        "INSERT INTO pg_temp."
            + check
            + " SELECT "
            + column()
            + " FROM "
            + table()
            + " WHERE false");
    execute("DROP TABLE pg_temp." + check);
  }

  private String query() {
    String value =
        change.from() == null
            ? "pg_catalog."
                + sendFunction()
                + "("
                + column()
                + "::pg_catalog."
                + source.typeName()
                + ")"
            : column();
    return "SELECT tableoid::pg_catalog.int8, ctid::pg_catalog.text, "
        + value
        + " FROM "
        + table()
        + " WHERE "
        + column()
        + " IS NOT NULL";
  }

  /** Returns the function that writes the base type's binary send format. */
  private String sendFunction() {
    return switch (source) {
      case BOOL, INT2, INT4, INT8, FLOAT4, FLOAT8, TEXT, BPCHAR, BYTEA ->
          source.typeName() + "send";
      case NUMERIC, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, UUID, JSON, JSONB ->
          source.typeName() + "_send";
    };
  }

  /** Converts the next rows of the cursor; false after the last. */
  private boolean copy() throws SQLException {
    CopyRows rows = new CopyRows();
    int count = 0;
    try (Statement statement = connection.createStatement();
        ResultSet next =
            statement.executeQuery("FETCH FORWARD " + ROWS_AT_ONCE + " FROM " + NAME)) {
      Opening opening = new Opening(session);
      Sealing sealing = session.sealing();
      while (next.next()) {
        count++;
        rows.add(next.getLong(1), next.getString(2), value(next.getBytes(3), opening, sealing));
      }
    }
    if (count > 0) {
      session
          .pg()
          .copyIn(
              "COPY " + TypeChange.NEW_VALUE + " FROM STDIN WITH (FORMAT binary)", rows.finished());
    }
    return count == ROWS_AT_ONCE;
  }

  private byte[] value(byte[] before, Opening opening, Sealing sealing) throws SQLException {
    ColumnType.Encrypted from = change.from();
    ColumnType.Encrypted to = change.to();
    try {
      if (from == null && source == BaseType.BYTEA && FieldCipher.typeOf(before).isPresent()) {
        throw CofferState.CONSTRUCT_REFUSED.exception(
            "it holds values that are encrypted already.");
      }
      byte[] binary = from == null ? before : opening.binary(before, from);
      return to == null ? binary : sealing.assigned(to, source, binary);
    } catch (SQLException e) {
      throw ColumnErrors.at(change.origin(), e);
    }
  }
}
