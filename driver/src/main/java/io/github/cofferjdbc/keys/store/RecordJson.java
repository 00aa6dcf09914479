package io.github.cofferjdbc.keys.store;

import io.github.cofferjdbc.json.Json;
import io.github.cofferjdbc.json.MalformedJsonException;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The text of a cluster's record, format 1, and the bytes of it that the MAC covers. No state.
 *
 * <p>The MAC covers a canonical encoding: the same JSON on one line, members in a fixed order, maps
 * sorted, without the member {@code mac}. It is made from the record that was read, not from the
 * text, and the reader takes no member that it does not know, so nothing in the text goes
 * unauthenticated but blanks and the order of members.
 */
public final class RecordJson {

  /** The format that is written, and the only one that is read. */
  public static final int FORMAT = 1;

  /** A record as it was read, and the MAC beside it, not yet checked. */
  public record Parsed(ClusterRecord record, Wrapped mac) {}

  private RecordJson() {}

  /** Returns the text of a record with its MAC, to be stored. */
  public static StoredRecord write(ClusterRecord record, byte[] mac) {
    Map<String, @Nullable Object> json = RecordTree.of(record);
    json.put("mac", Wrapped.of(mac).base64());
    return new StoredRecord(record.revision(), Json.writeIndented(json));
  }

  /** Returns what the MAC of this record covers. */
  public static byte[] authenticated(ClusterRecord record) {
    return Json.write(RecordTree.of(record)).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Returns the record that the text holds.
   *
   * @throws SQLException KE006 if it is malformed, of a newer format, of another cluster, or of
   *     another revision than the store says
   */
  public static Parsed read(String cluster, StoredRecord stored) throws SQLException {
    Parsed parsed;
    try {
      Object json = Json.parse(stored.text());
      if (json instanceof Map<?, ?> map
          && map.get("format") instanceof BigDecimal format
          && format.compareTo(BigDecimal.valueOf(FORMAT)) > 0) {
        throw KeyFailure.UNUSABLE.exception(
            "The key store's record of cluster "
                + cluster
                + " has a newer format than this version of Coffer reads; update Coffer.");
      }
      Fields fields = new Fields(json);
      Wrapped mac = fields.wrapped("mac");
      parsed = new Parsed(RecordTree.read(fields), mac);
    } catch (MalformedJsonException | IllegalArgumentException e) {
      throw KeyFailure.UNUSABLE.exception(
          "The key store's record of cluster "
              + cluster
              + " is corrupt ("
              + e.getMessage()
              + "); bring it back from a backup.",
          e);
    }
    if (!parsed.record().cluster().equals(cluster)
        || parsed.record().revision() != stored.revision()) {
      throw KeyFailure.UNUSABLE.exception(
          "The key store's record of cluster "
              + cluster
              + " is one of another cluster or revision; bring it back from a backup.");
    }
    return parsed;
  }

  /** Returns the instant of its one spelling, to the second. */
  static Instant instant(String text) {
    try {
      Instant instant = Instant.parse(text);
      if (toTheSecond(instant) && instant.toString().equals(text)) {
        return instant;
      }
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("a time is malformed", e);
    }
    throw new IllegalArgumentException("a time is not to the second");
  }

  static boolean toTheSecond(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).equals(instant);
  }

  /** Returns a map that keeps the order of the members. */
  static Map<String, @Nullable Object> object() {
    return new LinkedHashMap<>();
  }
}
