package io.github.cofferjdbc.keys.awskms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.cofferjdbc.jdbc.ProtectedDatabase;
import io.github.cofferjdbc.testing.KmsServer;
import java.sql.Connection;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Loading the AWS SDK beside a connection. */
class KmsPracticeIT {

  @Test
  void goesThroughAWholeCall() {
    assertThatCode(KmsPractice::run).doesNotThrowAnyException();
    assertThatCode(new AwsKmsProvider()::prepare).doesNotThrowAnyException();
  }

  @Test
  void aConnectionAsksTheKeyServiceNothingAndNeedsNoKey() throws Exception {
    try (KmsServer kms = KmsServer.start();
        ProtectedDatabase database = ProtectedDatabase.with("CREATE TABLE plain (id int)");
        Connection connection =
            database.coffer(
                Map.of(
                    "coffer.masterKey",
                    "aws-kms:arn:aws:kms:eu-central-1:111122223333:key/missing",
                    "coffer.kmsEndpoint",
                    kms.endpoint()))) {
      new AwsKmsProvider().prepare();

      assertThat(connection.isValid(5)).isTrue();
      assertThat(kms.requests()).isEmpty();
    }
  }
}
