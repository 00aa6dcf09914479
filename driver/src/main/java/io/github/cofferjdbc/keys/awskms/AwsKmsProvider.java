package io.github.cofferjdbc.keys.awskms;

import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import io.github.cofferjdbc.keys.spi.MasterKey;
import io.github.cofferjdbc.keys.spi.MasterKeyProvider;
import io.github.cofferjdbc.keys.spi.MasterKeyRequest;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Opens {@code aws-kms:ARN} and {@code aws-kms:alias/NAME}. Thread safe.
 *
 * <p>Loads without the AWS SDK, which is an optional dependency.
 */
public final class AwsKmsProvider implements MasterKeyProvider {

  static final String SCHEME = "aws-kms";

  /**
   * Held while the SDK is loaded ahead. Whoever opens a key waits for that: two threads that
   * initialise the same classes from two ends could wait for one another for ever.
   */
  private static final ReentrantLock PREPARING = new ReentrantLock();

  /** Whether a key was opened, so that there is nothing left to prepare; guarded by the lock. */
  private static boolean opened;

  /** Made by {@link java.util.ServiceLoader}. */
  public AwsKmsProvider() {}

  @Override
  public String scheme() {
    return SCHEME;
  }

  /** Loads the AWS SDK, unless a key was opened with it already. */
  @Override
  public void prepare() {
    PREPARING.lock();
    try {
      if (!opened) {
        KmsPractice.run();
      }
    } finally {
      PREPARING.unlock();
    }
  }

  private static void awaitPreparation() {
    PREPARING.lock();
    try {
      opened = true;
    } finally {
      PREPARING.unlock();
    }
  }

  @Override
  public MasterKey open(MasterKeyRequest request) throws SQLException {
    awaitPreparation();
    Settings settings = request.settings();
    KmsKeyName name = KmsKeyName.parse(request.rest());
    String region = name.regionOr(settings);
    KmsEndpoint endpoint = KmsEndpoint.of(settings);
    try {
      AwsKmsKey key = AwsKmsKey.open(name, region, endpoint, settings);
      if (request.purpose() == MasterKeyRequest.Purpose.NEW_CLUSTER) {
        key.requireFit();
      }
      return key;
    } catch (NoClassDefFoundError e) {
      throw KeyFailure.MISCONFIGURED.exception(
          "The master key "
              + name.text()
              + " needs the AWS SDK, which is not on the class path: add"
              + " software.amazon.awssdk:kms and software.amazon.awssdk:url-connection-client, or"
              + " use the jar that ends in -all.jar.",
          e);
    }
  }
}
