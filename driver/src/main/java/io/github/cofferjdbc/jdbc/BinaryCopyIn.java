package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.sql.plan.CopyPlan;
import io.github.cofferjdbc.value.ServerText;
import io.github.cofferjdbc.value.ServerText.Reach;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Whether a COPY FROM in text or CSV is sent in format binary. Ciphertext is twice as long in
 * hexadecimal, and the server has to turn it back.
 *
 * <p>The fields that are not protected then have to be read here, as the server would have read
 * them. For most types that is certain. A date or time may be written in forms that mean what the
 * session's DateStyle, the server's time zone data or the moment say: when such a value comes, the
 * binary COPY is ended before its row, and the rest goes on as text in a second one. Both are in
 * one transaction, so they are one to everybody, unless something heeds where a statement ends:
 * triggers, and foreign keys to the table itself. A table that has such things is filled as text.
 */
enum BinaryCopyIn {
  /** As the statement says. */
  NO,
  /** Whatever comes. */
  WHOLLY,
  /** Until a value comes that the server has to read. */
  UNTIL_UNCERTAIN;

  /** The first version whose COPY has a header in format text. */
  private static final int HEADER_OF_TEXT = 15;

  static BinaryCopyIn of(CopyPlan copy, Session session) throws SQLException {
    CopyPlan.AsBinary binary = copy.asBinary();
    if (binary == null
        || !session.pg().utf8()
        || !session.pg().serverUtf8()
        || (binary.headerOfText() && session.pg().serverVersion() < HEADER_OF_TEXT)) {
      return NO;
    }
    Reach reach = Reach.ALL;
    for (CopyPlan.Field field : copy.fields()) {
      Reach one = reach(field);
      reach = one.compareTo(reach) > 0 ? one : reach;
    }
    return switch (reach) {
      case ALL -> WHOLLY;
      case USUAL -> maySplit(session, binary.table()) ? UNTIL_UNCERTAIN : NO;
      case NONE -> NO;
    };
  }

  private static Reach reach(CopyPlan.Field field) {
    if (field.rule().converted()) {
      return field.type() instanceof ColumnType.Encrypted type && !type.array()
          ? Reach.ALL
          : Reach.NONE;
    }
    return field.type() instanceof ColumnType.Plain type
        ? ServerText.reach(type.oid())
        : Reach.NONE;
  }

  /** Tells whether nothing of the table heeds that its rows come in two statements. */
  private static boolean maySplit(Session session, int table) throws SQLException {
    if (session.inFailedTransaction()) {
      return false;
    }
    String oid = Integer.toUnsignedString(table);
    try (Statement statement = session.delegate().createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT c.relkind OPERATOR(pg_catalog.=) 'r' AND NOT c.relispartition"
                    + " AND NOT EXISTS (SELECT FROM pg_catalog.pg_trigger AS t WHERE"
                    + " t.tgrelid OPERATOR(pg_catalog.=) c.oid AND NOT t.tgisinternal)"
                    + " AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS f WHERE"
                    + " f.conrelid OPERATOR(pg_catalog.=) c.oid"
                    + " AND f.confrelid OPERATOR(pg_catalog.=) c.oid)"
                    + " FROM pg_catalog.pg_class AS c WHERE c.oid OPERATOR(pg_catalog.=) "
                    + oid
                    + "::pg_catalog.oid")) {
      return rows.next() && rows.getBoolean(1);
    }
  }
}
