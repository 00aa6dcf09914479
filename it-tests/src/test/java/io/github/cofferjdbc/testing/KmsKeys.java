package io.github.cofferjdbc.testing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The keys and aliases of one account and region. Thread safe. */
final class KmsKeys {

  private final String region;
  private final String account;
  private final Map<String, KmsKey> keys = new ConcurrentHashMap<>();
  private final Map<String, KmsKey> aliases = new ConcurrentHashMap<>();

  KmsKeys(String region, String account) {
    this.region = region;
    this.account = account;
  }

  KmsKey create(KmsKey.Kind kind, boolean awsManaged) {
    KmsKey key = new KmsKey(region, account, kind, awsManaged);
    keys.put(key.id(), key);
    return key;
  }

  void alias(String alias, KmsKey key) throws KmsError {
    if (aliases.putIfAbsent(alias, key) != null) {
      throw KmsError.refusal(
          "AlreadyExistsException",
          "An alias with the name arn:aws:kms:"
              + region
              + ":"
              + account
              + ":"
              + alias
              + " already exists");
    }
  }

  /** Points an alias at another key, as UpdateAlias does. */
  void moveAlias(String alias, KmsKey key) {
    aliases.put(alias, key);
  }

  /** Returns the key that an id, key ARN, alias or alias ARN names. */
  KmsKey find(String name) throws KmsError {
    if (name.isEmpty() || name.length() > 2048) {
      throw KmsError.validation(
          "1 validation error detected: Value at 'keyId' failed to satisfy constraint: Member must"
              + " have length between 1 and 2048");
    }
    String local = name;
    if (name.startsWith("arn:")) {
      String[] parts = name.split(":", 6);
      if (parts.length < 6 || !parts[2].equals("kms")) {
        throw KmsError.refusal("NotFoundException", "Invalid arn " + name);
      }
      if (!parts[3].equals(region)) {
        throw KmsError.refusal("NotFoundException", "Invalid arn " + parts[3]);
      }
      local = parts[5].startsWith("key/") ? parts[5].substring(4) : parts[5];
      if (!parts[4].equals(account)) {
        throw notFound(name, local);
      }
    }
    KmsKey key = local.startsWith("alias/") ? aliases.get(local) : keys.get(local);
    if (key == null) {
      throw notFound(name, local);
    }
    return key;
  }

  /** Returns the key with this id, or null. */
  @Nullable KmsKey byId(String id) {
    return keys.get(id);
  }

  private KmsError notFound(String name, String local) {
    String prefix = "arn:aws:kms:" + region + ":" + account + ":";
    return KmsError.refusal(
        "NotFoundException",
        local.startsWith("alias/")
            ? "Alias " + prefix + local + " is not found."
            : "Key '"
                + (name.startsWith("arn:") ? name : prefix + "key/" + local)
                + "' does not exist");
  }
}
