package io.github.cofferjdbc.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EncryptionContextTest {

  private static final Instant CREATED = Instant.parse("2015-02-06T18:32:59.999Z");

  @Test
  void readsAsInTheRecordsOfRedshift() throws Exception {
    String arn = "arn:aws:redshift:us-east-1:123456789012:cluster:my-dw-cluster";
    assertThat(EncryptionContext.of(arn, CREATED).entries())
        .containsExactly(
            Map.entry("aws:redshift:arn", arn),
            Map.entry("aws:redshift:createtime", "20150206T1832Z"));
  }

  @Test
  void namesTheEntriesAfterPartitionAndServiceOfAnyArn() throws Exception {
    assertThat(
            EncryptionContext.of("arn:aws-us-gov:rds:us-gov-west-1:123456789012:db:x/y", CREATED)
                .entries())
        .containsOnlyKeys("aws-us-gov:rds:arn", "aws-us-gov:rds:createtime");
  }

  @Test
  void takesABareNameForAnArnOfItsOwn() throws Exception {
    EncryptionContext context = EncryptionContext.of("Prod_1.eu-x", CREATED);
    assertThat(context.arn()).isEqualTo("arn:coffer:postgresql:::cluster:Prod_1.eu-x");
    assertThat(context.entries())
        .containsOnlyKeys("coffer:postgresql:arn", "coffer:postgresql:createtime");
    assertThat(EncryptionContext.arnOf(context.arn())).isEqualTo(context.arn());
  }

  @Test
  void isReadBackFromItsTexts() throws Exception {
    EncryptionContext context = EncryptionContext.of("default", CREATED);
    assertThat(EncryptionContext.parse(context.arn(), context.createTime())).isEqualTo(context);
  }

  @Test
  void refusesWhatIsNeitherArnNorName() {
    for (String wrong :
        List.of(
            "",
            "-a",
            "a b",
            "a:b",
            "a".repeat(64),
            "arn:",
            "arn:aws:redshift:us-east-1:123456789012:",
            "arn:aws:redshift:us-east-1:123456789012",
            "arn::redshift:us-east-1:123456789012:x",
            "arn:aws::us-east-1:123456789012:x",
            "arn:AWS:redshift:us-east-1:123456789012:x",
            "arn:aws:redshift:us east:123456789012:x",
            "arn:aws:redshift:us-east-1:123456789012:a b",
            "arn:aws:redshift:us-east-1:123456789012:é",
            "arn:aws:redshift:us-east-1:123456789012:x\n",
            "ARN:aws:redshift:us-east-1:123456789012:x",
            "arn:aws:redshift:us-east-1:123456789012:" + "x".repeat(2048))) {
      refuses(wrong, "20150206T1832Z");
    }
  }

  @Test
  void refusesMalformedCreationTimes() {
    for (String wrong :
        List.of(
            "",
            "20150206T1832",
            "20150206T183200Z",
            "20150230T1832Z",
            "2015-02-06T18:32Z",
            "20150206T2432Z",
            "20150206t1832z",
            "120150206T1832Z")) {
      refuses("default", wrong);
    }
  }

  private static void refuses(String cluster, String createTime) {
    assertThatExceptionOfType(SQLException.class)
        .as(cluster + " " + createTime)
        .isThrownBy(() -> EncryptionContext.parse(cluster, createTime))
        .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("KE009"));
  }

  @Test
  void encodesPartsWithTheirLengths() throws Exception {
    EncryptionContext context = EncryptionContext.of("c", CREATED);
    byte[] aad = KeyInfo.ofDatabaseKey(context, new UUID(1, 2), 0x01020304);
    assertThat(aad)
        .startsWith(0, 0, 0, 8, 'c', 'o', 'f', 'f', 'e', 'r', '/', '1', 0, 0, 0, 21, 'c', 'o')
        .endsWith(
            0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 4, 1, 2, 3, 4);
    assertThat(aad).isNotEqualTo(KeyInfo.ofDatabaseKey(context, new UUID(1, 3), 0x01020304));
    assertThat(KeyInfo.ofRecordKey(context, 1)).isNotEqualTo(KeyInfo.ofRecordKey(context, 2));
  }

  @Test
  void writesKeyIdsAsEightDigits() {
    assertThat(KeyId.text(0xAB)).isEqualTo("000000ab");
    assertThat(KeyId.parse("ffffffff")).isEqualTo(-1);
    for (String wrong : List.of("", "ab", "000000AB", "000000abc", "0000000x", "-00000ab")) {
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> KeyId.parse(wrong));
    }
  }
}
