package io.github.cofferjdbc.keys.local;

import io.github.cofferjdbc.crypto.SecretBytes;
import io.github.cofferjdbc.files.OwnerOnly;
import io.github.cofferjdbc.json.Json;
import io.github.cofferjdbc.json.MalformedJsonException;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The file of a local master key: JSON with the members {@code format} (1), {@code keyId} (a random
 * UUID) and {@code key} (Base64 of {@link PasswordEncryption}'s DER), mode 0600. Immutable.
 */
final class LocalKeyFile {

  private static final System.Logger LOG = System.getLogger("io.github.cofferjdbc.keys.local");
  private static final int FORMAT = 1;
  private static final int LARGEST = 1 << 16;

  private final Path path;

  LocalKeyFile(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  boolean exists() {
    return Files.exists(path);
  }

  /** Makes the file with a new key, unless another process made it in the meantime. */
  void create(LocalPassword password, int iterations) throws SQLException {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("format", FORMAT);
    json.put("keyId", UUID.randomUUID().toString());
    try (SecretBytes key = SecretBytes.random(32)) {
      byte[] der = PasswordEncryption.encrypt(key, password.characters(), iterations);
      json.put("key", Base64.getEncoder().encodeToString(der));
    }
    try {
      Path folder = path.getParent();
      if (folder != null) {
        OwnerOnly.makeFolder(folder);
      }
      OwnerOnly.create(path, Json.writeIndented(json).getBytes(StandardCharsets.UTF_8));
      LOG.log(
          System.Logger.Level.WARNING,
          "Made a master key in {0}. A key in a file is for development; keep a copy of it and of its password, without them the data are lost.",
          path);
    } catch (FileAlreadyExistsException e) {
      // The other process's key is as good.
    } catch (IOException e) {
      throw KeyFailure.MISCONFIGURED.exception("The file " + path + " cannot be made.", e);
    }
  }

  /** Opens the key. */
  LocalMasterKey open(LocalPassword password) throws SQLException {
    try {
      Object json = Json.parse(read());
      if (!(json instanceof Map<?, ?> map)
          || !(map.get("format") instanceof BigDecimal format)
          || format.signum() <= 0) {
        throw corrupt(null);
      }
      if (format.compareTo(BigDecimal.valueOf(FORMAT)) > 0) {
        throw KeyFailure.UNUSABLE.exception(
            "The file " + path + " has a newer format than this version of Coffer reads.");
      }
      if (!map.keySet().equals(Set.of("format", "keyId", "key"))
          || !(map.get("keyId") instanceof String keyId)
          || !(map.get("key") instanceof String key)
          || !UUID.fromString(keyId).toString().equals(keyId)) {
        throw corrupt(null);
      }
      SecretBytes secret =
          PasswordEncryption.decrypt(Base64.getDecoder().decode(key), password.characters())
              .orElseThrow(
                  () ->
                      KeyFailure.DENIED.exception(
                          "The password of the master key in "
                              + path
                              + " is wrong (or the file was changed)."));
      return new LocalMasterKey(path, keyId, secret);
    } catch (NoSuchFileException e) {
      throw KeyFailure.GONE.exception(
          "There is no master key "
              + path
              + "; correct coffer.masterKey, or bring the file back (only init makes one, and only for a new cluster).",
          e);
    } catch (AccessDeniedException e) {
      throw KeyFailure.DENIED.exception("The master key " + path + " may not be read.", e);
    } catch (MalformedJsonException | IllegalArgumentException e) {
      throw corrupt(e);
    } catch (IOException e) {
      throw corrupt(e);
    }
  }

  private String read() throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new IOException("too large");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private SQLException corrupt(@Nullable Exception cause) {
    return KeyFailure.UNUSABLE.exception(
        "The master key " + path + " is corrupt or unreadable; bring the file back from a copy.",
        cause);
  }
}
