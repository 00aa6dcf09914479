package io.github.cofferjdbc.keys.awskms;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * A call of the AWS SDK that goes nowhere, so that its more than a thousand classes are there when
 * the first one in earnest is made: they take most of the time of a process's first protected
 * statement. It knows no credentials, asks no network, and answers itself. No state.
 */
final class KmsPractice {

  private static final String WORD = "practice";

  private KmsPractice() {}

  /** Makes the call. */
  static void run() {
    try (SdkHttpClient tls = UrlConnectionHttpClient.builder().build();
        KmsClient client =
            KmsClient.builder()
                .region(Region.US_EAST_1)
                .credentialsProvider(
                    StaticCredentialsProvider.create(AwsBasicCredentials.create(WORD, WORD)))
                .httpClient(new Nowhere())
                .build()) {
      client.decrypt(
          request ->
              request
                  .keyId(WORD)
                  .encryptionContext(Map.of(WORD, WORD))
                  .ciphertextBlob(SdkBytes.fromUtf8String(WORD)));
    }
  }

  /** Answers every request with an empty object. */
  private static final class Nowhere implements SdkHttpClient {

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() {
          byte[] empty = "{}".getBytes(StandardCharsets.US_ASCII);
          return HttpExecuteResponse.builder()
              .response(SdkHttpResponse.builder().statusCode(200).build())
              .responseBody(AbortableInputStream.create(new ByteArrayInputStream(empty)))
              .build();
        }

        @Override
        public void abort() {}
      };
    }

    @Override
    public void close() {}
  }
}
