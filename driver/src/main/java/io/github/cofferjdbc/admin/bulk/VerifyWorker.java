package io.github.cofferjdbc.admin.bulk;

import io.github.cofferjdbc.admin.ConnectionSource;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.field.FieldCipher;
import io.github.cofferjdbc.keys.KeyringSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One thread of {@link Verify}: a connection that reads the snapshot, and a cipher. */
final class VerifyWorker implements AutoCloseable {

  /** How many keys of bad rows are asked for at once. */
  private static final int KEYS_AT_ONCE = 500;

  private record Bad(Ctid ctid, String column, String state) {}

  private final Connection connection;
  private final FieldCipher cipher;
  private final ValueOpener opener;
  private final VerifyTally tally;

  VerifyWorker(
      ConnectionSource source,
      Settings settings,
      KeyringSource keys,
      String snapshot,
      VerifyTally tally)
      throws SQLException {
    this.cipher = FieldCipher.of(keys, settings);
    this.opener = new ValueOpener(cipher);
    this.tally = tally;
    this.connection = source.open();
    boolean ready = false;
    try {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
        statement.execute("SET TRANSACTION SNAPSHOT " + Sql.literal(snapshot));
        statement.execute("SET LOCAL row_security = off");
      }
      ready = true;
    } finally {
      if (!ready) {
        close();
      }
    }
  }

  void read(TablePages<ProtectedTable> task) throws SQLException {
    List<ProtectedTable.ProtectedColumn> columns = task.table().columns();
    List<Bad> bad = new ArrayList<>();
    long unauthentic = 0;
    long rows = 0;
    long values = 0;
    try (BinaryCopy copy = BinaryCopy.of(connection, query(task), columns.size() + 1)) {
      while (copy.next()) {
        rows++;
        boolean opened = false;
        for (int i = 0; i < columns.size(); i++) {
          byte[] content = copy.value(i + 1);
          if (content == null) {
            continue;
          }
          try {
            int count = opener.check(columns.get(i).type(), content, opened);
            values += count;
            opened |= count > 0;
          } catch (SQLException e) {
            if (!ValueOpener.isOfOneValue(e)) {
              throw e;
            }
            unauthentic++;
            if (bad.size() < Verify.MOST_LISTED && tally.lists()) {
              bad.add(new Bad(copy.ctid(0), columns.get(i).name(), e.getSQLState()));
            }
          }
        }
        if ((rows & 0xFF) == 0 && Thread.interrupted()) {
          throw Threads.interrupted();
        }
      }
    }
    if (unauthentic > 0) {
      tally.found(unauthentic, named(task.table(), bad));
    }
    tally.done(task, rows, values);
  }

  /** Returns the query for the rows' ctid and protected columns. */
  private static String query(TablePages<ProtectedTable> task) {
    StringBuilder sql = new StringBuilder("SELECT t.ctid");
    for (ProtectedTable.ProtectedColumn column : task.table().columns()) {
      sql.append(", t.").append(Sql.name(column.name()));
    }
    return sql.append(" FROM ONLY ")
        .append(task.table().sqlName())
        .append(" AS t WHERE ")
        .append(task.pages().condition("t"))
        .toString();
  }

  private List<UnauthenticValue> named(ProtectedTable table, List<Bad> bad) throws SQLException {
    List<UnauthenticValue> named = new ArrayList<>();
    PrimaryKey key = PrimaryKey.of(connection, table);
    for (int from = 0; from < bad.size(); from += KEYS_AT_ONCE) {
      List<Bad> some = bad.subList(from, Math.min(bad.size(), from + KEYS_AT_ONCE));
      Map<String, Map<String, String>> keys =
          key.values(connection, some.stream().map(Bad::ctid).toList());
      for (Bad each : some) {
        String ctid = each.ctid().toString();
        named.add(
            new UnauthenticValue(
                table.displayName(),
                each.column(),
                ctid,
                keys.getOrDefault(ctid, Map.of()),
                each.state()));
      }
    }
    return named;
  }

  @Override
  public void close() throws SQLException {
    cipher.close();
    connection.close();
  }
}
