package io.github.cofferjdbc.value;

import java.sql.SQLException;

/** Text form of {@code json}: checked, and kept byte for byte. */
final class JsonText extends JsonSyntax {

  private JsonText(String text) {
    super(BaseType.JSON, text);
  }

  static byte[] parse(String text) throws SQLException {
    byte[] bytes = Utf8.encode(text);
    new JsonText(text).read();
    return bytes;
  }

  @Override
  void startArray() {}

  @Override
  void endArray() {}

  @Override
  void startObject() {}

  @Override
  void endObject() {}

  @Override
  void element(int index) {}

  @Override
  void key(int index, int start, int end) {}

  @Override
  void string(int start, int end) {}

  @Override
  void number(int start, int end) {}

  @Override
  void literal(String word) {}

  @Override
  boolean resolvesEscapes() {
    return false;
  }
}
