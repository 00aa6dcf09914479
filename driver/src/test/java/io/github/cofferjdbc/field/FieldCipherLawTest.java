package io.github.cofferjdbc.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.envelope.Header;
import io.github.cofferjdbc.envelope.Mode;
import io.github.cofferjdbc.envelope.Padding;
import io.github.cofferjdbc.value.BaseType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Laws of sealing and opening, over seeded random values. */
class FieldCipherLawTest {

  private static final Set<String> REFUSALS = Set.of("KE001", "KE002", "KE004");

  private final long seed = Long.getLong("coffer.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private FormatOne format;
  private FixedKeys keys;

  @BeforeEach
  void readKeys() throws Exception {
    System.out.println("seed " + seed);
    format = FormatOne.read();
    keys = new FixedKeys(format.keyring());
  }

  private static List<EncryptedType> types() {
    List<EncryptedType> types = new ArrayList<>();
    for (BaseType base : BaseType.all()) {
      for (Mode mode : List.of(Mode.RANDOM, Mode.EQ)) {
        for (int scope : new int[] {0, 300}) {
          if (mode.supports(base)) {
            types.add(new EncryptedType(base, mode, scope));
          }
        }
      }
    }
    return types;
  }

  private byte[] randomBytes() {
    byte[] bytes = new byte[random.nextInt(random.nextBoolean() ? 40 : 3000)];
    random.nextBytes(bytes);
    return bytes;
  }

  @Test
  void opensWhateverItSealed() throws Exception {
    for (Padding padding : Padding.values()) {
      try (FieldCipher writer = new FieldCipher(keys, 20_000, 30, padding);
          FieldCipher reader = new FieldCipher(keys, 1, 1, Padding.NONE)) {
        for (EncryptedType type : types()) {
          for (int i = 0; i < 20; i++) {
            byte[] plaintext = randomBytes();
            byte[] before = plaintext.clone();
            byte[] stored = writer.seal(type, plaintext);
            assertThat(plaintext).isEqualTo(before);
            assertThat(reader.open(type, stored)).isEqualTo(plaintext);
            assertThat(writer.open(type, stored)).isEqualTo(plaintext);
            assertThat(FieldCipher.typeOf(stored))
                .contains(new EncryptedType(type.storedBase(), type.mode(), type.scope()));
          }
        }
      }
    }
  }

  @Test
  void opensAValueOfManyMegabytes() throws Exception {
    byte[] plaintext = new byte[(5 << 20) + 3];
    random.nextBytes(plaintext);
    try (FieldCipher cipher = new FieldCipher(keys, 1 << 20, 1 << 16, Padding.PADME)) {
      for (EncryptedType type : List.of(FieldCipherTest.TEXT, FieldCipherTest.TEXT_EQ)) {
        assertThat(Arrays.equals(cipher.open(type, cipher.seal(type, plaintext)), plaintext))
            .isTrue();
      }
    }
  }

  @Test
  void refusesAnySingleFlippedBit() throws Exception {
    try (FieldCipher cipher = new FieldCipher(keys, 1 << 20, 1 << 16, Padding.TO_16)) {
      for (EncryptedType type : types()) {
        byte[] plaintext = new byte[random.nextInt(40)];
        random.nextBytes(plaintext);
        byte[] stored = cipher.seal(type, plaintext);
        cipher.open(type, stored);
        for (int bit = 0; bit < stored.length * 8; bit++) {
          byte[] changed = stored.clone();
          changed[bit / 8] ^= (byte) (1 << (bit % 8));
          refuses(cipher, type, changed);
        }
      }
    }
  }

  @Test
  void refusesWhatIsCutOffOrLonger() throws Exception {
    try (FieldCipher cipher = new FieldCipher(keys, 1 << 20, 1 << 16, Padding.NONE)) {
      for (EncryptedType type : types()) {
        byte[] stored = cipher.seal(type, new byte[9]);
        for (int length = 0; length < stored.length; length++) {
          refuses(cipher, type, Arrays.copyOf(stored, length));
        }
        refuses(cipher, type, Arrays.copyOf(stored, stored.length + 1));
      }
    }
  }

  @Test
  void refusesGarbage() throws Exception {
    try (FieldCipher cipher = new FieldCipher(keys, 1 << 20, 1 << 16, Padding.NONE)) {
      for (int i = 0; i < 20_000; i++) {
        byte[] garbage = randomBytes();
        if (garbage.length > 3 && random.nextInt(4) != 0) {
          garbage[0] = (byte) 0xEC;
          garbage[1] = (byte) (0x10 | random.nextInt(16));
          garbage[2] = (byte) random.nextInt(19);
        }
        refuses(cipher, FieldCipherTest.TEXT, garbage);
        FieldCipher.typeOf(garbage); // and no other exception than ours
      }
    }
  }

  @Test
  void refusesEveryOtherType() throws Exception {
    try (FieldCipher cipher = new FieldCipher(keys, 1 << 20, 1 << 16, Padding.NONE)) {
      for (EncryptedType type : types()) {
        byte[] stored = cipher.seal(type, new byte[8]);
        for (EncryptedType other : types()) {
          boolean same =
              other.mode() == type.mode()
                  && other.storedBase() == type.storedBase()
                  && other.scope() == type.scope();
          if (!same) {
            FieldCipherTest.refuses(cipher, other, stored, "KE001");
            byte[] relabelled = stored.clone();
            relabelled[1] = (byte) ((relabelled[1] & ~7) | other.mode().id());
            relabelled[2] = (byte) other.storedBase().id();
            refuses(cipher, other, relabelled);
          }
        }
      }
    }
  }

  @Test
  void neverUsesOneNonceTwiceUnderOneKey() throws Exception {
    int threads = 8;
    int each = 6000;
    Set<String> seen = ConcurrentHashMap.newKeySet();
    Set<String> blocks = ConcurrentHashMap.newKeySet();
    try (FieldCipher shared = new FieldCipher(keys, 1 << 20, 1000, Padding.NONE)) {
      ExecutorService pool = Executors.newFixedThreadPool(threads);
      try {
        List<Callable<Void>> writers = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
          boolean replacing = thread == 0;
          writers.add(
              () -> {
                try (FieldCipher own = new FieldCipher(keys, 1 << 20, 700, Padding.NONE)) {
                  for (int i = 0; i < each; i++) {
                    if (replacing && i % 5 == 0) {
                      keys.keyring = format.keyring(); // as a refresh does
                    }
                    byte[] stored =
                        (i % 2 == 0 ? shared : own).seal(FieldCipherTest.TEXT, new byte[1]);
                    Header header = Header.parse(stored);
                    String block = HexFormat.of().formatHex(stored, header.wrappedKeyAt(), 48);
                    blocks.add(block);
                    assertThat(seen.add(block + " " + header.number())).isTrue();
                    assertThat(shared.open(FieldCipherTest.TEXT, stored)).hasSize(1);
                  }
                }
                return null;
              });
        }
        for (Future<Void> done : pool.invokeAll(writers)) {
          done.get();
        }
      } finally {
        pool.shutdown();
      }
    }
    assertThat(seen).hasSize(threads * each);
    assertThat(blocks).hasSizeGreaterThan(threads);
  }

  private static void refuses(FieldCipher cipher, EncryptedType type, byte[] stored) {
    try {
      cipher.open(type, stored);
    } catch (SQLException e) {
      assertThat(REFUSALS).contains(e.getSQLState());
      return;
    }
    fail("opened " + HexFormat.of().formatHex(stored));
  }
}
