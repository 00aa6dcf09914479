package io.github.cofferjdbc.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {

  private static final Map<String, String> CONTEXT =
      Map.of("aws:redshift:arn", "arn:aws:redshift:eu-central-1:1:cluster:one");

  @TempDir private Path folder;
  private Instant now = Instant.parse("2026-11-24T12:00:00Z");

  private Path file() {
    return folder.resolve("audit.jsonl");
  }

  private AuditLog log() {
    return new AuditLog(
        file(),
        new Clock() {
          @Override
          public Instant instant() {
            return now;
          }

          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }
        });
  }

  private static AuditEvent event(String name) {
    return new AuditEvent("local", name, true, CONTEXT, Map.of("keyId", "local:1"));
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(file());
  }

  private List<Long> broken() throws IOException {
    List<Long> numbers = new ArrayList<>();
    AuditTrail.read(
        file(),
        AuditTrail.Filter.ALL,
        line -> {
          if (line.problem() != null) {
            numbers.add(line.number());
          }
        });
    return numbers;
  }

  private void tenEvents() throws IOException {
    for (int i = 0; i < 10; i++) {
      log().append(event("Decrypt"));
    }
    assertThat(broken()).isEmpty();
  }

  @Test
  void writesARecordThatOnlyItsOwnerCanRead() throws Exception {
    log().append(event("Decrypt").failed("KE008", "refused"));
    String line = lines().get(0);
    assertThat(line)
        .contains(
            "\"eventTime\":\"2026-11-24T12:00:00Z\"",
            "\"eventSource\":\"local\"",
            "\"eventName\":\"Decrypt\"",
            "\"errorCode\":\"KE008\"",
            "\"encryptionContext\":{\"aws:redshift:arn\":\"arn:aws:redshift:",
            "\"keyId\":\"local:1\"");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void tellsEveryChangeOfALine() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("AuditLogTest seed " + seed);
    Random random = new Random(seed);
    tenEvents();
    byte[] whole = Files.readAllBytes(file());
    for (int i = 0; i < 300; i++) {
      byte[] changed = whole.clone();
      int at = random.nextInt(changed.length);
      changed[at] ^= (byte) (1 << random.nextInt(7));
      Files.write(file(), changed);
      assertThat(broken()).as("byte %d", at).isNotEmpty();
    }
  }

  @Test
  void tellsLinesThatWereTakenOutPutInOrMoved() throws Exception {
    tenEvents();
    List<String> whole = lines();
    for (int i = 0; i < 9; i++) {
      List<String> without = new ArrayList<>(whole);
      without.remove(i);
      Files.write(file(), without);
      assertThat(broken()).as("without line %d", i + 1).containsExactly(i + 1L);
    }
    List<String> doubled = new ArrayList<>(whole);
    doubled.add(4, whole.get(3));
    Files.write(file(), doubled);
    assertThat(broken()).containsExactly(5L);
    List<String> moved = new ArrayList<>(whole);
    Collections.swap(moved, 2, 7);
    Files.write(file(), moved);
    assertThat(broken()).isNotEmpty();
  }

  @Test
  void goesOnBehindALineThatACrashHasCutOffAndKeepsIt() throws Exception {
    tenEvents();
    byte[] whole = Files.readAllBytes(file());
    byte[] cut = java.util.Arrays.copyOf(whole, whole.length - 100);
    Files.write(file(), cut);
    assertThat(broken()).containsExactly(10L);
    log().append(event("Encrypt"));
    log().append(event("Encrypt"));
    assertThat(broken()).containsExactly(10L);
    assertThat(lines()).hasSize(12);
  }

  @Test
  void linesOfManyThreadsFormOneChain() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        all.add(
            threads.submit(
                () -> {
                  for (int j = 0; j < 25; j++) {
                    log().append(event("Decrypt"));
                  }
                  return null;
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(lines()).hasSize(100);
    assertThat(broken()).isEmpty();
  }

  @Test
  void followsALineLongerThanOneRead() throws Exception {
    log().append(event("Decrypt").with("long", "x".repeat(10_000)));
    log().append(event("Decrypt").with("long", "y".repeat(4_096)));
    log().append(event("Decrypt"));
    assertThat(broken()).isEmpty();
  }

  @Test
  void countsEqualRefusalsOfOneSecondInTheNext() throws Exception {
    AuditLog log = log();
    for (int i = 0; i < 5; i++) {
      log.refused(event("RefuseValue"), new SQLException("no", "KE001"));
    }
    log.refused(event("RefusePolicy"), new SQLException("no", "KE006"));
    assertThat(lines()).hasSize(2);
    now = now.plus(AuditLog.FOLD);
    log.refused(event("RefuseValue"), new SQLException("no", "KE001"));
    assertThat(lines()).hasSize(3);
    assertThat(lines().get(2)).contains("\"occurrences\":5", "\"errorCode\":\"KE001\"");
  }

  @Test
  void aRefusalHoldsThoughItCannotBeWritten() {
    AuditLog log = new AuditLog(folder.resolve("nowhere").resolve("log"), Clock.systemUTC());
    SQLException refusal = new SQLException("no", "KE001");
    log.refused(event("RefuseValue"), refusal);
    assertThat(refusal.getSuppressed()).hasSize(1);
    assertThatThrownBy(() -> log.append(event("Decrypt"))).isInstanceOf(IOException.class);
    assertThatThrownBy(log::requireWritable).isInstanceOf(IOException.class);
  }

  @Test
  void findsRecordsByClusterEventAndTime() throws Exception {
    log().append(event("Decrypt"));
    now = now.plusSeconds(60);
    log().append(event("Encrypt"));
    log().append(new AuditEvent("local", "Decrypt", true, Map.of(), Map.of()));
    String arn = CONTEXT.get("aws:redshift:arn");
    assertThat(found(new AuditTrail.Filter(arn, null, null))).containsExactly(1L, 2L);
    assertThat(found(new AuditTrail.Filter(null, "DECRYPT", null))).containsExactly(1L, 3L);
    assertThat(found(new AuditTrail.Filter(null, null, now))).containsExactly(2L, 3L);
    assertThat(found(new AuditTrail.Filter(arn, "decrypt", now))).isEmpty();
    assertThat(found(new AuditTrail.Filter("arn:x:y:::z", null, null))).isEmpty();
  }

  private List<Long> found(AuditTrail.Filter filter) throws IOException {
    List<Long> numbers = new ArrayList<>();
    AuditTrail.read(file(), filter, line -> numbers.add(line.number()));
    return numbers;
  }
}
