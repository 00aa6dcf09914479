package io.github.cofferjdbc.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.admin.bulk.Progress;
import io.github.cofferjdbc.admin.bulk.Verify;
import io.github.cofferjdbc.admin.bulk.VerifyResult;
import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.jdbc.ProtectedDatabase;
import io.github.cofferjdbc.keys.store.KeyStore;
import io.github.cofferjdbc.testing.KmsKey;
import io.github.cofferjdbc.testing.KmsServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Two operators rotate the keys of every tier, over and over, while eight applications write and
 * eight read. {@code -Dcoffer.test.rotationSeconds} says for how long (by default {@value
 * #SECONDS}).
 */
class RotationUnderLoadIT {

  private static final int SECONDS = 3;
  private static final int APPLICATIONS = 8;
  private static final int ROWS = 20;

  private final long seed = Long.getLong("coffer.test.seed", new Random().nextLong());
  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicInteger writes = new AtomicInteger();
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger rotations = new AtomicInteger();
  private final AtomicInteger overtaken = new AtomicInteger();

  @Test
  void noApplicationSeesAnErrorAndEveryValueStaysReadable() throws Exception {
    System.err.println("RotationUnderLoadIT seed " + seed);
    try (KmsServer kms = KmsServer.start()) {
      List<KmsKey> keys = List.of(kms.createKey(), kms.createKey());
      try (ProtectedDatabase database =
          ProtectedDatabase.with(
              "CREATE TABLE account (id int PRIMARY KEY, code encrypted.int4_eq,"
                  + " secret encrypted.text_random)",
              Map.of(
                  Setting.MASTER_KEY.key(),
                  "aws-kms:" + keys.get(0).arn(),
                  Setting.NEXT_MASTER_KEY.key(),
                  "aws-kms:" + keys.get(1).arn(),
                  Setting.KMS_ENDPOINT.key(),
                  kms.endpoint()))) {
        rotateUnderLoad(database, keys);
      }
    }
  }

  private void rotateUnderLoad(ProtectedDatabase database, List<KmsKey> keys) throws Exception {
    UUID id;
    try (Connection plain = database.plain()) {
      id = DatabaseIds.of(plain);
    }
    fill(database);
    ExecutorService threads = Executors.newFixedThreadPool(2 * APPLICATIONS + 2);
    List<Map<Integer, String>> known = new ArrayList<>();
    try {
      List<Future<Void>> running = new ArrayList<>();
      for (int i = 0; i < APPLICATIONS; i++) {
        Map<Integer, String> own = new HashMap<>();
        known.add(own);
        running.add(threads.submit(writer(database, i, own)));
        running.add(threads.submit(reader(database, i)));
      }
      List<Future<Void>> operators =
          List.of(
              threads.submit(operator(database, id, keys, 0)),
              threads.submit(operator(database, id, keys, 1)));
      for (Future<Void> operator : operators) {
        await(operator);
      }
      stop.set(true);
      for (Future<Void> application : running) {
        await(application);
      }
    } finally {
      stop.set(true);
      threads.shutdownNow();
    }
    System.err.printf(
        "RotationUnderLoadIT: %d rotations (%d more were overtaken), %d writes, %d reads%n",
        rotations.get(), overtaken.get(), writes.get(), reads.get());
    assertThat(rotations.get()).isGreaterThan(6);
    agree(database, known);
  }

  private static void await(Future<Void> future) throws Exception {
    try {
      future.get();
    } catch (ExecutionException e) {
      throw new AssertionError("an error reached the application", e.getCause());
    }
  }

  private static void fill(ProtectedDatabase database) throws SQLException {
    try (Connection coffer = database.coffer();
        PreparedStatement insert =
            coffer.prepareStatement("INSERT INTO account VALUES (?, ?, ?)")) {
      for (int row = 0; row < APPLICATIONS * ROWS; row++) {
        insert.setInt(1, row);
        insert.setInt(2, row);
        insert.setString(3, secret(row, 0));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static String secret(int row, int version) {
    return "secret " + row + " in version " + version;
  }

  /** Keys that serve for a second at most, some with a cache of their own as other processes. */
  private static Map<String, String> settings(int application) {
    return Map.of(
        Setting.DATABASE_KEY_TTL.key(), "PT" + (application % 2 == 0 ? "1" : "1.5") + "S");
  }

  private Callable<Void> writer(ProtectedDatabase database, int number, Map<Integer, String> own) {
    Random random = new Random(seed + number);
    return () -> {
      try (Connection coffer = database.coffer(settings(number));
          PreparedStatement update =
              coffer.prepareStatement("UPDATE account SET secret = ? WHERE code = ?")) {
        for (int version = 1; !stop.get(); version++) {
          int row = number * ROWS + random.nextInt(ROWS);
          update.setString(1, secret(row, version));
          update.setInt(2, row);
          assertThat(update.executeUpdate()).as("row %d", row).isEqualTo(1);
          own.put(row, secret(row, version));
          writes.incrementAndGet();
        }
        return null;
      }
    };
  }

  private Callable<Void> reader(ProtectedDatabase database, int number) {
    Random random = new Random(~seed + number);
    return () -> {
      try (Connection coffer = database.coffer(settings(number));
          PreparedStatement select =
              coffer.prepareStatement("SELECT secret FROM account WHERE code = ?")) {
        while (!stop.get()) {
          int row = random.nextInt(APPLICATIONS * ROWS);
          select.setInt(1, row);
          try (ResultSet result = select.executeQuery()) {
            assertThat(result.next()).as("row %d", row).isTrue();
            assertThat(result.getString(1)).startsWith("secret " + row + " in version ");
          }
          reads.incrementAndGet();
        }
        return null;
      }
    };
  }

  private Callable<Void> operator(
      ProtectedDatabase database, UUID id, List<KmsKey> keys, int number) {
    int seconds = Integer.getInteger("coffer.test.rotationSeconds", SECONDS);
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    return () -> {
      Settings settings = database.settings().with(Setting.MASTER_KEY, null);
      try (KeyStore store = database.keyStore()) {
        for (int round = 0; System.nanoTime() - end < 0; round++) {
          String to = "aws-kms:" + keys.get((round / 3 + number) % 2).arn();
          try {
            switch (round % 3) {
              case 0 -> Rotate.database(store, settings, id);
              case 1 -> Rotate.cluster(store, settings);
              default -> Rotate.master(store, settings, Optional.of(to));
            }
            rotations.incrementAndGet();
          } catch (SQLException e) {
            assertThat(CofferState.KEY_SERVICE_UNREACHABLE.matches(e)).as("%s", e).isTrue();
            assertThat(e.getMessage()).contains("Another process");
            overtaken.incrementAndGet();
          }
        }
        return null;
      }
    };
  }

  private void agree(ProtectedDatabase database, List<Map<Integer, String>> known)
      throws SQLException {
    try (Connection coffer = database.coffer(Map.of(Setting.DATABASE_KEY_TTL.key(), "PT2S"));
        Statement statement = coffer.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id, code, secret FROM account")) {
      int count = 0;
      while (rows.next()) {
        int id = rows.getInt(1);
        assertThat(rows.getInt(2)).isEqualTo(id);
        assertThat(rows.getString(3))
            .isEqualTo(known.get(id / ROWS).getOrDefault(id, secret(id, 0)));
        count++;
      }
      assertThat(count).isEqualTo(APPLICATIONS * ROWS);
    }
    VerifyResult verified =
        Verify.run(database::plain, database.settings(), null, 1, Progress.NONE);
    assertThat(verified.unauthentic()).isZero();
  }
}
