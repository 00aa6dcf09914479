package io.github.cofferjdbc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.keys.KeyAccess;
import io.github.cofferjdbc.testing.KmsFault;
import io.github.cofferjdbc.testing.KmsKey;
import io.github.cofferjdbc.testing.KmsServer;
import io.github.cofferjdbc.testing.RunningApplication;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The key service denies, throttles and is slow in the middle of rotations. */
class KmsRotationFaultsIT {

  /**
   * How late each answer is while keys rotate. CONTRIBUTING.md says how to make it five seconds.
   */
  private static final Duration LATENCY =
      Duration.parse(System.getProperty("coffer.test.kmsLatency", "PT0.2S"));

  /** How long the service throttles: longer than the applications' keys serve without it. */
  private static final Duration THROTTLED =
      Duration.parse(System.getProperty("coffer.test.kmsThrottled", "PT1.2S"));

  private final CliFixture fixture = new CliFixture();
  private final KmsServer kms = KmsServer.start();
  private final KmsKey first = kms.createKey();
  private final KmsKey second = kms.createKey();

  @BeforeEach
  void init() throws SQLException {
    CliRun init = run("init", "--master-key", "aws-kms:" + first.arn());
    assertThat(init.status()).as(init.err()).isZero();
    fixture.database.execute("CREATE TABLE patient (id int, ssn encrypted.text_eq)");
    try (Connection coffer = coffer();
        Statement statement = coffer.createStatement()) {
      statement.execute("INSERT INTO patient VALUES (1, '123-45-6789')");
    }
  }

  @AfterEach
  void close() throws SQLException {
    KeyAccess.shared().clear();
    fixture.close();
    kms.close();
  }

  private Connection coffer() throws SQLException {
    return coffer(Map.of());
  }

  private Connection coffer(Map<String, String> more) throws SQLException {
    Map<String, String> all = new HashMap<>(more);
    all.put("coffer.kmsEndpoint", kms.endpoint());
    return fixture.coffer(all);
  }

  private CliRun run(String... command) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(CliFixture.databaseOptions(fixture.database));
    arguments.addAll(
        List.of(
            "--key-store",
            "file:" + fixture.store(),
            "--settings",
            fixture.settings("coffer.kmsEndpoint=" + kms.endpoint()).toString()));
    return CliRun.of(arguments);
  }

  /** A rotation of this tier; of the master key, to the one that is not in use. */
  private CliRun rotate(String tier, boolean toSecond) {
    return tier.equals("master")
        ? run("rotate", "master", "--to", "aws-kms:" + (toSecond ? second : first).arn())
        : run("rotate", tier);
  }

  private void assertReads() throws SQLException {
    KeyAccess.shared().clear();
    try (Connection coffer = coffer();
        Statement statement = coffer.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT ssn FROM patient WHERE ssn = '123-45-6789'")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).isEqualTo("123-45-6789");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"master", "cluster", "database", "index"})
  void aDenialAtAnyCallIsNamedAndTheSameCommandCompletes(String tier) throws Exception {
    int denied = 0;
    boolean toSecond = true;
    while (true) {
      kms.failAfter(denied, KmsFault.deny());
      CliRun run = rotate(tier, toSecond);
      kms.heal();
      if (run.status() == 0) {
        break;
      }
      denied++;
      assertThat(run.err()).contains("KE008", "kms:");
      assertReads();
      CliRun again = rotate(tier, toSecond);
      assertThat(again.status()).as("after denial %d: %s", denied, again.err()).isZero();
      assertReads();
      toSecond = !toSecond;
    }
    assertReads();
    System.err.printf("KmsRotationFaultsIT: rotate %s denied at each of %d calls%n", tier, denied);
    assertThat(denied).isPositive();
  }

  @Test
  void throttlingThatLastsEndsTheRotationInBoundedCallsAndAnApplicationGoesOn() throws Exception {
    String before = fixture.state();
    try (Connection running = coffer();
        Statement statement = running.createStatement()) {
      statement.execute("SELECT ssn FROM patient WHERE ssn = 'none'"); // keys are loaded
      kms.failAlways(KmsFault.throttle());
      kms.forgetRequests();

      CliRun run = run("rotate", "cluster");

      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err()).contains("KE005", "kms:Decrypt", first.arn());
      assertThat(kms.requests()).hasSizeBetween(1, 3);
      assertThat(fixture.state()).isEqualTo(before);
      statement.execute("INSERT INTO patient VALUES (2, 'while throttled')");
      kms.heal();
    }
    kms.failNext(2, KmsFault.throttle());
    CliRun again = run("rotate", "cluster");
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(again.out()).contains("version 2");
    assertReads();
  }

  /** The one test that waits: a time-out below the service's latency would be an outage. */
  @Test
  void anAnswerAfterFiveSecondsIsAnAnswer() throws Exception {
    kms.failNext(1, new KmsFault.Delay(Duration.ofSeconds(5)));
    kms.forgetRequests();

    assertReads();

    assertThat(kms.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"master", "cluster", "database", "index"})
  void applicationsGoOnWhileEveryAnswerOfARotationIsLate(String tier) throws Exception {
    try (RunningApplication application =
        new RunningApplication(() -> coffer(RunningApplication.SHORT_LIVED_KEYS))) {
      kms.failAlways(new KmsFault.Delay(LATENCY));
      kms.forgetRequests();
      int before = application.turns();
      long start = System.nanoTime();

      CliRun run = rotate(tier, true);

      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertThat(run.status()).as(run.err()).isZero();
      assertThat(took).as("the service was asked").isGreaterThanOrEqualTo(LATENCY);
      application.goesOnUntil(Duration.ZERO);
      assertThat(application.turns()).isGreaterThan(before);
      System.err.printf(
          "KmsRotationFaultsIT: rotate %s took %d ms with answers after %d ms; %d turns of the"
              + " applications%n",
          tier, took.toMillis(), LATENCY.toMillis(), application.turns() - before);
      kms.heal();
      application.goesOnUntil(Duration.ZERO);
    }
    assertReads();
  }

  @Test
  void applicationsGoOnBeyondTheTimeOfTheirKeysWhileARotationIsThrottled() throws Exception {
    try (RunningApplication application =
        new RunningApplication(() -> coffer(RunningApplication.SHORT_LIVED_KEYS))) {
      kms.failAfter(1, KmsFault.throttle());

      CliRun run = run("rotate", "cluster");

      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err()).contains("KE005", "kms:");
      application.goesOnUntil(THROTTLED);
      kms.heal();
      CliRun again = run("rotate", "cluster");
      assertThat(again.status()).as(again.err()).isZero();
      application.goesOnUntil(Duration.ZERO);
    }
    assertReads();
  }
}
