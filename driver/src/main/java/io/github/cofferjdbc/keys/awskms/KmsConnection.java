package io.github.cofferjdbc.keys.awskms;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.KmsClientBuilder;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The SDK's client and the credentials that it uses, with all waiting bounded: a first statement
 * must not hang because a key service does. Thread safe.
 *
 * @param client for calls
 * @param credentials closed together with the client
 */
record KmsConnection(KmsClient client, AwsCredentialsProvider credentials)
    implements AutoCloseable {

  /** How long one call may take in all, with the waiting between attempts. */
  static final Duration CALL = Duration.ofSeconds(10);

  static final Duration ATTEMPT = Duration.ofSeconds(6);
  static final int ATTEMPTS = 3;

  static KmsConnection open(String region, KmsEndpoint endpoint, Settings settings)
      throws SQLException {
    Region known = region(region, endpoint);
    Optional<String> profile = settings.text(Setting.KMS_PROFILE);
    AwsCredentialsProvider credentials;
    KmsClientBuilder builder = KmsClient.builder();
    try {
      // A profile that was named is meant, whatever the environment holds beside it.
      credentials =
          profile.isPresent()
              ? ProfileCredentialsProvider.create(profile.get())
              : DefaultCredentialsProvider.builder().build();
      builder
          .region(known)
          .credentialsProvider(credentials)
          .httpClientBuilder(
              UrlConnectionHttpClient.builder().connectionTimeout(ATTEMPT).socketTimeout(ATTEMPT))
          .overrideConfiguration(
              client ->
                  client
                      .apiCallTimeout(CALL)
                      .apiCallAttemptTimeout(ATTEMPT)
                      .retryStrategy(
                          AwsRetryStrategy.standardRetryStrategy().toBuilder()
                              .maxAttempts(ATTEMPTS)
                              .build())
                      .addExecutionInterceptor(new RefuseCleartext()));
      endpoint.uri().ifPresent(builder::endpointOverride);
      return new KmsConnection(builder.build(), credentials);
    } catch (RuntimeException e) {
      throw KeyFailure.MISCONFIGURED.exception(
          "The client of AWS KMS cannot be set up; check the AWS configuration files"
              + profile.map(text -> " and coffer.kmsProfile=" + text).orElse("")
              + ".",
          e);
    }
  }

  private static Region region(String name, KmsEndpoint endpoint) throws SQLException {
    Region region = Region.of(name);
    // A misspelt region would look like a name server that is down, that is, like an outage.
    if (endpoint.uri().isEmpty() && !Region.regions().contains(region)) {
      throw KeyFailure.MISCONFIGURED.exception(
          "There is no AWS region "
              + name
              + " that this version of the AWS SDK knows; check coffer.kmsRegion or the master"
              + " key's ARN. For a newer region set coffer.kmsEndpoint.");
    }
    return region;
  }

  @Override
  public void close() {
    client.close();
    if (credentials instanceof SdkAutoCloseable closeable) {
      closeable.close();
    }
  }

  @Override
  public String toString() {
    return "KmsConnection[<hidden>]";
  }

  /** The SDK also takes endpoints from its own environment variables and files. */
  private static final class RefuseCleartext implements ExecutionInterceptor {
    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes none) {
      SdkHttpRequest request = context.httpRequest();
      if (!KmsEndpoint.protects(request.protocol(), request.host())) {
        throw new CleartextEndpointException();
      }
    }
  }
}
