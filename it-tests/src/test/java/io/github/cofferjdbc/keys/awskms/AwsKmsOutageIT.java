package io.github.cofferjdbc.keys.awskms;

import static io.github.cofferjdbc.keys.awskms.KmsKeys.CONTEXT;
import static io.github.cofferjdbc.testing.KeyFailures.denial;
import static io.github.cofferjdbc.testing.KeyFailures.outage;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.keys.spi.EnvelopeMasterKey;
import io.github.cofferjdbc.keys.spi.GeneratedKey;
import io.github.cofferjdbc.keys.spi.MasterKeyRequest.Purpose;
import io.github.cofferjdbc.testing.KmsFault;
import io.github.cofferjdbc.testing.KmsKey;
import io.github.cofferjdbc.testing.KmsServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which failures keys in memory may survive. */
class AwsKmsOutageIT {

  private final KmsServer server = KmsServer.start();
  private final KmsKey kmsKey = server.createKey();
  private EnvelopeMasterKey key;
  private GeneratedKey made;

  @BeforeEach
  void makeAClusterKey() throws Exception {
    key = KmsKeys.open(server, kmsKey.arn());
    made = key.generateClusterKey(CONTEXT);
    server.forgetRequests();
  }

  @AfterEach
  void stop() {
    key.close();
    server.close();
  }

  static Stream<KmsFault> outages() {
    return Stream.of(
        KmsFault.throttle(),
        KmsFault.internal(),
        KmsFault.dependencyTimeout(),
        KmsFault.keyUnavailable(),
        new KmsFault.Answer("KMSInternalException", 400, null),
        new KmsFault.Answer("KeyUnavailableException", 400, null),
        new KmsFault.Answer("DependencyTimeoutException", 400, null),
        new KmsFault.Answer("InternalFailure", 500, null),
        new KmsFault.Answer("ServiceUnavailable", 503, null),
        new KmsFault.Answer("SomethingNew", 500, "no idea"),
        new KmsFault.Answer("TooManyRequestsException", 429, null),
        new KmsFault.Html(502),
        new KmsFault.Html(503),
        new KmsFault.Drop());
  }

  @ParameterizedTest
  @MethodSource("outages")
  void takesNoAnswerAsAnOutageAfterThreeAttempts(KmsFault fault) {
    server.failAlways(fault);

    String message = outage(() -> key.unwrapClusterKey(made.wrapped(), CONTEXT));

    assertThat(message).contains(kmsKey.arn(), "kms:Decrypt");
    assertThat(server.requests("Decrypt")).hasSizeBetween(1, 2 * KmsConnection.ATTEMPTS);
  }

  @Test
  void getsOverAHiccup() throws Exception {
    for (KmsFault fault : List.of(KmsFault.throttle(), KmsFault.internal(), new KmsFault.Drop())) {
      server.failNext(1, fault);

      assertThat(key.unwrapClusterKey(made.wrapped(), CONTEXT)).isEqualTo(made.plaintext());
    }
  }

  static Stream<KmsFault> denials() {
    return Stream.of(
        KmsFault.deny(),
        answer("NotFoundException"),
        answer("DisabledException"),
        answer("InvalidCiphertextException"),
        answer("IncorrectKeyException"),
        answer("InvalidKeyUsageException"),
        answer("InvalidGrantTokenException"),
        answer("ValidationException"),
        answer("UnrecognizedClientException"),
        answer("InvalidSignatureException"),
        answer("ExpiredTokenException"),
        answer("OptInRequired"),
        answer("SomethingNew"));
  }

  private static KmsFault answer(String type) {
    return new KmsFault.Answer(type, 400, null);
  }

  @ParameterizedTest
  @MethodSource("denials")
  void takesEveryOtherAnswerAsADenialAndDoesNotAskAgain(KmsFault fault) {
    server.failNext(1, fault);

    String message = denial(() -> key.unwrapClusterKey(made.wrapped(), CONTEXT));

    assertThat(message).contains(kmsKey.arn(), ((KmsFault.Answer) fault).type());
    assertThat(server.requests("Decrypt")).hasSize(1);
  }

  @Test
  void takesAnInvalidStateAsAnOutageOnlyWhileTheKeyIsUnavailable() {
    kmsKey.state(KmsKey.State.UNAVAILABLE);
    assertThat(outage(() -> key.unwrapClusterKey(made.wrapped(), CONTEXT))).contains("unavailable");
    assertThat(server.requests("DescribeKey")).hasSize(1);

    kmsKey.state(KmsKey.State.PENDING_DELETION);
    assertThat(denial(() -> key.unwrapClusterKey(made.wrapped(), CONTEXT)))
        .contains("KMSInvalidStateException", "pending deletion");
  }

  @Test
  void takesAnInvalidStateAsADenialIfTheStateCannotBeAsked() {
    kmsKey.state(KmsKey.State.UNAVAILABLE);
    server.failAlways("DescribeKey", KmsFault.deny());

    denial(() -> key.unwrapClusterKey(made.wrapped(), CONTEXT));
  }

  @Test
  void waitsForAnAnswerNoLongerThanTheBound() {
    server.failAlways(new KmsFault.Delay(Duration.ofMinutes(5)));
    Instant start = Instant.now();

    outage(() -> key.unwrapClusterKey(made.wrapped(), CONTEXT));

    assertThat(Duration.between(start, Instant.now()))
        .isLessThan(KmsConnection.CALL.plus(Duration.ofSeconds(5)));
  }

  @Test
  void takesARefusedConnectionAsAnOutage() {
    server.close();

    assertThat(outage(() -> key.unwrapClusterKey(made.wrapped(), CONTEXT)))
        .contains(kmsKey.arn(), "refused");
  }

  @Test
  void takesAHostThatCannotBeFoundAsAnOutage() throws Exception {
    Settings nowhere =
        KmsKeys.settings(server).with(Setting.KMS_ENDPOINT, "https://kms.coffer.invalid");
    try (EnvelopeMasterKey lost = KmsKeys.open(kmsKey.arn(), nowhere, Purpose.USE)) {
      outage(() -> lost.unwrapClusterKey(made.wrapped(), CONTEXT));
    }
  }

  @Test
  void takesMissingCredentialsAsAnOutage(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("credentials"), "[other]\n");
    @Nullable String before = System.getProperty("aws.sharedCredentialsFile");
    System.setProperty("aws.sharedCredentialsFile", file.toString());
    try (EnvelopeMasterKey without =
        KmsKeys.open(
            kmsKey.arn(),
            KmsKeys.settings(server).with(Setting.KMS_PROFILE, "nobody"),
            Purpose.USE)) {
      assertThat(outage(() -> without.unwrapClusterKey(made.wrapped(), CONTEXT)))
          .contains("nobody");
    } finally {
      if (before == null) {
        System.clearProperty("aws.sharedCredentialsFile");
      } else {
        System.setProperty("aws.sharedCredentialsFile", before);
      }
    }
    assertThat(server.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GenerateDataKey", "DescribeKey"})
  void classifiesTheOtherOperationsAlike(String operation) throws Exception {
    server.failAlways(operation, KmsFault.throttle());

    assertThat(outage(() -> makeCluster())).contains(operation);

    server.failAlways(operation, KmsFault.deny());
    assertThat(denial(() -> makeCluster())).contains(operation);
  }

  private void makeCluster() throws Exception {
    try (EnvelopeMasterKey fresh =
        KmsKeys.open(kmsKey.arn(), KmsKeys.settings(server), Purpose.NEW_CLUSTER)) {
      fresh.generateClusterKey(CONTEXT);
    }
  }
}
