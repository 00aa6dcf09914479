package io.github.cofferjdbc.keys.awskms;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.keys.spi.EnvelopeMasterKey;
import io.github.cofferjdbc.keys.spi.MasterKeyRequest;
import io.github.cofferjdbc.keys.spi.MasterKeyRequest.Purpose;
import io.github.cofferjdbc.testing.KmsServer;
import java.sql.SQLException;
import java.util.Map;

/** Opens keys of the test's key service as Coffer would. */
final class KmsKeys {

  static final Map<String, String> CONTEXT =
      Map.of(
          "aws:redshift:arn", "arn:aws:redshift:eu-central-1:111122223333:namespace:example",
          "aws:redshift:createtime", "20150206T1832Z");

  private KmsKeys() {}

  static Settings settings(KmsServer server) throws SQLException {
    return Settings.of(Map.of(Setting.KMS_ENDPOINT.key(), server.endpoint()));
  }

  static EnvelopeMasterKey open(KmsServer server, String name) throws SQLException {
    return open(name, settings(server), Purpose.USE);
  }

  static EnvelopeMasterKey open(String name, Settings settings, Purpose purpose)
      throws SQLException {
    return (EnvelopeMasterKey)
        new AwsKmsProvider().open(new MasterKeyRequest("aws-kms:" + name, settings, purpose));
  }
}
