package io.github.cofferjdbc.value;

import static io.github.cofferjdbc.value.Texts.again;
import static io.github.cofferjdbc.value.Texts.assertRefused;
import static io.github.cofferjdbc.value.Texts.hex;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OtherTextTest {

  @ParameterizedTest
  @EnumSource(BaseType.class)
  void refusesWhatNoServerCanBeSent(BaseType type) {
    assertRefused(
        type, "22021", "CANARY\0", "\uD800CANARY", "CANARY\uDC00", "\uDC00\uD800", "?\uD83D");
  }

  @ParameterizedTest
  @EnumSource(
      value = BaseType.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"TEXT", "BPCHAR", "BYTEA"})
  void neverRepeatsTheTextInAMessage(BaseType type) {
    assertRefused(type, type.typeName().matches("date|time.*") ? "22007" : "22P02", "CANARY");
  }

  @Test
  void keepsTextAsItIs() throws SQLException {
    assertThat(hex(BaseType.TEXT, "a ä€😀 ?")).isEqualTo("6120c3a4e282acf09f9880203f");
    assertThat(hex(BaseType.BPCHAR, " a  ")).isEqualTo("20612020");
    assertThat(hex(BaseType.TEXT, "")).isEmpty();
    String mebibyte = "x".repeat(1 << 20);
    assertThat(again(BaseType.TEXT, mebibyte)).isEqualTo(mebibyte);
  }

  @Test
  void readsBytesInBothFormatsAndPrintsHex() {
    assertThat(again(BaseType.BYTEA, "\\xDEad be\nef")).isEqualTo("\\xdeadbeef");
    assertThat(again(BaseType.BYTEA, "a\\\\b\\000\\377ä")).isEqualTo("\\x615c6200ffc3a4");
    assertThat(again(BaseType.BYTEA, "")).isEqualTo("\\x");
    assertRefused(BaseType.BYTEA, "22023", "\\x0", "\\x0g", "\\x0 0");
    assertRefused(BaseType.BYTEA, "22P02", "\\", "\\4", "\\400", "\\38x");
  }

  @Test
  void readsUuidsInAllSpellings() {
    String uuid = "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11";

    for (String text :
        new String[] {
          uuid,
          "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11",
          "{" + uuid + "}",
          "a0eebc999c0b4ef8bb6d6bb9bd380a11",
          "a0ee-bc99-9c0b-4ef8-bb6d-6bb9-bd38-0a11",
          "{a0eebc99-9c0b4ef8-bb6d6bb9-bd380a11}"
        }) {
      assertThat(again(BaseType.UUID, text)).isEqualTo(uuid);
    }
    assertRefused(
        BaseType.UUID, "22P02", "", "{}", " " + uuid, uuid + " ", uuid + "0", "{" + uuid, "a0-ee");
  }

  @Test
  void keepsJsonByteForByte() {
    String json = " { \"b\" : 1.0e+2 , \"a\":[ ], \"a\":\"\\u0000\\ud800\" }\n";

    assertThat(again(BaseType.JSON, json)).isEqualTo(json);
  }

  @Test
  void refusesMalformedJson() {
    for (BaseType type : new BaseType[] {BaseType.JSON, BaseType.JSONB}) {
      assertRefused(
          type,
          "22P02",
          "",
          "nul",
          "01",
          "1.",
          ".5",
          "+1",
          "[1,]",
          "[,1]",
          "{,}",
          "{\"a\"}",
          "[1]]",
          "{\"a\":1,}",
          "{a:1}",
          "\"a\nb\"",
          "\"\\x\"",
          "\"\\u12\"",
          "[\"a\":1]",
          "NaN",
          "1x",
          "[}");
    }
  }

  @Test
  void normalisesJsonb() {
    assertThat(again(BaseType.JSONB, "{\"bb\":1,\"a\":2,\"c\":{},\"a\":[3,null]}"))
        .isEqualTo("{\"a\": [3, null], \"c\": {}, \"bb\": 1}");
    assertThat(again(BaseType.JSONB, "[1e2, -0, 1.10, 12E-1, -0.0]"))
        .isEqualTo("[100, 0, 1.10, 1.2, 0.0]");
    assertThat(again(BaseType.JSONB, "\"\\u00e4\\/\\ud83d\\ude00\\u0001\\n\\\"\""))
        .isEqualTo("\"ä/😀\\u0001\\n\\\"\"");
    assertThat(again(BaseType.JSONB, "{\"\\u00e9\":1,\"zz\":2,\"zzz\":0,\"b\":3}"))
        .isEqualTo("{\"b\": 3, \"zz\": 2, \"é\": 1, \"zzz\": 0}");
  }

  @Test
  void refusesJsonbThatCannotBeText() {
    assertRefused(BaseType.JSONB, "22P05", "\"\\u0000\"");
    // The server reads a string wholly before it sees that none may stand there.
    assertRefused(BaseType.JSONB, "22P05", "{\"a\":1 \"\\u0000\"}");
    assertRefused(BaseType.JSONB, "22P05", "{\"a\" \"\\u0000\"}");
    assertRefused(BaseType.JSONB, "22P05", "1 \"\\u0000\"");
    assertRefused(BaseType.JSONB, "22P02", "{\"a\":1 \"b\"}");
    assertRefused(BaseType.JSONB, "22P02", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800x\"");
    assertRefused(BaseType.JSONB, "22003", "1e400000");
    assertRefused(BaseType.JSONB, "22P02", "1e400000\"6"); // the next token is read first
  }

  @Test
  void boundsTheDepthOfJsonAndNeedsNoStack() {
    String deep = "[".repeat(JsonSyntax.MAX_DEPTH) + "]".repeat(JsonSyntax.MAX_DEPTH);

    assertThat(again(BaseType.JSON, deep)).isEqualTo(deep);
    assertThat(again(BaseType.JSONB, deep)).isEqualTo(deep);
    assertRefused(BaseType.JSON, "54001", "[" + deep + "]", "[".repeat(1 << 20));
    assertRefused(BaseType.JSONB, "54001", "{\"a\":" + deep + "}");
  }
}
