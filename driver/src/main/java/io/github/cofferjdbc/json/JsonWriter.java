package io.github.cofferjdbc.json;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes plain collections as JSON; no state. */
final class JsonWriter {

  private JsonWriter() {}

  /** Appends the value; {@code lineEnd} grows by {@code step} a level and is "" for one line. */
  static void write(StringBuilder out, @Nullable Object value, String lineEnd, String step) {
    if (value instanceof Map<?, ?> map) {
      writeMap(out, map, lineEnd, step);
    } else if (value instanceof List<?> list) {
      writeList(out, list, lineEnd, step);
    } else if (value instanceof String string) {
      writeString(out, string);
    } else if (value instanceof BigDecimal number) {
      out.append(number.toPlainString());
    } else if (value == null
        || value instanceof Boolean
        || value instanceof Integer
        || value instanceof Long) {
      out.append(value);
    } else {
      throw new IllegalArgumentException("no JSON form for " + value.getClass());
    }
  }

  private static void writeMap(StringBuilder out, Map<?, ?> map, String lineEnd, String step) {
    if (map.isEmpty()) {
      out.append("{}");
      return;
    }
    String inner = lineEnd + step;
    out.append('{');
    for (Iterator<? extends Map.Entry<?, ?>> it = map.entrySet().iterator(); it.hasNext(); ) {
      Map.Entry<?, ?> entry = it.next();
      out.append(inner);
      writeString(out, (String) entry.getKey());
      out.append(step.isEmpty() ? ":" : ": ");
      write(out, entry.getValue(), inner, step);
      out.append(it.hasNext() ? "," : lineEnd);
    }
    out.append('}');
  }

  private static void writeList(StringBuilder out, List<?> list, String lineEnd, String step) {
    if (list.isEmpty()) {
      out.append("[]");
      return;
    }
    String inner = lineEnd + step;
    out.append('[');
    for (Iterator<?> it = list.iterator(); it.hasNext(); ) {
      out.append(inner);
      write(out, it.next(), inner, step);
      out.append(it.hasNext() ? "," : lineEnd);
    }
    out.append(']');
  }

  private static void writeString(StringBuilder out, String string) {
    out.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || (Character.isSurrogate(c) && !paired(string, i))) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static boolean paired(String string, int i) {
    return Character.isHighSurrogate(string.charAt(i))
        ? i + 1 < string.length() && Character.isLowSurrogate(string.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(string.charAt(i - 1));
  }
}
