package io.github.cofferjdbc.admin;

import io.github.cofferjdbc.audit.AuditLog;
import io.github.cofferjdbc.audit.AuditTrail;
import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.envelope.EncryptionContext;
import io.github.cofferjdbc.error.CofferState;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Searches an audit log and checks its chain. Needs no key, and no more than the right to read the
 * file. No state.
 */
public final class Audit {

  /**
   * What the check of a chain came to. Immutable.
   *
   * @param lines how many lines the log has
   * @param problems the lines with which something is wrong; empty if the chain is whole
   */
  public record Check(long lines, List<Problem> problems) {
    /** Makes one. */
    public Check {
      problems = List.copyOf(problems);
    }
  }

  /**
   * A line with which something is wrong. Immutable.
   *
   * @param line from 1
   * @param what what is wrong
   */
  public record Problem(long line, String what) {}

  private Audit() {}

  /**
   * Returns the file that {@code coffer.auditLog} names.
   *
   * @throws SQLException KE009 if the setting is not given
   */
  public static Path log(Settings settings) throws SQLException {
    return AuditLog.path(settings)
        .orElseThrow(
            () ->
                CofferState.BAD_CONFIGURATION.exception(
                    "Which audit log? Give --log FILE, or coffer.auditLog=file:PATH."));
  }

  /**
   * Hands on the records that match, in order, as JSON on one line each. A line that is no record
   * is handed on too, as it stands.
   *
   * @param settings {@code coffer.cluster} there, a name or an ARN, chooses the records of one
   *     cluster
   * @param event a record's {@code eventName}, in any case; null for all
   * @param since records at or after it; null for all
   * @throws SQLException KE009 if the file is not there or cannot be read
   */
  public static void search(
      Path log,
      Settings settings,
      @Nullable String event,
      @Nullable Instant since,
      Consumer<String> to)
      throws SQLException {
    Optional<String> cluster = settings.text(Setting.CLUSTER);
    String arn = cluster.isPresent() ? EncryptionContext.arnOf(cluster.get()) : null;
    read(log, new AuditTrail.Filter(arn, event, since), line -> to.accept(line.text()));
  }

  /**
   * Checks every line and its link to the line before.
   *
   * @throws SQLException KE009 if the file is not there or cannot be read
   */
  public static Check verifyChain(Path log) throws SQLException {
    List<Problem> problems = new ArrayList<>();
    long lines =
        read(
            log,
            AuditTrail.Filter.ALL,
            line -> {
              String what = line.problem();
              if (what != null) {
                problems.add(new Problem(line.number(), what));
              }
            });
    return new Check(lines, problems);
  }

  private static long read(Path log, AuditTrail.Filter filter, Consumer<AuditTrail.Line> to)
      throws SQLException {
    try {
      return AuditTrail.read(log, filter, to);
    } catch (IOException e) {
      throw CofferState.BAD_CONFIGURATION.exception(
          "The audit log " + log + " cannot be read (" + e.getClass().getSimpleName() + ").", e);
    }
  }
}
