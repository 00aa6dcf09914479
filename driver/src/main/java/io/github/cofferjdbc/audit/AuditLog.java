package io.github.cofferjdbc.audit;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.files.OwnerOnly;
import io.github.cofferjdbc.files.SideLock;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes the audit log that {@code coffer.auditLog} names.
 *
 * <p>The chain shows damage and careless edits; who can write the file can also rewrite it from any
 * line on, or cut off its end. Several threads and processes of one machine may append. Thread
 * safe.
 */
public final class AuditLog {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** One refusal of a kind is written in this time; the others are counted in the next one. */
  static final Duration FOLD = Duration.ofSeconds(1);

  private static final int KINDS = 1000;
  private static final Map<Path, AuditLog> ALL = new ConcurrentHashMap<>();

  private record Recent(Instant written, long others) {}

  private final Path path;
  private final Clock clock;
  private final Map<AuditEvent, Recent> recent =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<AuditEvent, Recent> eldest) {
          return size() > KINDS;
        }
      };

  AuditLog(Path path, Clock clock) {
    this.path = path;
    this.clock = clock;
  }

  /** Returns the log of the settings, or empty if they name none; touches no file. */
  public static Optional<AuditLog> of(Settings settings) {
    return settings.given(Setting.AUDIT_LOG)
        ? path(settings)
            .map(file -> ALL.computeIfAbsent(file, key -> new AuditLog(key, Clock.systemUTC())))
        : Optional.empty();
  }

  /** Returns the file that {@code coffer.auditLog} names, or empty. */
  public static Optional<Path> path(Settings settings) {
    return settings
        .text(Setting.AUDIT_LOG)
        .map(value -> Path.of(value.substring("file:".length())).toAbsolutePath().normalize());
  }

  public Path path() {
    return path;
  }

  /**
   * Appends an event; when this returns it is on the disk.
   *
   * @throws IOException if that cannot be had; the file is then as it was before
   */
  public void append(AuditEvent event) throws IOException {
    try (SideLock lock = lock()) {
      AuditFile.append(path, previous -> AuditLine.of(event, clock.instant(), previous));
    }
  }

  /**
   * Fails if an event could not be appended now, as far as that can be told without appending.
   *
   * @throws IOException if the file cannot be opened for writing
   */
  public void requireWritable() throws IOException {
    try (SideLock lock = lock()) {
      OwnerOnly.open(path).close();
    }
  }

  private SideLock lock() throws IOException {
    return SideLock.take(path.resolveSibling(path.getFileName() + ".lock"), PATIENCE);
  }

  /**
   * Appends something that was refused. Equal ones within a second are written once; the next one
   * after it says in {@code occurrences} for how many it stands, itself included. If the log cannot
   * be written, the refusal holds all the same: the failure is added to it and goes to the system
   * log.
   */
  public void refused(AuditEvent event, SQLException refusal) {
    AuditEvent failed = event.failed(refusal.getSQLState(), refusal.getMessage());
    Optional<Long> occurrences = count(failed);
    if (occurrences.isPresent()) {
      try {
        append(occurrences.get() == 1 ? failed : failed.with("occurrences", occurrences.get()));
      } catch (IOException e) {
        refusal.addSuppressed(e);
        System.getLogger(AuditLog.class.getName())
            .log(System.Logger.Level.WARNING, "The audit log " + path + " cannot be written.", e);
      }
    }
  }

  private Optional<Long> count(AuditEvent event) {
    Instant now = clock.instant();
    synchronized (recent) {
      Recent before = recent.get(event);
      if (before != null && now.isBefore(before.written().plus(FOLD))) {
        recent.put(event, new Recent(before.written(), before.others() + 1));
        return Optional.empty();
      }
      recent.remove(event); // and put in again as the newest
      recent.put(event, new Recent(now, 0));
      return Optional.of(before == null ? 1 : before.others() + 1);
    }
  }

  @Override
  public String toString() {
    return "AuditLog " + path;
  }
}
