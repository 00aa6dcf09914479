package io.github.cofferjdbc.admin.bulk;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.testing.KmsKey;
import io.github.cofferjdbc.testing.KmsServer;
import java.util.Map;

/**
 * A key service of the tests: it opens a cluster in milliseconds, where a password-protected file
 * takes half a second each time.
 */
final class KeyService implements AutoCloseable {

  private final KmsServer kms = KmsServer.start();
  private final KmsKey key = kms.createKey();

  /** Returns what makes a cluster that this service guards. */
  Map<String, String> settings() {
    return Map.of(
        Setting.MASTER_KEY.key(),
        "aws-kms:" + key.arn(),
        Setting.KMS_ENDPOINT.key(),
        kms.endpoint());
  }

  @Override
  public void close() {
    kms.close();
  }
}
