package io.github.cofferjdbc.keys.awskms;

import static io.github.cofferjdbc.keys.awskms.KmsKeys.CONTEXT;
import static io.github.cofferjdbc.testing.KeyFailures.denial;
import static io.github.cofferjdbc.testing.KeyFailures.misconfigured;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.keys.spi.EnvelopeMasterKey;
import io.github.cofferjdbc.keys.spi.GeneratedKey;
import io.github.cofferjdbc.keys.spi.MasterKeyRequest.Purpose;
import io.github.cofferjdbc.testing.KmsKey;
import io.github.cofferjdbc.testing.KmsRequest;
import io.github.cofferjdbc.testing.KmsServer;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwsKmsKeyIT {

  private final KmsServer server = KmsServer.start();
  private final KmsKey kmsKey = server.createKey();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void makesAClusterKeyAndUnwrapsIt() throws Exception {
    try (EnvelopeMasterKey key = KmsKeys.open(server, kmsKey.arn())) {
      GeneratedKey made = key.generateClusterKey(CONTEXT);

      assertThat(made.plaintext()).hasSize(32);
      assertThat(made.wrapped()).hasSizeBetween(40, 6144);
      assertThat(key.unwrapClusterKey(made.wrapped(), CONTEXT)).isEqualTo(made.plaintext());
    }
  }

  @Test
  void sendsTheKeysArnAndTheContextWithEachCall() throws Exception {
    try (EnvelopeMasterKey key = KmsKeys.open(server, kmsKey.arn())) {
      key.unwrapClusterKey(key.generateClusterKey(CONTEXT).wrapped(), CONTEXT);
    }
    assertThat(server.requests())
        .extracting(KmsRequest::operation)
        .containsExactly("GenerateDataKey", "Decrypt");
    assertThat(server.requests())
        .allSatisfy(
            request -> {
              assertThat(request.keyId()).isEqualTo(kmsKey.arn());
              assertThat(request.encryptionContext())
                  .containsExactlyInAnyOrderEntriesOf(
                      Map.of(
                          "aws:redshift:arn",
                          "arn:aws:redshift:eu-central-1:111122223333:namespace:example",
                          "aws:redshift:createtime",
                          "20150206T1832Z"));
              assertThat(request.outcome()).isEqualTo("OK");
            });
  }

  @Test
  void keepsOpeningWhatWasWrappedBeforeTheKmsKeyWasRotated() throws Exception {
    try (EnvelopeMasterKey key = KmsKeys.open(server, kmsKey.arn())) {
      GeneratedKey before = key.generateClusterKey(CONTEXT);
      kmsKey.rotate();

      assertThat(key.unwrapClusterKey(before.wrapped(), CONTEXT)).isEqualTo(before.plaintext());
    }
  }

  @Test
  void resolvesAnAliasOnceAndNamesTheArnFromThenOn() throws Exception {
    server.alias("alias/coffer", kmsKey);
    Settings settings = KmsKeys.settings(server).with(Setting.KMS_REGION, server.region());
    try (EnvelopeMasterKey key = KmsKeys.open("alias/coffer", settings, Purpose.USE)) {
      assertThat(key.identity()).isEqualTo(kmsKey.arn());
      assertThat(key.reference()).isEqualTo("aws-kms:" + kmsKey.arn());
      GeneratedKey made = key.generateClusterKey(CONTEXT);
      server.alias("alias/coffer", server.createKey());

      assertThat(key.unwrapClusterKey(made.wrapped(), CONTEXT)).isEqualTo(made.plaintext());
    }
    assertThat(server.requests("DescribeKey")).hasSize(1);
    assertThat(server.requests("Decrypt"))
        .extracting(KmsRequest::keyId)
        .containsExactly(kmsKey.arn());
  }

  @Test
  void takesTheRegionFromTheArnOfAnAlias() throws Exception {
    server.alias("alias/coffer", kmsKey);
    String alias = kmsKey.arn().replaceFirst("key/.*", "alias/coffer");
    try (EnvelopeMasterKey key = KmsKeys.open(server, alias)) {
      assertThat(key.identity()).isEqualTo(kmsKey.arn());
    }
  }

  @Test
  void needsNoCallToTellTheIdentityOfAnArn() throws Exception {
    try (EnvelopeMasterKey key = KmsKeys.open(server, kmsKey.arn())) {
      assertThat(key.identity()).isEqualTo(kmsKey.arn());
      assertThat(key.reference()).isEqualTo("aws-kms:" + kmsKey.arn());
      assertThat(key).hasToString("aws-kms:" + kmsKey.arn());
    }
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void opensNothingUnderAnotherContext() throws Exception {
    try (EnvelopeMasterKey key = KmsKeys.open(server, kmsKey.arn())) {
      byte[] wrapped = key.generateClusterKey(CONTEXT).wrapped();
      Map<String, String> moved = new HashMap<>(CONTEXT);
      moved.put("aws:redshift:createtime", "20150206T1833Z");
      Map<String, String> otherCase = new HashMap<>(CONTEXT);
      otherCase.replaceAll((name, value) -> value.toUpperCase(java.util.Locale.ROOT));
      Map<String, String> more = new HashMap<>(CONTEXT);
      more.put("more", "");

      for (Map<String, String> wrong : List.of(moved, otherCase, more, Map.<String, String>of())) {
        assertThat(denial(() -> key.unwrapClusterKey(wrapped, wrong)))
            .contains(kmsKey.arn(), "InvalidCiphertextException", "context");
      }
    }
  }

  @Test
  void opensNothingThatWasDamaged() throws Exception {
    try (EnvelopeMasterKey key = KmsKeys.open(server, kmsKey.arn())) {
      byte[] wrapped = key.generateClusterKey(CONTEXT).wrapped();
      for (int at : new int[] {0, 5, 18, 25, 40, wrapped.length - 1}) {
        byte[] damaged = wrapped.clone();
        damaged[at] ^= 0x40;
        assertThat(denial(() -> key.unwrapClusterKey(damaged, CONTEXT)))
            .contains("InvalidCiphertextException");
      }
      assertThat(denial(() -> key.unwrapClusterKey(new byte[] {1, 2, 3}, CONTEXT)))
          .contains(kmsKey.arn());
    }
  }

  @Test
  void opensNothingOfAnotherKey() throws Exception {
    KmsKey other = server.createKey();
    try (EnvelopeMasterKey key = KmsKeys.open(server, kmsKey.arn());
        EnvelopeMasterKey otherKey = KmsKeys.open(server, other.arn())) {
      byte[] wrapped = otherKey.generateClusterKey(CONTEXT).wrapped();

      assertThat(denial(() -> key.unwrapClusterKey(wrapped, CONTEXT)))
          .contains("IncorrectKeyException", kmsKey.arn());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = KmsKey.Kind.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"SYMMETRIC"})
  void makesNoClusterUnderAKeyThatIsNotForSymmetricEncryption(KmsKey.Kind kind) throws Exception {
    KmsKey unfit = server.createKey(kind);

    assertThat(
            misconfigured(
                () -> KmsKeys.open(unfit.arn(), KmsKeys.settings(server), Purpose.NEW_CLUSTER)))
        .contains(unfit.arn(), "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT");
    try (EnvelopeMasterKey key = KmsKeys.open(server, unfit.arn())) {
      assertThat(denial(() -> key.generateClusterKey(CONTEXT)))
          .contains("InvalidKeyUsageException", unfit.arn());
    }
  }

  @Test
  void makesNoClusterUnderAKeyThatAwsManages() throws Exception {
    KmsKey managed = server.createAwsManagedKey();

    assertThat(
            misconfigured(
                () -> KmsKeys.open(managed.arn(), KmsKeys.settings(server), Purpose.NEW_CLUSTER)))
        .contains(managed.arn(), "AWS managed key");
  }

  @Test
  void makesAClusterUnderASymmetricKeyAfterAskingWhatItIs() throws Exception {
    KmsKeys.open(kmsKey.arn(), KmsKeys.settings(server), Purpose.NEW_CLUSTER).close();

    assertThat(server.requests()).extracting(KmsRequest::operation).containsExactly("DescribeKey");
  }

  @ParameterizedTest
  @EnumSource(
      value = KmsKey.State.class,
      names = {"DISABLED", "PENDING_DELETION", "PENDING_IMPORT"})
  void takesAKeyThatIsNotEnabledAsADenial(KmsKey.State state) throws Exception {
    try (EnvelopeMasterKey key = KmsKeys.open(server, kmsKey.arn())) {
      byte[] wrapped = key.generateClusterKey(CONTEXT).wrapped();
      kmsKey.state(state);

      assertThat(denial(() -> key.unwrapClusterKey(wrapped, CONTEXT))).contains(kmsKey.arn());
      assertThat(
              denial(
                  () -> KmsKeys.open(kmsKey.arn(), KmsKeys.settings(server), Purpose.NEW_CLUSTER)))
          .contains(kmsKey.arn());
    }
  }

  @Test
  void takesAKeyThatDoesNotExistAsADenial() throws Exception {
    String unknown = kmsKey.arn().replaceFirst(".$", "_").replace("_", "0000");
    try (EnvelopeMasterKey key = KmsKeys.open(server, unknown)) {
      assertThat(denial(() -> key.generateClusterKey(CONTEXT)))
          .contains(unknown, "NotFoundException");
    }
    Settings settings = KmsKeys.settings(server).with(Setting.KMS_REGION, server.region());
    try (EnvelopeMasterKey key = KmsKeys.open("alias/nobody", settings, Purpose.USE)) {
      assertThat(denial(key::identity)).contains("alias/nobody", "NotFoundException");
    }
  }

  @Test
  void tellsThatTheServiceIsOfAnotherRegion() throws Exception {
    String elsewhere = kmsKey.arn().replace("eu-central-1", "us-east-1");
    try (EnvelopeMasterKey key = KmsKeys.open(server, elsewhere)) {
      assertThat(denial(() -> key.generateClusterKey(CONTEXT))).contains("region", "us-east-1");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "alias/",
        "coffer",
        "1234abcd-12ab-34cd-56ef-1234567890ab",
        "arn:aws:s3:::bucket",
        "arn:aws:kms:eu-central-1:111122223333:key/",
        "arn:aws:kms::111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
      })
  void refusesWhatNamesNoKey(String name) {
    assertThat(misconfigured(() -> KmsKeys.open(server, name))).contains("aws-kms:alias/NAME");
  }

  @Test
  void wantsARegionForAnAlias() {
    assertThat(misconfigured(() -> KmsKeys.open(server, "alias/coffer")))
        .contains("coffer.kmsRegion");
  }

  @Test
  void refusesARegionThatContradictsTheArn() throws SQLException {
    Settings settings = KmsKeys.settings(server).with(Setting.KMS_REGION, "us-east-1");

    assertThat(misconfigured(() -> KmsKeys.open(kmsKey.arn(), settings, Purpose.USE)))
        .contains("us-east-1", "eu-central-1");
  }

  @Test
  void refusesARegionThatDoesNotExist() {
    String misspelt = kmsKey.arn().replace("eu-central-1", "eu-centrel-1");

    assertThat(misconfigured(() -> KmsKeys.open(misspelt, Settings.defaults(), Purpose.USE)))
        .contains("eu-centrel-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://kms.example.org",
        "http://127.0.0.1.example.org",
        "http://localhost.example.org:4000",
        "http://10.0.0.1:4000",
        "ftp://127.0.0.1",
        "kms.example.org",
        "https://user:secret@kms.example.org",
        "https:// kms"
      })
  void refusesAnEndpointToWhichKeysMustNotTravel(String endpoint) {
    // What is no URL at all is refused as a setting already, the rest when the key is opened.
    assertThat(
            misconfigured(
                () ->
                    KmsKeys.open(
                        kmsKey.arn(),
                        Settings.of(Map.of(Setting.KMS_ENDPOINT.key(), endpoint)),
                        Purpose.USE)))
        .contains("coffer.kmsEndpoint")
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:1", "http://localhost:1", "http://[::1]:1"})
  void takesAnEndpointOnThisMachineWithoutTls(String endpoint) throws SQLException {
    Settings settings = Settings.of(Map.of(Setting.KMS_ENDPOINT.key(), endpoint));

    KmsKeys.open(kmsKey.arn(), settings, Purpose.USE).close();
  }

  @Test
  void refusesTheSdksOwnEndpointSettingIfItIsNotHttps() throws Exception {
    System.setProperty("aws.endpointUrlKms", "http://kms.example.org:4000");
    try (EnvelopeMasterKey key = KmsKeys.open(kmsKey.arn(), Settings.defaults(), Purpose.USE)) {
      assertThat(misconfigured(() -> key.generateClusterKey(CONTEXT))).contains("https");
    } finally {
      System.clearProperty("aws.endpointUrlKms");
    }
  }
}
