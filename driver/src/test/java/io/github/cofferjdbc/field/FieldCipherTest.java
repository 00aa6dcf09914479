package io.github.cofferjdbc.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.crypto.ClosedSecretException;
import io.github.cofferjdbc.crypto.SecretBytes;
import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.envelope.EncryptionContext;
import io.github.cofferjdbc.envelope.Header;
import io.github.cofferjdbc.envelope.Mode;
import io.github.cofferjdbc.envelope.Padding;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.keys.DatabaseKey;
import io.github.cofferjdbc.keys.IndexKey;
import io.github.cofferjdbc.keys.Keyring;
import io.github.cofferjdbc.value.BaseType;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a field's cipher promises, value by value. */
class FieldCipherTest {

  static final EncryptedType TEXT = EncryptedType.builtIn(BaseType.TEXT, Mode.RANDOM);
  static final EncryptedType TEXT_EQ = EncryptedType.builtIn(BaseType.TEXT, Mode.EQ);
  static final UUID DATABASE = new UUID(0x0123456789abcdefL, 0x8123456789abcdefL);

  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

  private EncryptionContext context;
  private FixedKeys keys;
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // it may overflow

  @BeforeEach
  void makeKeys() throws Exception {
    context = EncryptionContext.of("test", Instant.parse("2026-01-01T00:00:00Z"));
    keys = new FixedKeys(keyring(7));
  }

  static void refuses(FieldCipher cipher, EncryptedType type, byte[] stored, String... states) {
    assertThatExceptionOfType(SQLException.class)
        .as(HexFormat.of().formatHex(stored))
        .isThrownBy(() -> cipher.open(type, stored))
        .satisfies(refusal -> assertThat(refusal.getSQLState()).isIn((Object[]) states))
        .withNoCause();
  }

  /** Returns a keyring with database keys 1 to {@code current} and index keys of scopes 0 and 5. */
  private Keyring keyring(int current) {
    List<DatabaseKey> databaseKeys = new ArrayList<>();
    for (int id = 1; id <= current; id++) {
      databaseKeys.add(new DatabaseKey(id, key(id), context, DATABASE));
    }
    return new Keyring(
        DATABASE,
        context,
        databaseKeys,
        current,
        List.of(
            new IndexKey(100, key(100), context, DATABASE),
            new IndexKey(105, key(105), context, DATABASE)),
        Map.of(0, 100, 5, 105));
  }

  private static SecretBytes key(int seed) {
    byte[] bytes = new byte[32];
    bytes[3] = (byte) seed;
    return SecretBytes.owning(bytes);
  }

  private FieldCipher cipher(long bytes, long values) {
    return new FieldCipher(
        keys,
        new BlockLimits(bytes, values, BlockLimits.AGE),
        Padding.NONE,
        nanos::get,
        RefusalLog.NONE);
  }

  private static String block(byte[] stored) throws SQLException {
    Header header = Header.parse(stored);
    return HexFormat.of().formatHex(stored, header.wrappedKeyAt(), header.wrappedKeyAt() + 40);
  }

  @Test
  void opensWhatItSealed() throws Exception {
    try (FieldCipher cipher = cipher(1 << 20, 1 << 16)) {
      assertThat(cipher.open(TEXT, cipher.seal(TEXT, HELLO))).isEqualTo(HELLO);
      assertThat(cipher.open(TEXT_EQ, cipher.seal(TEXT_EQ, HELLO))).isEqualTo(HELLO);
    }
  }

  @Test
  void costs65To67BytesRandomizedAnd24ByEquality() throws Exception {
    try (FieldCipher cipher = cipher(1L << 26, 1 << 20)) {
      for (int number = 0; number < 17000; number++) {
        int overhead = cipher.seal(TEXT, HELLO).length - HELLO.length;
        assertThat(overhead).isEqualTo(number < 128 ? 65 : number < 16384 ? 66 : 67);
      }
      assertThat(cipher.seal(TEXT_EQ, HELLO)).hasSize(24 + HELLO.length);
      assertThat(cipher.seal(TEXT_EQ, new byte[0])).hasSize(24);
    }
  }

  @Test
  void givesEqualBytesByEqualityOnly() throws Exception {
    try (FieldCipher one = cipher(1 << 20, 1 << 16);
        FieldCipher two = cipher(1 << 20, 1 << 16)) {
      assertThat(one.seal(TEXT_EQ, HELLO)).isEqualTo(two.seal(TEXT_EQ, HELLO));
      assertThat(one.seal(TEXT, HELLO)).isNotEqualTo(one.seal(TEXT, HELLO));
    }
  }

  @Test
  void comparesIntegersOfAllWidthsAndNoOtherTypes() throws Exception {
    byte[] one = {0, 0, 0, 0, 0, 0, 0, 1};
    try (FieldCipher cipher = cipher(1 << 20, 1 << 16)) {
      byte[] asInt8 = cipher.seal(EncryptedType.builtIn(BaseType.INT8, Mode.EQ), one);
      EncryptedType int2 = EncryptedType.builtIn(BaseType.INT2, Mode.EQ);
      assertThat(cipher.seal(int2, one)).isEqualTo(asInt8);
      assertThat(cipher.open(int2, asInt8)).isEqualTo(one);
      refuses(cipher, EncryptedType.builtIn(BaseType.FLOAT8, Mode.EQ), asInt8, "KE001");
      refuses(cipher, new EncryptedType(BaseType.INT8, Mode.EQ, 5), asInt8, "KE001");
      refuses(cipher, EncryptedType.builtIn(BaseType.INT8, Mode.RANDOM), asInt8, "KE001");
      byte[] randomInt4 = cipher.seal(EncryptedType.builtIn(BaseType.INT4, Mode.RANDOM), one);
      refuses(cipher, EncryptedType.builtIn(BaseType.INT8, Mode.RANDOM), randomInt4, "KE001");
    }
  }

  @Test
  void beginsANewBlockAfterSoManyValues() throws Exception {
    try (FieldCipher cipher = cipher(1 << 20, 3)) {
      List<String> blocks = new ArrayList<>();
      for (int i = 0; i < 7; i++) {
        blocks.add(block(cipher.seal(TEXT, new byte[0])));
      }
      assertThat(blocks.subList(0, 3)).containsOnly(blocks.get(0));
      assertThat(blocks.subList(3, 6)).containsOnly(blocks.get(3));
      assertThat(blocks.stream().distinct()).hasSize(3);
    }
  }

  @Test
  void beginsANewBlockBeforeItHoldsMoreThanSoManyBytes() throws Exception {
    try (FieldCipher cipher = cipher(10, 1 << 16)) {
      String first = block(cipher.seal(TEXT, new byte[5]));
      assertThat(block(cipher.seal(TEXT, new byte[5]))).isEqualTo(first);
      String second = block(cipher.seal(TEXT, new byte[1]));
      assertThat(second).isNotEqualTo(first);
      String third = block(cipher.seal(TEXT, new byte[1000])); // longer than a block may be
      assertThat(third).isNotEqualTo(second);
      assertThat(block(cipher.seal(TEXT, new byte[1]))).isNotEqualTo(third);
    }
  }

  @Test
  void beginsANewBlockAfterTenMinutes() throws Exception {
    try (FieldCipher cipher = cipher(1 << 20, 1 << 16)) {
      String first = block(cipher.seal(TEXT, HELLO));
      nanos.addAndGet(Duration.ofMinutes(10).toNanos() - 1);
      assertThat(block(cipher.seal(TEXT, HELLO))).isEqualTo(first);
      nanos.incrementAndGet();
      assertThat(block(cipher.seal(TEXT, HELLO))).isNotEqualTo(first);
    }
  }

  @Test
  void opensAndSealsValuesOfARowWithTheKeysOfTheFirstOne() throws Exception {
    try (FieldCipher cipher = cipher(1 << 20, 1 << 16)) {
      byte[] random = cipher.sealBeside(TEXT, HELLO); // there is no first one yet
      byte[] equality = cipher.sealBeside(TEXT_EQ, HELLO);
      assertThat(cipher.openBeside(TEXT, random)).isEqualTo(HELLO);
      keys.denial = CofferState.KEY_SERVICE_DENIED.exception("denied"); // is asked by the next row
      assertThat(cipher.openBeside(TEXT, random)).isEqualTo(HELLO);
      byte[] beside = cipher.sealBeside(TEXT, HELLO);
      assertThat(cipher.openBeside(TEXT, cipher.resealBeside(TEXT, beside))).isEqualTo(HELLO);
      assertThat(cipher.sealBeside(TEXT_EQ, HELLO)).isEqualTo(equality);
      assertThat(block(beside)).isEqualTo(block(random));
      random[random.length - 1] ^= 1;
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> cipher.openBeside(TEXT, random))
          .satisfies(refusal -> assertThat(refusal.getSQLState()).isEqualTo("KE001"));
      keys.keyring.close();
      for (Callable<byte[]> use :
          List.<Callable<byte[]>>of(
              () -> cipher.openBeside(TEXT, beside),
              () -> cipher.openBeside(TEXT_EQ, equality),
              () -> cipher.resealBeside(TEXT, beside),
              () -> cipher.sealBeside(TEXT, HELLO),
              () -> cipher.sealBeside(TEXT_EQ, HELLO))) {
        assertThatExceptionOfType(SQLException.class)
            .isThrownBy(use::call)
            .satisfies(refusal -> assertThat(refusal.getSQLState()).isEqualTo("KE008"));
      }
    }
  }

  @Test
  void beginsANewBlockInARowOnlyWhenItIsFull() throws Exception {
    try (FieldCipher cipher = cipher(1 << 20, 3)) {
      String first = block(cipher.seal(TEXT, HELLO));
      nanos.addAndGet(Duration.ofMinutes(10).toNanos());
      assertThat(block(cipher.sealBeside(TEXT, HELLO))).isEqualTo(first);
      assertThat(block(cipher.sealBeside(TEXT, HELLO))).isEqualTo(first);
      String second = block(cipher.sealBeside(TEXT, HELLO));
      assertThat(second).isNotEqualTo(first);
      assertThat(block(cipher.seal(TEXT, HELLO))).isEqualTo(second);
    }
  }

  @Test
  void beginsANewBlockUnderTheNewKeyAfterARotationAndReadsTheOldOnes() throws Exception {
    try (FieldCipher cipher = cipher(1 << 20, 1 << 16)) {
      byte[] old = cipher.seal(TEXT, HELLO);
      Keyring before = keys.keyring;
      keys.keyring = keyring(8);
      before.close();
      byte[] fresh = cipher.seal(TEXT, HELLO);
      assertThat(Header.parse(old).keyId()).isEqualTo(7);
      assertThat(Header.parse(fresh).keyId()).isEqualTo(8);
      assertThat(cipher.open(TEXT, old)).isEqualTo(HELLO);
    }
  }

  @Test
  void resealsUnderTheNewKeyWithTheSamePlaintextAndPadding() throws Exception {
    byte[] padded;
    try (FieldCipher padding = new FieldCipher(keys, 1 << 20, 1 << 16, Padding.TO_64)) {
      padded = padding.seal(TEXT, HELLO);
    }
    try (FieldCipher cipher = cipher(1 << 20, 1 << 16)) {
      byte[] plain = cipher.seal(TEXT, HELLO);
      keys.keyring = keyring(8);
      for (byte[] old : List.of(plain, padded)) {
        byte[] fresh = cipher.reseal(TEXT, old);
        assertThat(Header.parse(old).keyId()).isEqualTo(7);
        assertThat(Header.parse(fresh).keyId()).isEqualTo(8);
        assertThat(Header.parse(fresh).padded()).isEqualTo(old == padded);
        assertThat(fresh).hasSameSizeAs(old);
        assertThat(cipher.open(TEXT, fresh)).isEqualTo(HELLO);
        byte[] beside = cipher.resealBeside(TEXT, old);
        assertThat(Header.parse(beside).keyId()).isEqualTo(8);
        assertThat(Header.parse(beside).padded()).isEqualTo(old == padded);
        assertThat(cipher.open(TEXT, beside)).isEqualTo(HELLO);
      }
    }
  }

  @Test
  void resealsNothingThatDoesNotOpen() throws Exception {
    try (FieldCipher cipher = cipher(1 << 20, 1 << 16)) {
      byte[] changed = cipher.seal(TEXT, HELLO);
      changed[changed.length - 1] ^= 1;
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> cipher.reseal(TEXT, changed))
          .satisfies(refusal -> assertThat(refusal.getSQLState()).isEqualTo("KE001"));
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> cipher.resealBeside(TEXT, changed))
          .satisfies(refusal -> assertThat(refusal.getSQLState()).isEqualTo("KE001"));
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> cipher.reseal(TEXT, new byte[40]))
          .satisfies(refusal -> assertThat(refusal.getSQLState()).isEqualTo("KE004"));
    }
  }

  @Test
  void beginsANewBlockWhenTheKeyringIsReplacedByAnEqualOne() throws Exception {
    try (FieldCipher cipher = cipher(1 << 20, 1 << 16)) {
      String first = block(cipher.seal(TEXT, HELLO));
      keys.keyring = keyring(7);
      assertThat(block(cipher.seal(TEXT, HELLO))).isNotEqualTo(first);
    }
  }

  @Test
  void dropsEverythingWhenAccessIsDenied() throws Exception {
    FieldCipher cipher = cipher(1 << 20, 1 << 16);
    byte[] stored = cipher.seal(TEXT, HELLO);
    byte[] equality = cipher.seal(TEXT_EQ, HELLO);
    keys.keyring.close();
    keys.denial = CofferState.KEY_SERVICE_DENIED.exception("denied");
    refuses(cipher, TEXT, stored, "KE008");
    refuses(cipher, TEXT_EQ, equality, "KE008");
    assertThatExceptionOfType(SQLException.class).isThrownBy(() -> cipher.seal(TEXT, HELLO));
    keys.denial = null;
    keys.keyring = keyring(7);
    assertThat(cipher.open(TEXT, stored)).isEqualTo(HELLO);
    assertThat(block(cipher.seal(TEXT, HELLO))).isNotEqualTo(block(stored));
  }

  @Test
  void endsTheBlockWhenAskingForTheKeyringFails() throws Exception {
    try (FieldCipher cipher = cipher(1 << 20, 1 << 16)) {
      String before = block(cipher.seal(TEXT, HELLO));
      keys.denial = CofferState.KEY_SERVICE_DENIED.exception("denied");
      assertThatExceptionOfType(SQLException.class).isThrownBy(() -> cipher.seal(TEXT, HELLO));
      keys.denial = null;
      assertThat(block(cipher.seal(TEXT, HELLO))).isNotEqualTo(before);
    }
  }

  @Test
  void wipesTheCiphersOfAnIdleConnectionTogetherWithTheKeyring() throws Exception {
    Keyring keyring = keys.keyring;
    KeyringCiphers ciphers =
        KeyringCiphers.under(
            keyring, new BlockLimits(1 << 20, 1 << 16, BlockLimits.AGE), nanos::get);
    byte[] stored = ciphers.sealRandom(TEXT, false, HELLO, false);
    Header header = Header.parse(stored);
    DatabaseKey key = keyring.current();
    assertThat(ciphers.openRandom(key, header, stored)).isEqualTo(HELLO);
    keyring.close();
    assertThatExceptionOfType(ClosedSecretException.class)
        .isThrownBy(() -> ciphers.openRandom(key, header, stored));
    assertThatExceptionOfType(ClosedSecretException.class)
        .isThrownBy(() -> ciphers.sealRandom(TEXT, false, HELLO, false));
    assertThatExceptionOfType(ClosedSecretException.class)
        .isThrownBy(() -> ciphers.sealEquality(TEXT_EQ, HELLO));
  }

  @Test
  void saysThatKeysWereWithdrawnWhenTheSourceKeepsGivingAClosedKeyring() {
    keys.keyring.close();
    assertThatExceptionOfType(SQLException.class)
        .isThrownBy(() -> cipher(1 << 20, 1 << 16).seal(TEXT, HELLO))
        .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("KE005"));
  }

  @Test
  void asksOnceForAnUnknownKeyAndThenSaysThatItIsMissing() throws Exception {
    byte[] stored;
    byte[] unknown;
    Keyring newer = keyring(9);
    try (FieldCipher writer =
        new FieldCipher(new FixedKeys(newer), 1 << 20, 1 << 16, Padding.NONE)) {
      stored = writer.seal(TEXT, HELLO);
      unknown = stored.clone();
      unknown[7] = 77;
    }
    try (FieldCipher cipher = cipher(1 << 20, 1 << 16)) {
      refuses(cipher, TEXT, stored, "KE002");
      assertThat(keys.reloads).hasValue(1);
      keys.afterReload = newer;
      assertThat(cipher.open(TEXT, stored)).isEqualTo(HELLO);
      assertThat(cipher.open(TEXT, stored)).isEqualTo(HELLO);
      assertThat(keys.reloads).hasValue(2);
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> cipher.open(TEXT, unknown))
          .withMessageContaining("0000004d")
          .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("KE002"));
    }
  }

  @Test
  void usesExactlyTheKindOfKeyThatAValueNames() throws Exception {
    try (FieldCipher cipher = cipher(1 << 20, 1 << 16)) {
      byte[] stored = cipher.seal(TEXT, HELLO);
      stored[7] = 100; // an index key
      refuses(cipher, TEXT, stored, "KE002");
      byte[] equality = cipher.seal(TEXT_EQ, HELLO);
      equality[7] = 7; // a database key
      refuses(cipher, TEXT_EQ, equality, "KE002");
      equality[7] = 105; // another index key
      refuses(cipher, TEXT_EQ, equality, "KE001");
    }
  }

  @Test
  void readsPaddedValuesWhateverItsOwnSetting() throws Exception {
    try (FieldCipher plain = cipher(1 << 20, 1 << 16)) {
      for (Padding padding : Padding.values()) {
        FieldCipher padder = new FieldCipher(keys, 1 << 20, 1 << 16, padding);
        for (int length = 0; length < 70; length++) {
          byte[] value = new byte[length];
          byte[] stored = padder.seal(TEXT, value);
          assertThat(Header.parse(stored).padded()).isEqualTo(padding != Padding.NONE);
          assertThat(stored.length - Header.parse(stored).bodyAt() - 16)
              .isEqualTo((int) padding.paddedLength(length));
          assertThat(plain.open(TEXT, stored)).isEqualTo(value);
          assertThat(padder.open(TEXT, plain.seal(TEXT, value))).isEqualTo(value);
        }
        assertThat(padder.seal(TEXT_EQ, HELLO)).isEqualTo(plain.seal(TEXT_EQ, HELLO));
      }
    }
  }

  @Test
  void refusesAMalformedPadding() throws Exception {
    KeyringCiphers ciphers =
        KeyringCiphers.under(
            keys.keyring, new BlockLimits(1 << 20, 1 << 16, BlockLimits.AGE), nanos::get);
    try (FieldCipher cipher = cipher(1 << 20, 1 << 16)) {
      for (String body : List.of("", "00", "0000000000000000", "01", "80000001", "7f00")) {
        byte[] stored = ciphers.sealRandom(TEXT, true, HexFormat.of().parseHex(body), false);
        refuses(cipher, TEXT, stored, "KE001");
      }
    }
  }

  @Test
  void takesBlockLimitsAndPaddingFromTheSettings() throws Exception {
    Settings settings =
        Settings.defaults().with(Setting.BLOCK_VALUES, "1").with(Setting.PADDING, "32");
    try (FieldCipher cipher = FieldCipher.of(keys, settings)) {
      byte[] stored = cipher.seal(TEXT, HELLO);
      assertThat(stored).hasSize(65 + 32);
      assertThat(block(cipher.seal(TEXT, HELLO))).isNotEqualTo(block(stored));
    }
  }

  @Test
  void refusesModesThatAreNotBuilt() throws Exception {
    try (FieldCipher cipher = cipher(1 << 20, 1 << 16)) {
      for (Mode mode : List.of(Mode.ORDERED, Mode.MATCH)) {
        EncryptedType type = EncryptedType.builtIn(BaseType.TEXT, mode);
        assertThatExceptionOfType(SQLException.class)
            .isThrownBy(() -> cipher.seal(type, HELLO))
            .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("KE003"));
      }
      // EC 12 text 00, key id, 11 bytes of order code for one character, SIV, ciphertext
      byte[] ordered = new byte[8 + 10 + 16 + 1];
      ordered[0] = (byte) 0xEC;
      ordered[1] = 0x12;
      ordered[2] = 8;
      EncryptedType type = EncryptedType.builtIn(BaseType.TEXT, Mode.ORDERED);
      assertThat(FieldCipher.typeOf(ordered)).contains(type);
      refuses(cipher, type, ordered, "KE004");
      refuses(cipher, TEXT, ordered, "KE001");
      // EC 14 text 00, 8 bytes id, number, tag
      byte[] byReference = new byte[4 + 8 + 1 + 16];
      byReference[0] = (byte) 0xEC;
      byReference[1] = 0x14;
      byReference[2] = 8;
      assertThat(FieldCipher.typeOf(byReference)).contains(TEXT);
      refuses(cipher, TEXT, byReference, "KE004");
    }
  }

  @Test
  void refusesScopesWithoutAKey() throws Exception {
    try (FieldCipher cipher = cipher(1 << 20, 1 << 16)) {
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> cipher.seal(new EncryptedType(BaseType.TEXT, Mode.EQ, 6), HELLO))
          .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("KE002"));
    }
  }

  @Test
  void keepsOpeningWhenMoreBlocksAreReadThanItKeepsCiphersFor() throws Exception {
    try (FieldCipher writer = cipher(1 << 20, 1);
        FieldCipher reader = cipher(1 << 20, 1)) {
      List<byte[]> values = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        values.add(writer.seal(TEXT, new byte[] {(byte) i}));
      }
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < values.size(); i++) {
          assertThat(reader.open(TEXT, values.get(i))).containsExactly((byte) i);
        }
      }
    }
  }

  @Test
  void refusesEverythingAfterItIsClosed() throws Exception {
    FieldCipher cipher = cipher(1 << 20, 1 << 16);
    byte[] stored = cipher.seal(TEXT, HELLO);
    cipher.close();
    cipher.close();
    refuses(cipher, TEXT, stored, "08003");
    assertThatExceptionOfType(SQLException.class).isThrownBy(() -> cipher.seal(TEXT, HELLO));
  }

  @Test
  void saysNothingAboutWhyAValueIsNotAuthentic() throws Exception {
    try (FieldCipher cipher = cipher(1 << 20, 1 << 16)) {
      byte[] stored = cipher.seal(TEXT, HELLO);
      byte[] tag = stored.clone();
      tag[tag.length - 1] ^= 1;
      byte[] wrapped = stored.clone();
      wrapped[10] ^= 1;
      byte[] type = stored.clone();
      type[2] = (byte) BaseType.BYTEA.id();
      List<String> messages = new ArrayList<>();
      for (byte[] changed : List.of(tag, wrapped, type)) {
        assertThatExceptionOfType(SQLException.class)
            .isThrownBy(() -> cipher.open(TEXT, changed))
            .satisfies(e -> messages.add(e.getMessage()));
      }
      assertThat(messages).containsOnly(messages.get(0));
      assertThat(messages.get(0)).contains("00000007").contains("text_random");
    }
  }

  @Test
  void hidesSecrets() {
    assertThat(cipher(1, 1)).hasToString("FieldCipher <hidden>");
    assertThat(keys.keyring.toString()).contains("<hidden>");
    assertThat(keys.keyring.current().toString()).contains("<hidden>");
    assertThat(keys.keyring.indexKey(100).orElseThrow().toString()).contains("<hidden>");
  }
}
