package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.crypto.SecretBytes;
import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.envelope.EncryptionContext;
import io.github.cofferjdbc.envelope.Mode;
import io.github.cofferjdbc.envelope.Padding;
import io.github.cofferjdbc.field.FieldCipher;
import io.github.cofferjdbc.keys.DatabaseKey;
import io.github.cofferjdbc.keys.Keyring;
import io.github.cofferjdbc.keys.KeyringSource;
import io.github.cofferjdbc.value.BaseType;
import io.github.cofferjdbc.value.SessionTime;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.postgresql.core.Tuple;

/** What another thread does with the rows of one fetch. */
class FetchedRowsTest {

  private static final EncryptedType TEXT = EncryptedType.builtIn(BaseType.TEXT, Mode.RANDOM);
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
  private static final UUID DATABASE = new UUID(1, 2);

  /** Counts how often it is asked for the keys. */
  private record CountingKeys(Keyring keyring, AtomicInteger asked) implements KeyringSource {

    @Override
    public Keyring keyring() {
      asked.incrementAndGet();
      return keyring;
    }

    @Override
    public Keyring keyringKnowing(int keyId) {
      return keyring;
    }

    @Override
    public Keyring keyringAnew() {
      return keyring;
    }
  }

  private static Keyring keyring() throws Exception {
    EncryptionContext context = EncryptionContext.of("test", Instant.parse("2026-01-01T00:00:00Z"));
    SecretBytes key = SecretBytes.owning(new byte[32]);
    return new Keyring(
        DATABASE,
        context,
        List.of(new DatabaseKey(1, key, context, DATABASE)),
        1,
        List.of(),
        Map.of());
  }

  private static FetchedRows fetched(FieldCipher cipher, int count) throws Exception {
    FetchedRows rows = new FetchedRows();
    for (int i = 0; i < count; i++) {
      Tuple row = new Tuple(2);
      row.set(1, cipher.seal(TEXT, HELLO));
      rows.add(row);
    }
    return rows;
  }

  private static List<FetchedRows.Column> bothColumns() {
    return List.of(
        new FetchedRows.Column(0, TEXT, SessionTime.UTC),
        new FetchedRows.Column(1, TEXT, SessionTime.UTC));
  }

  @Test
  void theKeysAreAskedForInEachRowAlsoBehindNulls() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (Keyring keyring = keyring();
        FieldCipher cipher =
            new FieldCipher(new CountingKeys(keyring, asked), 1 << 20, 1 << 16, Padding.NONE)) {
      FetchedRows rows = fetched(cipher, 11);
      cipher.open(TEXT, cipher.seal(TEXT, HELLO));
      asked.set(0);
      rows.wanted(bothColumns(), cipher);
      rows.open();
      assertThat(rows.opened(0, 1, SessionTime.UTC)).isEqualTo(HELLO);
      assertThat(rows.opened(0, 0, SessionTime.UTC)).isNull();
      assertThat(asked).hasValue(11);
    }
  }

  @Test
  void nothingIsOpenedAheadWhenTheReaderIsAtTheLastRowOrDone() throws Exception {
    try (Keyring keyring = keyring();
        FieldCipher cipher =
            new FieldCipher(
                new CountingKeys(keyring, new AtomicInteger()), 1 << 20, 1 << 16, Padding.NONE)) {
      FetchedRows read = fetched(cipher, 5);
      FetchedRows cancelled = fetched(cipher, 5);
      for (FetchedRows rows : List.of(read, cancelled)) {
        rows.wanted(bothColumns(), cipher);
      }
      read.read(4);
      cancelled.cancel();
      for (FetchedRows rows : List.of(read, cancelled)) {
        rows.open();
        assertThat(rows.opened(4, 1, SessionTime.UTC)).isNull();
      }
    }
  }
}
