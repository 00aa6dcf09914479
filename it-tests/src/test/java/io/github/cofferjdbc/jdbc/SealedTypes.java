package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.envelope.Mode;
import io.github.cofferjdbc.value.BaseType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The encrypted types that the matrices go through, and what is particular to some. */
final class SealedTypes {

  /** What is tested of one type. */
  interface Test {
    void of(BaseType type, Mode mode) throws Exception;
  }

  private SealedTypes() {}

  /** Returns a test for each base type, randomized and by equality. */
  static Stream<DynamicTest> each(Test test) {
    return BaseType.all().stream()
        .flatMap(
            type ->
                Stream.of(Mode.RANDOM, Mode.EQ)
                    .filter(mode -> mode.supports(type))
                    .map(
                        mode ->
                            DynamicTest.dynamicTest(
                                type.typeName() + "_" + mode.suffix(), () -> test.of(type, mode))));
  }

  /** Returns the tables {@code sealed_TYPE_MODE} of a base type. */
  static String tables(BaseType type, String idColumn) {
    StringBuilder ddl = new StringBuilder();
    for (Mode mode : List.of(Mode.RANDOM, Mode.EQ)) {
      if (mode.supports(type)) {
        ddl.append(
            "CREATE TABLE sealed_%1$s_%2$s (%3$s, v encrypted.%1$s_%2$s);"
                .formatted(type.typeName(), mode.suffix(), idColumn));
      }
    }
    return ddl.toString();
  }

  /**
   * Tells whether {@code getString} of a plain column shows a form that {@code _eq} brings back in
   * its one form (docs/types.md).
   */
  static boolean isNotCanonical(BaseType type, Mode mode, String text) {
    return mode == Mode.EQ
        && switch (type) {
          case NUMERIC -> text.contains(".") && text.endsWith("0");
          case FLOAT4, FLOAT8 -> text.equals("String -0") || text.endsWith(" -0.0");
          case BPCHAR -> text.endsWith(" ");
          default -> false;
        };
  }
}
