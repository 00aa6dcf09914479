package io.github.cofferjdbc.admin.bulk;

import io.github.cofferjdbc.admin.ConnectionSource;
import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.envelope.Header;
import io.github.cofferjdbc.field.FieldCipher;
import io.github.cofferjdbc.keys.KeyringSource;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thread of {@link Reseal}: a connection that reads rows, another that writes them back, and a
 * cipher.
 */
final class ResealWorker implements AutoCloseable {

  /**
   * What became of a run of pages.
   *
   * @param found rows with a value to reseal
   * @param written of them
   * @param unreadable rows with a value that did not open
   */
  record Done(long found, long written, long unreadable) {

    Done plus(Done other) {
      return new Done(found + other.found, written + other.written, unreadable + other.unreadable);
    }
  }

  private final WorkerConnections connections;
  private final FieldCipher cipher;
  private final Throttle throttle;
  private final Set<Integer> retired;

  ResealWorker(
      ConnectionSource source,
      Settings settings,
      KeyringSource keys,
      Set<Integer> retired,
      Throttle throttle,
      boolean withoutTriggers)
      throws SQLException {
    this.retired = retired;
    this.throttle = throttle;
    this.connections = WorkerConnections.open(source, withoutTriggers);
    this.cipher = FieldCipher.of(keys, settings);
  }

  /** Reseals what names a retired key in a run of pages. */
  Done reseal(TablePages<ProtectedTable> run) throws SQLException {
    ResealTable table = ResealTable.of(run.table(), retired);
    List<ProtectedTable.ProtectedColumn> columns = table.columns();
    BatchWriter.Batches batches =
        connections.writer().batches(() -> table.batch(throttle.portion()), throttle);
    Done done = new Done(0, 0, 0);
    try (BinaryCopy copy =
        BinaryCopy.of(connections.reader(), table.query(run.pages()), 2 + columns.size())) {
      while (copy.next()) {
        List<@Nullable Object> row = new ArrayList<>(columns.size());
        boolean bad = false;
        boolean any = false;
        for (int i = 0; i < columns.size(); i++) {
          byte[] value = copy.value(2 + i);
          Object resealed = null;
          try {
            resealed = value == null ? null : resealed(columns.get(i).type(), value, any);
          } catch (SQLException e) {
            if (!ValueOpener.isOfOneValue(e)) {
              throw e;
            }
            bad = true;
          }
          any |= resealed != null;
          row.add(resealed);
        }
        done = done.plus(new Done(any ? 1 : 0, 0, bad ? 1 : 0));
        if (any) {
          batches.filling().add(copy.ctid(0), copy.transaction(1), row);
          done = done.plus(new Done(0, batches.writeIfFull(), 0));
        }
      }
    }
    return done.plus(new Done(0, batches.finish(), 0));
  }

  /**
   * Returns a column's content anew: {@code byte[]}, or the text of an array.
   *
   * @param beside whether another of the same row was resealed just now
   */
  private Object resealed(ColumnType.Encrypted type, byte[] content, boolean beside)
      throws SQLException {
    if (!type.array()) {
      return beside
          ? cipher.resealBeside(type.type(), content)
          : cipher.reseal(type.type(), content);
    }
    return BinaryArray.parse(content)
        .text(element -> "\\x" + HexFormat.of().formatHex(kept(type, element)));
  }

  /** Returns an element of an array anew, or as it is if it names no retired key. */
  private byte[] kept(ColumnType.Encrypted type, byte[] element) throws SQLException {
    return retired.contains(Header.parse(element).keyId())
        ? cipher.reseal(type.type(), element)
        : element;
  }

  @Override
  public void close() throws SQLException {
    cipher.close();
    connections.close();
  }
}
