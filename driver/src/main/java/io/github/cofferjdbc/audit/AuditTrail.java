package io.github.cofferjdbc.audit;

import io.github.cofferjdbc.json.Json;
import io.github.cofferjdbc.json.MalformedJsonException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads an audit log, of whatever length, and checks its chain. Needs the right to read the file,
 * no more. What is appended while it reads may be missed. No state.
 */
public final class AuditTrail {

  /**
   * What is looked for. Immutable.
   *
   * @param cluster the ARN in the encryption context, or null for all
   * @param event the event's name, in any case, or null for all
   * @param since events at or after it, or null for all
   */
  public record Filter(@Nullable String cluster, @Nullable String event, @Nullable Instant since) {

    /** Lets everything through. */
    public static final Filter ALL = new Filter(null, null, null);

    boolean matches(Map<?, ?> json) {
      return (event == null
              || String.valueOf(json.get("eventName"))
                  .toLowerCase(Locale.ROOT)
                  .equals(event.toLowerCase(Locale.ROOT)))
          && (cluster == null || ofCluster(json, cluster))
          && (since == null || notBefore(json, since));
    }

    private static boolean ofCluster(Map<?, ?> json, String cluster) {
      return json.get("requestParameters") instanceof Map<?, ?> parameters
          && ((parameters.get("encryptionContext") instanceof Map<?, ?> context
                  && context.containsValue(cluster))
              || cluster.equals(parameters.get("cluster")));
    }

    private static boolean notBefore(Map<?, ?> json, Instant since) {
      try {
        return !Instant.parse(String.valueOf(json.get("eventTime"))).isBefore(since);
      } catch (DateTimeException e) {
        return true; // damaged: rather shown than hidden
      }
    }
  }

  /**
   * A line. Immutable.
   *
   * @param number from 1
   * @param text as it stands in the file
   * @param json what it says; null if it is no record
   * @param problem what is wrong with it or with its link to the line before, or null
   */
  public record Line(
      long number, String text, @Nullable Map<?, ?> json, @Nullable String problem) {}

  private AuditTrail() {}

  /**
   * Hands on the lines that match, in order, each with what is wrong with it. Lines that are no
   * record are always handed on.
   *
   * @return how many lines the file has
   * @throws IOException if the file is not there or cannot be read
   */
  public static long read(Path file, Filter filter, Consumer<Line> to) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        InputStream in = new BufferedInputStream(Channels.newInputStream(channel))) {
      String previous = AuditLine.FIRST;
      long number = 0;
      for (RawLine raw = RawLine.next(in); raw != null; raw = RawLine.next(in)) {
        Line line = line(++number, raw, previous);
        previous = AuditLine.sha256(raw.bytes());
        Map<?, ?> json = line.json();
        if (json == null || filter.matches(json)) {
          to.accept(line);
        }
      }
      return number;
    }
  }

  /**
   * Returns the highest revision of a cluster's record that the log tells of, 0 if none.
   *
   * @throws IOException if the file is not there or cannot be read
   */
  public static long highestRevision(Path file, String cluster) throws IOException {
    long[] highest = new long[1];
    read(
        file,
        new Filter(cluster, null, null),
        line -> {
          Map<?, ?> json = line.json();
          if (json != null
              && json.get("requestParameters") instanceof Map<?, ?> parameters
              && parameters.get("revision") instanceof BigDecimal revision) {
            highest[0] = Math.max(highest[0], revision.longValue());
          }
        });
    return highest[0];
  }

  private static Line line(long number, RawLine raw, String previous) {
    Optional<String> text = utf8(raw.bytes());
    Map<?, ?> json = text.map(AuditTrail::json).orElse(null);
    String problem = null;
    if (json == null || !raw.ended()) {
      problem = raw.ended() ? "is not a record: changed, or cut off by a crash" : "is cut off";
    } else if (!AuditLine.hashes(raw.bytes())) {
      problem = "was changed: its hash is another";
    } else if (!previous.equals(json.get("previous"))) {
      problem =
          number == 1
              ? "does not begin a log: lines before it were taken out"
              : "does not follow the line before: lines were changed, taken out, put in or moved";
    }
    return new Line(number, text.orElse(""), json, problem);
  }

  private static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static @Nullable Map<?, ?> json(String text) {
    try {
      return Json.parse(text) instanceof Map<?, ?> map ? map : null;
    } catch (MalformedJsonException e) {
      return null;
    }
  }

  /** The bytes of a line, and whether a line end stood behind them. */
  @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
  private record RawLine(byte[] bytes, boolean ended) {

    static @Nullable RawLine next(InputStream in) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (int one = in.read(); one >= 0; one = in.read()) {
        if (one == '\n') {
          return new RawLine(bytes.toByteArray(), true);
        }
        bytes.write(one);
      }
      return bytes.size() == 0 ? null : new RawLine(bytes.toByteArray(), false);
    }
  }
}
