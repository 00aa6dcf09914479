package io.github.cofferjdbc.jdbc;

import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which type pgjdbc gives the elements of a Java array. */
final class ArrayElements {

  private static final Map<Class<?>, String> TYPES =
      Map.ofEntries(
          Map.entry(boolean.class, "bool"),
          Map.entry(Boolean.class, "bool"),
          Map.entry(short.class, "int2"),
          Map.entry(Short.class, "int2"),
          Map.entry(int.class, "int4"),
          Map.entry(Integer.class, "int4"),
          Map.entry(long.class, "int8"),
          Map.entry(Long.class, "int8"),
          Map.entry(float.class, "float4"),
          Map.entry(Float.class, "float4"),
          Map.entry(double.class, "float8"),
          Map.entry(Double.class, "float8"),
          Map.entry(BigDecimal.class, "numeric"),
          Map.entry(String.class, "varchar"),
          Map.entry(byte[].class, "bytea"),
          Map.entry(UUID.class, "uuid"),
          Map.entry(Date.class, "date"),
          Map.entry(Time.class, "time"),
          Map.entry(Timestamp.class, "timestamp"));

  private ArrayElements() {}

  /** Returns the type's name, or null if pgjdbc has none for the class. */
  static @Nullable String typeName(Class<?> element) {
    return TYPES.get(element);
  }
}
