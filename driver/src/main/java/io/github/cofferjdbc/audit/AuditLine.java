package io.github.cofferjdbc.audit;

import io.github.cofferjdbc.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of the log, without its line end.
 *
 * <pre>
 * {"eventVersion":"1.0", …, "previous":"SHA-256 of the line before", "hash":"SHA-256 of this line up to here, and }"}
 * </pre>
 *
 * <p>{@code previous} shows that a line was changed, put in, taken out or moved; {@code hash} shows
 * it for the last line too. Both are hexadecimal, over the bytes as they stand in the file. The
 * first line's {@code previous} is all zeros. No state.
 */
final class AuditLine {

  static final String FIRST = "0".repeat(64);
  private static final String BEFORE_HASH = ",\"hash\":\"";
  private static final String AFTER_HASH = "\"}";
  private static final int HASH_LENGTH = BEFORE_HASH.length() + 64 + AFTER_HASH.length();
  private static final String VERSION = "1.0";

  private AuditLine() {}

  /** Returns the line of an event. */
  static String of(AuditEvent event, Instant time, String previous) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("eventVersion", VERSION);
    json.put("userIdentity", Writer.IDENTITY);
    json.put("eventTime", time.truncatedTo(ChronoUnit.MILLIS).toString());
    json.put("eventSource", event.source());
    json.put("eventName", event.name());
    json.put("userAgent", Writer.USER_AGENT);
    if (event.errorCode() != null) {
      json.put("errorCode", event.errorCode());
      json.put("errorMessage", event.errorMessage());
    }
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    if (!event.context().isEmpty()) {
      parameters.put("encryptionContext", new LinkedHashMap<>(event.context()));
    }
    parameters.putAll(event.parameters());
    json.put("requestParameters", parameters);
    json.put("readOnly", event.readOnly());
    json.put("eventID", UUID.randomUUID().toString());
    json.put("previous", previous);
    String open = Json.write(json);
    String hash = sha256(open.getBytes(StandardCharsets.UTF_8));
    return open.substring(0, open.length() - 1) + BEFORE_HASH + hash + AFTER_HASH;
  }

  /** Tells whether the line ends with its own hash. */
  static boolean hashes(byte[] line) {
    if (line.length <= HASH_LENGTH) {
      return false;
    }
    int end = line.length - HASH_LENGTH;
    byte[] open = new byte[end + 1];
    System.arraycopy(line, 0, open, 0, end);
    open[end] = '}';
    String tail = new String(line, end, HASH_LENGTH, StandardCharsets.UTF_8);
    return tail.equals(BEFORE_HASH + sha256(open) + AFTER_HASH);
  }

  /** Returns the SHA-256 in hexadecimal. */
  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Who writes; the same for all lines of a process. */
  private static final class Writer {
    static final Map<String, @Nullable Object> IDENTITY = identity();
    static final String USER_AGENT = userAgent();

    private static Map<String, @Nullable Object> identity() {
      Map<String, @Nullable Object> identity = new LinkedHashMap<>();
      identity.put("type", "OperatingSystemUser");
      identity.put("userName", System.getProperty("user.name", ""));
      identity.put("processId", ProcessHandle.current().pid());
      return identity;
    }

    private static String userAgent() {
      String version = AuditLine.class.getPackage().getImplementationVersion();
      return version == null ? "coffer-jdbc" : "coffer-jdbc/" + version;
    }
  }
}
