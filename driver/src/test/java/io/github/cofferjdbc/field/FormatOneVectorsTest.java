package io.github.cofferjdbc.field;

import static io.github.cofferjdbc.field.FormatOne.bytes;
import static io.github.cofferjdbc.field.FormatOne.number;
import static io.github.cofferjdbc.field.FormatOne.secret;
import static io.github.cofferjdbc.field.FormatOne.text;
import static io.github.cofferjdbc.field.FormatOne.type;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.crypto.AesGcm;
import io.github.cofferjdbc.crypto.SecretBytes;
import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.envelope.EncryptionContext;
import io.github.cofferjdbc.envelope.Header;
import io.github.cofferjdbc.envelope.KeyId;
import io.github.cofferjdbc.envelope.KeyInfo;
import io.github.cofferjdbc.envelope.KeyPurpose;
import io.github.cofferjdbc.envelope.Mode;
import io.github.cofferjdbc.envelope.Padding;
import io.github.cofferjdbc.keys.DatabaseKey;
import io.github.cofferjdbc.keys.Keyring;
import io.github.cofferjdbc.value.BaseType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Format 1 is for ever: these bytes, made by another implementation, must be read by every version.
 */
class FormatOneVectorsTest {

  private FormatOne format;

  @BeforeEach
  void readVectors() throws Exception {
    format = FormatOne.read();
  }

  @Test
  void opensEveryFixedValue() throws Exception {
    try (FieldCipher cipher = cipher(Padding.NONE)) {
      for (FormatOne.Vector vector : format.values()) {
        assertThat(cipher.open(vector.type(), vector.storedBytes()))
            .as(vector.stored())
            .isEqualTo(vector.plaintextBytes());
      }
    }
  }

  @Test
  void makesEveryFixedValueByEqualityAgain() throws Exception {
    try (FieldCipher cipher = cipher(Padding.TO_64)) {
      for (FormatOne.Vector vector : format.values()) {
        if (vector.type().mode() == Mode.EQ) {
          assertThat(HexFormat.of().formatHex(cipher.seal(vector.type(), vector.plaintextBytes())))
              .isEqualTo(vector.stored());
        }
      }
    }
  }

  @Test
  void hasAVectorOfEveryBaseTypeInBothModesAndPaddedOnes() throws Exception {
    Set<BaseType> random = EnumSet.noneOf(BaseType.class);
    Set<BaseType> equality = EnumSet.noneOf(BaseType.class);
    Set<BaseType> padded = EnumSet.noneOf(BaseType.class);
    for (FormatOne.Vector vector : format.values()) {
      EncryptedType type = vector.type();
      (type.mode() == Mode.RANDOM ? random : equality).add(type.base());
      if (Header.parse(vector.storedBytes()).padded()) {
        padded.add(type.base());
      }
    }
    assertThat(random).containsExactlyInAnyOrder(BaseType.values());
    assertThat(equality).isEqualTo(EnumSet.complementOf(EnumSet.of(BaseType.JSON, BaseType.JSONB)));
    assertThat(padded)
        .containsExactlyInAnyOrder(BaseType.TEXT, BaseType.BYTEA, BaseType.JSON, BaseType.JSONB);
  }

  @Test
  void derivesTheFixedKeys() throws Exception {
    for (Map<?, ?> derived : format.objects("derived")) {
      assertThat(derive(derived).copy()).as(derived.toString()).isEqualTo(key(derived));
    }
  }

  private SecretBytes derive(Map<?, ?> derived) throws Exception {
    String purpose = text(derived, "purpose");
    if (purpose.equals("eq")) {
      int scope = number(derived, "scope");
      SecretBytes indexKey =
          secret(
              format.objects("indexKeys").stream()
                  .filter(key -> number(key, "scope") == scope)
                  .map(key -> text(key, "key"))
                  .findFirst()
                  .orElseThrow());
      return KeyPurpose.EQ.derive(
          indexKey, format.context(), format.databaseId(), type(text(derived, "type"), scope));
    }
    KeyPurpose wrapping =
        purpose.equals("kw") ? KeyPurpose.DATA_KEY_WRAP : KeyPurpose.INDEX_KEY_WRAP;
    return wrapping.derive(databaseKey(), format.context(), format.databaseId());
  }

  @Test
  void unwrapsTheFixedKeys() throws Exception {
    SecretBytes clusterKey = secret(format.clusterKey());
    Map<?, ?> database = format.object("databaseKey");
    byte[] databaseAad =
        KeyInfo.ofDatabaseKey(format.context(), format.databaseId(), keyId(database));
    assertThat(databaseAad).isEqualTo(bytes(text(database, "aad")));
    assertThat(AesGcm.unwrap(clusterKey, bytes(text(database, "wrapped")), databaseAad).copy())
        .isEqualTo(key(database));
    Map<?, ?> record = format.object("recordKey");
    byte[] recordAad = KeyInfo.ofRecordKey(format.context(), keyId(record));
    assertThat(recordAad).isEqualTo(bytes(text(record, "aad")));
    assertThat(AesGcm.unwrap(clusterKey, bytes(text(record, "wrapped")), recordAad).copy())
        .isEqualTo(key(record));
    try (DatabaseKey key =
        new DatabaseKey(keyId(database), databaseKey(), format.context(), format.databaseId())) {
      for (Map<?, ?> indexKey : format.objects("indexKeys")) {
        byte[] wrapped = bytes(text(indexKey, "wrapped"));
        assertThat(key.unwrapIndexKey(wrapped).copy()).isEqualTo(key(indexKey));
        assertThat(key.wrapIndexKey(SecretBytes.copyOf(key(indexKey)))).isEqualTo(wrapped);
      }
    }
  }

  @Test
  void namesTheTypeOfEveryFixedValue() {
    for (FormatOne.Vector vector : format.values()) {
      EncryptedType type = vector.type();
      assertThat(FieldCipher.typeOf(vector.storedBytes()))
          .contains(new EncryptedType(type.storedBase(), type.mode(), type.scope()));
    }
  }

  @Test
  void refusesTheFixedValuesInAnotherDatabaseAndAnotherCluster() throws Exception {
    UUID other = new UUID(1, 2);
    try (FieldCipher database =
            new FieldCipher(
                new FixedKeys(format.keyring(format.context(), other)), 1, 1, Padding.NONE);
        FieldCipher cluster =
            new FieldCipher(
                new FixedKeys(
                    format.keyring(
                        EncryptionContext.parse(format.context().arn(), "20150206T1833Z"),
                        format.databaseId())),
                1,
                1,
                Padding.NONE)) {
      for (FormatOne.Vector vector : format.values()) {
        FieldCipherTest.refuses(database, vector.type(), vector.storedBytes(), "KE001");
        FieldCipherTest.refuses(cluster, vector.type(), vector.storedBytes(), "KE001");
      }
    }
  }

  @Test
  void showsInTheDocumentWhatTheVectorsHold() throws Exception {
    String document = Files.readString(Path.of("..", "docs", "format.md"));
    for (String name : new String[] {"text_random", "int4_eq"}) {
      FormatOne.Vector first =
          format.values().stream()
              .filter(vector -> vector.type().domainName().equals(name))
              .findFirst()
              .orElseThrow();
      assertThat(document.replaceAll("[\\s`|]", "")).contains(first.stored());
    }
    for (BaseType base : BaseType.all()) {
      assertThat(document).containsPattern("\\| " + base.id() + " \\| `" + base.typeName() + "`");
    }
  }

  private FieldCipher cipher(Padding padding) throws Exception {
    Keyring keyring = format.keyring();
    return new FieldCipher(new FixedKeys(keyring), 1 << 20, 1 << 16, padding);
  }

  private SecretBytes databaseKey() {
    return secret(text(format.object("databaseKey"), "key"));
  }

  private static byte[] key(Map<?, ?> object) {
    return bytes(text(object, "key"));
  }

  private static int keyId(Map<?, ?> object) {
    return KeyId.parse(text(object, "id"));
  }
}
