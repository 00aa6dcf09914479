package io.github.cofferjdbc.keys.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cofferjdbc.envelope.Mode;
import io.github.cofferjdbc.json.Json;
import io.github.cofferjdbc.keys.store.ClusterRecord.ClusterKeyEntry;
import io.github.cofferjdbc.keys.store.ClusterRecord.MasterKeyName;
import io.github.cofferjdbc.keys.store.KeyEntry.Kind;
import io.github.cofferjdbc.keys.store.KeyEntry.State;
import io.github.cofferjdbc.value.BaseType;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RecordJsonTest {

  private static final String ARN = "arn:coffer:postgresql:::cluster:default";
  private static final Instant NOW = Instant.parse("2026-11-24T05:00:00Z");
  private static final byte[] MAC = new byte[32];

  private static Wrapped bytes(int length) {
    return Wrapped.of(new byte[length]);
  }

  private static ClusterRecord record() {
    KeyEntry destroyed = new KeyEntry(2, Kind.DATABASE, 1, NOW, State.DESTROYED, 0, null);
    KeyEntry current = new KeyEntry(3, Kind.DATABASE, 2, NOW, State.CURRENT, 0, bytes(60));
    KeyEntry pending = new KeyEntry(4, Kind.DATABASE, 3, NOW, State.PENDING, 0, bytes(60));
    KeyEntry index = new KeyEntry(-1, Kind.INDEX, 1, NOW, State.CURRENT, 3, bytes(40));
    KeyEntry other = new KeyEntry(6, Kind.INDEX, 2, NOW, State.RETIRED, 3, bytes(40));
    DatabaseEntry database =
        new DatabaseEntry(
            UUID.fromString("6f1c0b4e-3b5e-4f7a-9d1c-2b8e5a7c9d10"),
            "host/d\"b\u0001\ud800",
            NOW,
            true,
            -1,
            List.of(destroyed, current, pending, index, other),
            List.of(
                new ScopeEntry(1, 6, BaseType.NUMERIC, Mode.EQ, 655366, "public", "price", false)));
    return new ClusterRecord(
        Long.MAX_VALUE,
        ARN,
        "20261124T0500Z",
        new MasterKeyName("local", "id", "local:/a"),
        new ClusterKeyEntry(1, NOW, null),
        7,
        bytes(60),
        new TreeMap<>(Map.of(database.id(), database)),
        new TreeMap<>(Map.of("public.patient", "signed")));
  }

  @Test
  void readsWhatItWrote() throws SQLException {
    RecordJson.Parsed parsed = RecordJson.read(ARN, RecordJson.write(record(), MAC));
    assertThat(parsed.record()).isEqualTo(record());
    assertThat(parsed.mac().bytes()).isEqualTo(MAC);
  }

  @Test
  void authenticatesEverythingButTheMac() throws Exception {
    String covered = new String(RecordJson.authenticated(record()), StandardCharsets.UTF_8);
    Map<?, ?> whole =
        (Map<?, ?>) Objects.requireNonNull(Json.parse(RecordJson.write(record(), MAC).text()));
    Map<Object, Object> rest = new LinkedHashMap<>(whole);
    rest.remove("mac");
    assertThat(Json.parse(covered)).isEqualTo(rest);
    assertThat(covered).doesNotContain("\n").startsWith("{\"format\":1,\"revision\":");
  }

  @Test
  void refusesMembersThatItDoesNotKnowAtEveryLevel() throws Exception {
    String text = RecordJson.write(record(), MAC).text();
    int refused = 0;
    for (int at = text.indexOf('{'); at >= 0; at = text.indexOf('{', at + 1)) {
      String changed = text.substring(0, at + 1) + "\"unknown\": 1, " + text.substring(at + 1);
      assertThatThrownBy(() -> RecordJson.read(ARN, new StoredRecord(Long.MAX_VALUE, changed)))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("KE006"));
      refused++;
    }
    assertThat(refused).isEqualTo(13);
  }

  @Test
  void refusesAMemberThatIsMissing() throws Exception {
    Map<?, ?> whole =
        (Map<?, ?>) Objects.requireNonNull(Json.parse(RecordJson.write(record(), MAC).text()));
    for (Object member : whole.keySet()) {
      Map<Object, Object> rest = new LinkedHashMap<>(whole);
      rest.remove(member);
      assertThatThrownBy(
              () -> RecordJson.read(ARN, new StoredRecord(Long.MAX_VALUE, Json.write(rest))))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining(String.valueOf(member));
    }
  }

  @Test
  void refusesAnotherClusterOrRevisionThanTheStoreSays() {
    StoredRecord stored = RecordJson.write(record(), MAC);
    assertThatThrownBy(() -> RecordJson.read(ARN + "2", stored)).isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> RecordJson.read(ARN, new StoredRecord(1, stored.text())))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void saysThatANewerFormatNeedsAnUpdate() {
    String newer = "{\"format\": 2, \"revision\": 1, \"whatever\": []}";
    assertThatThrownBy(() -> RecordJson.read(ARN, new StoredRecord(1, newer)))
        .hasMessageContaining("update Coffer");
  }

  @Test
  void refusesEntriesThatContradictThemselves() {
    assertThatThrownBy(() -> new Wrapped("AAB=")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Wrapped("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new KeyEntry(1, Kind.DATABASE, 1, NOW, State.CURRENT, 0, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new KeyEntry(1, Kind.INDEX, 1, NOW, State.CURRENT, 0, bytes(40)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new KeyEntry(1, Kind.DATABASE, 1, NOW.plusNanos(1), State.CURRENT, 0, bytes(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ScopeEntry(1, 1, BaseType.JSON, Mode.EQ, -1, "s", "d", false))
        .isInstanceOf(IllegalArgumentException.class);
    KeyEntry key = new KeyEntry(1, Kind.DATABASE, 1, NOW, State.CURRENT, 0, bytes(60));
    assertThatThrownBy(
            () -> new DatabaseEntry(UUID.randomUUID(), "", NOW, true, 1, List.of(key), List.of()))
        .hasMessageContaining("index key");
  }
}
