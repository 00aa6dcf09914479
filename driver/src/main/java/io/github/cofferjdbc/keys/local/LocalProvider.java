package io.github.cofferjdbc.keys.local;

import io.github.cofferjdbc.keys.spi.KeyFailure;
import io.github.cofferjdbc.keys.spi.MasterKey;
import io.github.cofferjdbc.keys.spi.MasterKeyProvider;
import io.github.cofferjdbc.keys.spi.MasterKeyRequest;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.function.UnaryOperator;

/**
 * {@code local:PATH}: a master key in a password-protected file of mode 0600, for development.
 *
 * <p>Whoever has the file and the password has every key of the cluster, so it protects a backup of
 * the key store and no more; a service or an HSM should hold the master key of a real cluster.
 */
public final class LocalProvider implements MasterKeyProvider {

  private final UnaryOperator<String> environment;
  private final int iterations;

  /** For the service loader. */
  public LocalProvider() {
    this(System::getenv, PasswordEncryption.ITERATIONS);
  }

  LocalProvider(UnaryOperator<String> environment, int iterations) {
    this.environment = environment;
    this.iterations = iterations;
  }

  @Override
  public String scheme() {
    return "local";
  }

  @Override
  public MasterKey open(MasterKeyRequest request) throws SQLException {
    if (request.rest().isBlank()) {
      throw KeyFailure.MISCONFIGURED.exception("local: needs the path of a file: local:PATH.");
    }
    LocalKeyFile file;
    try {
      file = new LocalKeyFile(Path.of(request.rest()).toAbsolutePath().normalize());
    } catch (InvalidPathException e) {
      throw KeyFailure.MISCONFIGURED.exception("The path after local: is not valid.", e);
    }
    try (LocalPassword password = LocalPassword.of(request.settings(), environment, file.path())) {
      if (request.purpose() == MasterKeyRequest.Purpose.NEW_CLUSTER && !file.exists()) {
        file.create(password, iterations);
      }
      return file.open(password);
    }
  }
}
