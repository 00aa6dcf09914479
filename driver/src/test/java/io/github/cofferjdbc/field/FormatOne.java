package io.github.cofferjdbc.field;

import static java.util.Objects.requireNonNull;

import io.github.cofferjdbc.crypto.SecretBytes;
import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.envelope.EncryptionContext;
import io.github.cofferjdbc.envelope.KeyId;
import io.github.cofferjdbc.envelope.Mode;
import io.github.cofferjdbc.json.Json;
import io.github.cofferjdbc.keys.DatabaseKey;
import io.github.cofferjdbc.keys.IndexKey;
import io.github.cofferjdbc.keys.Keyring;
import io.github.cofferjdbc.value.BaseType;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The fixed vectors of format 1, and the keyring that they were made with. */
final class FormatOne {

  /** The type of a value, its plaintext and stored bytes. */
  record Vector(EncryptedType type, String plaintext, String stored) {

    byte[] plaintextBytes() {
      return bytes(plaintext);
    }

    byte[] storedBytes() {
      return bytes(stored);
    }
  }

  private final Map<?, ?> root;

  private FormatOne(Map<?, ?> root) {
    this.root = root;
  }

  static FormatOne read() throws Exception {
    try (InputStream in = FormatOne.class.getResourceAsStream("format-1.json")) {
      return new FormatOne(
          (Map<?, ?>)
              requireNonNull(Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8))));
    }
  }

  EncryptionContext context() throws Exception {
    return EncryptionContext.parse(text(root, "arn"), text(root, "createTime"));
  }

  UUID databaseId() {
    return UUID.fromString(text(root, "databaseId"));
  }

  String clusterKey() {
    return text(root, "clusterKey");
  }

  Map<?, ?> object(String name) {
    return (Map<?, ?>) requireNonNull(root.get(name));
  }

  List<Map<?, ?>> objects(String name) {
    List<Map<?, ?>> objects = new ArrayList<>();
    for (Object object : (List<?>) requireNonNull(root.get(name))) {
      objects.add((Map<?, ?>) object);
    }
    return objects;
  }

  List<Vector> values() {
    List<Vector> vectors = new ArrayList<>();
    for (Map<?, ?> value : objects("values")) {
      vectors.add(
          new Vector(
              type(text(value, "type"), number(value, "scope")),
              text(value, "plaintext"),
              text(value, "stored")));
    }
    return vectors;
  }

  Keyring keyring() throws Exception {
    return keyring(context(), databaseId());
  }

  /** Returns the same keys as those of another cluster or database. */
  Keyring keyring(EncryptionContext context, UUID databaseId) {
    Map<?, ?> key = object("databaseKey");
    DatabaseKey databaseKey =
        new DatabaseKey(
            KeyId.parse(text(key, "id")), secret(text(key, "key")), context, databaseId);
    List<IndexKey> indexKeys = new ArrayList<>();
    Map<Integer, Integer> scopes = new HashMap<>();
    for (Map<?, ?> indexKey : objects("indexKeys")) {
      int id = KeyId.parse(text(indexKey, "id"));
      indexKeys.add(new IndexKey(id, secret(text(indexKey, "key")), context, databaseId));
      scopes.put(number(indexKey, "scope"), id);
    }
    return new Keyring(
        databaseId, context, List.of(databaseKey), databaseKey.id(), indexKeys, scopes);
  }

  static EncryptedType type(String name, int scope) {
    int split = name.lastIndexOf('_');
    for (Mode mode : Mode.values()) {
      if (mode.suffix().equals(name.substring(split + 1))) {
        return new EncryptedType(
            BaseType.ofTypeName(name.substring(0, split)).orElseThrow(), mode, scope);
      }
    }
    throw new IllegalArgumentException(name);
  }

  static String text(Map<?, ?> object, String name) {
    return (String) requireNonNull(object.get(name));
  }

  static int number(Map<?, ?> object, String name) {
    return ((Number) requireNonNull(object.get(name))).intValue();
  }

  static SecretBytes secret(String hex) {
    return SecretBytes.owning(bytes(hex));
  }

  static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
