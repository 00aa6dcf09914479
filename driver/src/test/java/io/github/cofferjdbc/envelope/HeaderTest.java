package io.github.cofferjdbc.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.cofferjdbc.value.BaseType;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every layout of docs/format.md, and what is none. */
class HeaderTest {

  private static final String KEY_ID = "01020304";
  private static final String WRAPPED = "aa".repeat(40);
  private static final String TAG = "bb".repeat(16);
  private static final String TOKENS = "02" + "00".repeat(8) + "00".repeat(7) + "01";

  private static Header parse(String hex) throws SQLException {
    return Header.parse(HexFormat.of().parseHex(hex));
  }

  private static void refuses(String hex) {
    assertThatExceptionOfType(SQLException.class)
        .as(hex)
        .isThrownBy(() -> parse(hex))
        .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("KE004"));
    assertThat(Header.typeOf(HexFormat.of().parseHex(hex))).isEmpty();
  }

  @Test
  void readsRandomizedValues() throws Exception {
    Header header = parse("ec180800" + KEY_ID + WRAPPED + "8101" + "cc" + TAG);
    assertThat(header)
        .isEqualTo(new Header(Mode.RANDOM, false, true, BaseType.TEXT, 0, 0x01020304, 8, 129, 50));
    assertThat(parse("ec1003ac02" + KEY_ID + WRAPPED + "00" + TAG))
        .isEqualTo(new Header(Mode.RANDOM, false, false, BaseType.INT4, 300, 0x01020304, 9, 0, 50));
  }

  @Test
  void readsEqualityValues() throws Exception {
    assertThat(parse("ec110400" + KEY_ID + TAG + "cc"))
        .isEqualTo(new Header(Mode.EQ, false, false, BaseType.INT8, 0, 0x01020304, -1, -1, 8));
  }

  @Test
  void readsWhatBeginsAsAnotherAsItReadsItAlone() throws Exception {
    String random = "ec180800" + KEY_ID + WRAPPED;
    String equality = "ec110400" + KEY_ID;
    List<String> values =
        List.of(
            random + "00" + TAG,
            random + "8101" + "cc" + TAG,
            random + "ffff3f" + TAG,
            random + "808040" + TAG, // a number too great
            random + "8000" + TAG, // not the shortest form
            random + "8101" + "bb".repeat(15), // cut off
            random + "80",
            random,
            random.substring(0, 90) + "dddd" + "00" + TAG,
            "ec100800" + KEY_ID + WRAPPED + "00" + TAG,
            equality + TAG + "cc",
            equality + TAG,
            equality + "bb".repeat(15),
            "ec110401" + KEY_ID + TAG,
            "ec110800" + KEY_ID + TAG);
    for (String other : List.of(random + "8101" + "cc" + TAG, equality + TAG)) {
      byte[] read = HexFormat.of().parseHex(other);
      Header header = Header.parse(read);
      for (String hex : values) {
        byte[] stored = HexFormat.of().parseHex(hex);
        boolean begins =
            stored.length >= 24 && hex.startsWith(other.substring(0, 2 * header.prefixLength()));
        Outcome alone = Outcome.of(() -> Header.parse(stored));
        Outcome alike = Outcome.of(() -> Header.alike(header, read, stored));
        assertThat(alike).as(hex).isEqualTo(begins ? alone : new Outcome(null, null));
      }
    }
  }

  private record Outcome(@Nullable Header header, @Nullable String state) {

    static Outcome of(Callable<@Nullable Header> reading) throws Exception {
      try {
        return new Outcome(reading.call(), null);
      } catch (SQLException e) {
        return new Outcome(null, e.getSQLState());
      }
    }
  }

  @Test
  void readsMatchValues() throws Exception {
    assertThat(parse("ec130800" + KEY_ID + TOKENS + WRAPPED + "05" + TAG))
        .isEqualTo(new Header(Mode.MATCH, false, false, BaseType.TEXT, 0, 0x01020304, 25, 5, 66));
    assertThat(parse("ec130800" + KEY_ID + "00" + WRAPPED + "05" + TAG).bodyAt()).isEqualTo(50);
  }

  @Test
  void readsValuesByReference() throws Exception {
    assertThat(parse("ec1c1100" + "11".repeat(8) + "05" + TAG))
        .isEqualTo(new Header(Mode.RANDOM, true, true, BaseType.JSONB, 0, 0, -1, 5, 13));
    assertThat(parse("ec150800" + "11".repeat(8) + TOKENS + "05" + TAG))
        .isEqualTo(new Header(Mode.MATCH, true, false, BaseType.TEXT, 0, 0, -1, 5, 30));
  }

  @Test
  void readsOrderedValuesOfEachLength() throws Exception {
    String start = "ec12";
    assertThat(ordered(start + "0400", 64, 8).bodyAt()).isEqualTo(8 + 64);
    assertThat(ordered(start + "0b00", 32, 4).bodyAt()).isEqualTo(8 + 32);
    assertThat(ordered(start + "0f00", 128, 16).bodyAt()).isEqualTo(8 + 128);
    for (int length = 0; length <= 255; length++) {
      assertThat(ordered(start + "0800", 9 * length + 1, length).bodyAt())
          .isEqualTo(8 + 9 * length + 1);
    }
    assertThat(ordered(start + "0700", 3, 8).bodyAt()).isEqualTo(8 + 3);
    for (int digits = 1; digits <= 150; digits++) {
      assertThat(ordered(start + "0700", 20 + 15 * digits, 8 + 2 * digits).bodyAt())
          .isEqualTo(8 + 20 + 15 * digits);
    }
    refuses(start + "0800" + KEY_ID + "00".repeat(9 * 256 + 1) + TAG + "00".repeat(256));
    refuses(start + "0700" + KEY_ID + "00".repeat(20 + 15 * 151) + TAG + "00".repeat(8 + 302));
    refuses(start + "0400" + KEY_ID + "00".repeat(63) + TAG + "00".repeat(8));
    refuses(start + "0800" + KEY_ID + "00".repeat(5) + TAG);
    refuses(start + "0700" + KEY_ID + "00".repeat(20) + TAG + "00".repeat(8));
  }

  private static Header ordered(String start, int code, int plaintext) throws SQLException {
    return parse(start + KEY_ID + "00".repeat(code) + TAG + "00".repeat(plaintext));
  }

  @Test
  void refusesWhatNoWriterWrites() {
    refuses("");
    refuses("ec");
    refuses("ec11");
    String rest = "00" + KEY_ID + TAG + "cc";
    refuses("ed1104" + rest); // not ours
    refuses("ec2104" + rest); // another format
    refuses("ec0104" + rest);
    refuses("ec1604" + rest); // no such mode
    refuses("ec1704" + rest);
    refuses("ec1100" + rest); // no such base type
    refuses("ec1112" + rest);
    refuses("ec11ff" + rest);
    refuses("ec1103" + rest); // int4 is stored as int8
    refuses("ec1105" + rest); // float4 as float8
    refuses("ec1110" + rest); // json has no equality
    refuses("ec1908" + rest); // only randomized values are padded
    refuses("ec1803" + "00" + KEY_ID + WRAPPED + "00" + TAG); // and of these not int4
    refuses("ec1104" + "8000" + KEY_ID + TAG); // scope not in shortest form
    refuses("ec1104" + "8080808008" + KEY_ID + TAG); // scope 2^31
    refuses("ec100800" + KEY_ID + WRAPPED + "8000" + TAG); // number not in shortest form
    refuses("ec100800" + KEY_ID + WRAPPED + "808040" + TAG); // number 2^20
    refuses("ec110400" + KEY_ID + TAG.substring(2));
    refuses("ec100800" + KEY_ID + WRAPPED + "00" + TAG.substring(2));
    refuses("ec100800" + KEY_ID + WRAPPED);
    refuses("ec140800" + "11".repeat(8) + "00" + TAG.substring(2));
    refuses("ec130800" + KEY_ID + "ffffffff07" + WRAPPED + "05" + TAG); // more tokens than bytes
    refuses("ec130800" + KEY_ID + "02" + "00".repeat(16) + WRAPPED + "05" + TAG); // one twice
    refuses("ec1303" + "00" + KEY_ID + TOKENS + WRAPPED + "05" + TAG); // match is for text
  }

  @Test
  void saysThatANewerVersionMayReadAnotherFormat() {
    assertThatExceptionOfType(SQLException.class)
        .isThrownBy(() -> parse("ec3104" + "00" + KEY_ID + TAG))
        .withMessageContaining("format 3");
  }

  @Test
  void tellsWhatTheFirstThreeBytesOfADomainCanBe() {
    assertThat(prefixes(BaseType.TEXT, Mode.RANDOM))
        .containsExactly("ec1008", "ec1808", "ec1408", "ec1c08");
    assertThat(prefixes(BaseType.INT4, Mode.RANDOM)).containsExactly("ec1003", "ec1403");
    assertThat(prefixes(BaseType.INT4, Mode.EQ)).containsExactly("ec1104");
    assertThat(prefixes(BaseType.FLOAT4, Mode.ORDERED)).containsExactly("ec1206");
    assertThat(prefixes(BaseType.TEXT, Mode.MATCH)).containsExactly("ec1308", "ec1508");
  }

  private static List<String> prefixes(BaseType base, Mode mode) {
    return Header.prefixes(base, mode).stream().map(HexFormat.of()::formatHex).toList();
  }

  @Test
  void writesWhatItReads() throws Exception {
    byte[] wrapped = HexFormat.of().parseHex(WRAPPED);
    EncryptedType type = new EncryptedType(BaseType.BYTEA, Mode.RANDOM, 1 << 30);
    String start = HexFormat.of().formatHex(Header.ofRandom(type, true, -2, wrapped));
    assertThat(parse(start + "07" + TAG))
        .isEqualTo(new Header(Mode.RANDOM, false, true, BaseType.BYTEA, 1 << 30, -2, 12, 7, 53));
    EncryptedType equality = new EncryptedType(BaseType.INT2, Mode.EQ, 128);
    String begin = HexFormat.of().formatHex(Header.ofEquality(equality, 9));
    assertThat(parse(begin + TAG).isOf(equality)).isTrue();
  }
}
