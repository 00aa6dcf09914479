package io.github.cofferjdbc.keys.awskms;

import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import io.github.cofferjdbc.keys.spi.MasterKey;
import io.github.cofferjdbc.keys.spi.MasterKeyProvider;
import io.github.cofferjdbc.keys.spi.MasterKeyRequest;
import java.sql.SQLException;

/**
 * Opens {@code aws-kms:ARN} and {@code aws-kms:alias/NAME}. Thread safe.
 *
 * <p>Loads without the AWS SDK, which is an optional dependency.
 */
public final class AwsKmsProvider implements MasterKeyProvider {

  static final String SCHEME = "aws-kms";

  /** Made by {@link java.util.ServiceLoader}. */
  public AwsKmsProvider() {}

  @Override
  public String scheme() {
    return SCHEME;
  }

  @Override
  public MasterKey open(MasterKeyRequest request) throws SQLException {
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
