package io.github.cofferjdbc.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.cofferjdbc.crypto.ClosedSecretException;
import io.github.cofferjdbc.crypto.GcmOpener;
import io.github.cofferjdbc.crypto.GcmSealer;
import io.github.cofferjdbc.crypto.NotAuthenticException;
import io.github.cofferjdbc.crypto.SecretBytes;
import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.envelope.EncryptionContext;
import io.github.cofferjdbc.envelope.Mode;
import io.github.cofferjdbc.value.BaseType;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeyringTest {

  private static final UUID DATABASE = new UUID(1, 2);
  private static final byte[] NOTHING = new byte[0];

  private EncryptionContext context;
  private Keyring keyring;

  @BeforeEach
  void makeKeyring() throws Exception {
    context = EncryptionContext.of("c", Instant.EPOCH);
    keyring =
        new Keyring(
            DATABASE,
            context,
            List.of(databaseKey(1), databaseKey(2)),
            2,
            List.of(new IndexKey(3, SecretBytes.random(32), context, DATABASE)),
            Map.of(0, 3));
  }

  private DatabaseKey databaseKey(int id) {
    return new DatabaseKey(id, SecretBytes.random(32), context, DATABASE);
  }

  @Test
  void findsKeysById() throws Exception {
    assertThat(keyring.databaseId()).isEqualTo(DATABASE);
    assertThat(keyring.context()).isEqualTo(context);
    assertThat(keyring.current().id()).isEqualTo(2);
    assertThat(keyring.databaseKey(1)).map(DatabaseKey::id).contains(1);
    assertThat(keyring.databaseKey(3)).isEmpty();
    assertThat(keyring.indexKey(3)).isPresent();
    assertThat(keyring.indexKey(2)).isEmpty();
    assertThat(keyring.currentIndexKey(0).id()).isEqualTo(3);
    assertThatExceptionOfType(SQLException.class)
        .isThrownBy(() -> keyring.currentIndexKey(1))
        .withMessageContaining("scope 1")
        .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("KE002"));
  }

  @Test
  void takesOverTheDatabaseKey() {
    SecretBytes key = SecretBytes.random(32);
    new DatabaseKey(1, key, context, DATABASE).close();
    assertThat(key.closed()).isTrue();
  }

  @Test
  void opensWithADataKeyThatItWrappedTimeAndAgain() throws Exception {
    DatabaseKey key = keyring.current();
    GcmSealer sealer = GcmSealer.underNewKey();
    byte[] wrapped = key.wrap(sealer);
    byte[] stored = sealer.seal(NOTHING, NOTHING, new byte[] {42});
    for (int i = 0; i < 3; i++) {
      try (GcmOpener opener = key.opener(new WrappedDataKey(2, wrapped, 0))) {
        assertThat(opener.open(NOTHING, stored, 1, 0)).containsExactly(42);
      }
    }
    assertThatExceptionOfType(NotAuthenticException.class)
        .isThrownBy(
            () -> keyring.databaseKey(1).orElseThrow().opener(new WrappedDataKey(1, wrapped, 0)));
  }

  @Test
  void opensMoreDataKeysThanItCaches() throws Exception {
    DatabaseKey key = keyring.current();
    byte[][] wrapped = new byte[4500][];
    byte[][] stored = new byte[wrapped.length][];
    for (int i = 0; i < wrapped.length; i++) {
      try (GcmSealer sealer = GcmSealer.underNewKey()) {
        wrapped[i] = key.wrap(sealer);
        stored[i] = sealer.seal(NOTHING, NOTHING, new byte[] {(byte) i});
      }
    }
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < wrapped.length; i++) {
        try (GcmOpener opener = key.opener(new WrappedDataKey(2, wrapped[i], 0))) {
          assertThat(opener.open(NOTHING, stored[i], 1, 0)[0]).isEqualTo((byte) i);
        }
      }
    }
    assertThat(key.cachedDataKeys()).isBetween(1L, 4096L);
  }

  @Test
  void wrapsIndexKeysByAKeyOfTheirOwn() throws Exception {
    DatabaseKey key = keyring.current();
    SecretBytes indexKey = SecretBytes.random(32);
    byte[] wrapped = key.wrapIndexKey(indexKey);
    assertThat(wrapped).hasSize(40);
    assertThat(key.unwrapIndexKey(wrapped).sameAs(indexKey)).isTrue();
    assertThatExceptionOfType(NotAuthenticException.class)
        .isThrownBy(() -> key.opener(new WrappedDataKey(2, wrapped, 0)));
  }

  @Test
  void closesEverythingThatHangsOnIt() throws Exception {
    AtomicInteger told = new AtomicInteger();
    Keyring.Dependant dependant = told::incrementAndGet;
    keyring.attach(dependant);
    byte[] wrapped = keyring.current().wrap(GcmSealer.underNewKey());
    keyring.current().opener(new WrappedDataKey(2, wrapped, 0)).close();
    IndexKey indexKey = keyring.currentIndexKey(0);
    assertThat(keyring.closed()).isFalse();
    assertThat(keyring.current().cachedDataKeys()).isEqualTo(1);
    keyring.close();
    keyring.close();
    assertThat(keyring.current().cachedDataKeys()).isZero();
    assertThat(keyring.closed()).isTrue();
    assertThat(told).hasValue(1);
    assertThatExceptionOfType(ClosedSecretException.class)
        .isThrownBy(() -> keyring.attach(dependant));
    assertThatExceptionOfType(ClosedSecretException.class)
        .isThrownBy(() -> keyring.current().opener(new WrappedDataKey(2, wrapped, 0)));
    assertThatExceptionOfType(ClosedSecretException.class)
        .isThrownBy(() -> keyring.current().wrap(GcmSealer.underNewKey()));
    assertThatExceptionOfType(ClosedSecretException.class)
        .isThrownBy(
            () -> indexKey.equalityCipher(EncryptedType.builtIn(BaseType.TEXT, Mode.EQ), NOTHING));
  }

  @Test
  void comparesWrappedDataKeysByKeyIdAndBytes() {
    byte[] bytes = new byte[100];
    bytes[50] = 1;
    WrappedDataKey name = new WrappedDataKey(1, bytes, 20);
    assertThat(name).isEqualTo(name.detached()).hasSameHashCodeAs(name.detached());
    assertThat(name).isNotEqualTo(new WrappedDataKey(2, bytes, 20));
    assertThat(name).isNotEqualTo(new WrappedDataKey(1, bytes, 21));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> new WrappedDataKey(1, bytes, 61));
  }
}
