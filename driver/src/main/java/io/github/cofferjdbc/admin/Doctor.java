package io.github.cofferjdbc.admin;

import io.github.cofferjdbc.audit.AuditLog;
import io.github.cofferjdbc.audit.AuditTrail;
import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.keys.OpenCluster;
import io.github.cofferjdbc.keys.store.KeyStore;
import io.github.cofferjdbc.keys.store.KeyStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tries each link between an application and its plaintext, and says what is wrong and how to mend
 * it. Changes nothing. One examination, one thread.
 */
public final class Doctor {

  static final String KEY_STORE = "key store";
  static final String MASTER_KEY = "master key";
  static final String DATABASE = "database";

  private final Settings settings;
  private final @Nullable ConnectionSource source;
  private final @Nullable String url;
  private final Clock clock;
  private final List<Finding> findings = new ArrayList<>();

  private Doctor(
      Settings settings, @Nullable ConnectionSource source, @Nullable String url, Clock clock) {
    this.settings = settings;
    this.source = source;
    this.url = url;
    this.clock = clock;
  }

  /**
   * Examines keys and database, and returns a finding for each link, in the order of the chain.
   *
   * @param source opens the database; null if none is to be examined
   * @param url the database's JDBC URL, to compare with the key store's; null if there is none
   * @param clock this machine's clock
   */
  public static List<Finding> examine(
      Settings settings, @Nullable ConnectionSource source, @Nullable String url, Clock clock) {
    Doctor doctor = new Doctor(settings, source, url, clock);
    doctor.examine();
    return List.copyOf(doctor.findings);
  }

  private void examine() {
    try (KeyStore store = KeyStores.open(settings)) {
      if (storeIsThere(store)) {
        keysOpen(store);
      } else {
        findings.add(Finding.skipped(MASTER_KEY, "Not tried: the key store comes first."));
        examineDatabase(null);
      }
    } catch (SQLException e) {
      findings.add(problem(KEY_STORE, e));
      findings.add(Finding.skipped(MASTER_KEY, "Not tried: the key store comes first."));
      examineDatabase(null);
    }
  }

  private boolean storeIsThere(KeyStore store) {
    try {
      List<String> clusters = store.clusters();
      if (clusters.isEmpty()) {
        findings.add(
            Finding.problem(
                KEY_STORE,
                "KE009",
                "There is no key store at "
                    + store.place()
                    + ": run coffer init, or name the right one with --key-store."));
        return false;
      }
      findings.add(
          Finding.ok(KEY_STORE, store.place() + " has " + String.join(", ", clusters) + "."));
      placeIsGood(store);
      return true;
    } catch (SQLException e) {
      findings.add(problem(KEY_STORE, e));
      return false;
    }
  }

  private void placeIsGood(KeyStore store) {
    if (url != null && store.onServerOf(url)) {
      findings.add(
          Finding.warning(
              KEY_STORE,
              "The key store is on the server whose data it protects: move it to another one, so that"
                  + " nobody gets both at once."));
    }
    if (settings.flag(Setting.KEY_STORE_INSECURE)) {
      findings.add(
          Finding.warning(
              KEY_STORE,
              "coffer.keyStoreInsecure is true: set up TLS with sslmode=verify-full and leave it"
                  + " out."));
    }
  }

  private void keysOpen(KeyStore store) {
    try (OpenCluster cluster = OpenCluster.open(store, settings)) {
      findings.add(
          Finding.ok(
              MASTER_KEY,
              cluster.record().masterKey().reference()
                  + " opens cluster "
                  + cluster.record().cluster()
                  + "."));
      if (cluster.record().masterKey().scheme().equals("local")) {
        findings.add(
            Finding.warning(
                MASTER_KEY,
                "The master key is in a file, which is for development: use AWS KMS or an HSM for real"
                    + " data."));
      }
      notRolledBack(cluster);
      examineDatabase(cluster);
    } catch (SQLException e) {
      Finding problem = problem(MASTER_KEY, e);
      String message = problem.message();
      findings.add(
          Finding.problem(
              MASTER_KEY,
              problem.state(),
              message + (message.endsWith(".") ? " " : ". ") + KeyRemedy.of(scheme(store), e)));
      examineDatabase(null);
    }
  }

  /** A process knows the revisions that it has seen itself; the audit log knows those before. */
  private void notRolledBack(OpenCluster cluster) {
    Optional<Path> log = AuditLog.path(settings).filter(Files::exists);
    if (log.isEmpty()) {
      return;
    }
    try {
      long recorded = AuditTrail.highestRevision(log.get(), cluster.record().cluster());
      if (recorded > cluster.record().revision()) {
        findings.add(
            Finding.problem(
                KEY_STORE,
                CofferState.NOT_TRUSTWORTHY.sqlState(),
                "The audit log has revision "
                    + recorded
                    + " of the key store and the key store itself only "
                    + cluster.record().revision()
                    + ": it was rolled back, as by a backup. Bring back the newer one: keys that"
                    + " were made since are not in this one, and keys that were destroyed and pins"
                    + " that were replaced since are."));
      }
    } catch (IOException e) {
      findings.add(Finding.warning(KEY_STORE, "The audit log " + log.get() + " cannot be read."));
    }
  }

  /** Returns the kind of master key that the settings name, else that of the key store, or "". */
  private String scheme(KeyStore store) {
    String reference =
        settings
            .text(Setting.MASTER_KEY)
            .or(
                () ->
                    Status.unchecked(store, settings).map(record -> record.masterKey().reference()))
            .orElse("");
    int colon = reference.indexOf(':');
    return colon < 0 ? "" : reference.substring(0, colon);
  }

  private void examineDatabase(@Nullable OpenCluster cluster) {
    ConnectionSource open = source;
    if (open == null) {
      findings.add(Finding.skipped(DATABASE, "Not tried: give --url to examine a database."));
      return;
    }
    try (Connection connection = open.open()) {
      findings.add(Finding.ok(DATABASE, "It answers."));
      findings.addAll(
          new DatabaseDoctor(connection, settings, Optional.ofNullable(cluster), clock).examine());
    } catch (SQLException e) {
      findings.add(
          Finding.problem(
              DATABASE,
              e.getSQLState(),
              "The database cannot be reached or does not let the user in ("
                  + oneLine(e)
                  + "): check --url, --user, the password, and that the server runs."));
    }
  }

  static Finding problem(String check, SQLException e) {
    return Finding.problem(check, e.getSQLState(), oneLine(e));
  }

  static String oneLine(SQLException e) {
    return String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", "; ");
  }
}
