package io.github.cofferjdbc.testing;

import io.github.cofferjdbc.json.Json;
import io.github.cofferjdbc.json.MalformedJsonException;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The fields of one request, checked as they are read. For one thread. */
final class KmsCall {

  private final Map<?, ?> fields;
  private @Nullable KmsKey key;

  KmsCall(String body) throws KmsError {
    try {
      if (!(Json.parse(body.isEmpty() ? "{}" : body) instanceof Map<?, ?> map)) {
        throw KmsError.refusal("SerializationException", null);
      }
      this.fields = map;
    } catch (MalformedJsonException e) {
      throw KmsError.refusal("SerializationException", null);
    }
  }

  String text(String field) throws KmsError {
    String text = textOrNull(field);
    if (text == null) {
      throw missing(field);
    }
    return text;
  }

  @Nullable String textOrNull(String field) throws KmsError {
    Object value = fields.get(field);
    if (value != null && !(value instanceof String)) {
      throw KmsError.refusal("SerializationException", null);
    }
    return (String) value;
  }

  @Nullable BigDecimal numberOrNull(String field) throws KmsError {
    Object value = fields.get(field);
    if (value != null && !(value instanceof BigDecimal)) {
      throw KmsError.refusal("SerializationException", null);
    }
    return (BigDecimal) value;
  }

  byte[] bytes(String field, int maximum) throws KmsError {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text(field));
    } catch (IllegalArgumentException e) {
      throw KmsError.refusal("SerializationException", null);
    }
    if (bytes.length == 0 || bytes.length > maximum) {
      throw KmsError.validation(
          "1 validation error detected: Value at '"
              + field
              + "' failed to satisfy constraint: Member must have length between 1 and "
              + maximum);
    }
    return bytes;
  }

  Map<String, String> context(String field) throws KmsError {
    Map<String, String> context = new TreeMap<>();
    Object value = fields.get(field);
    if (value == null) {
      return context;
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw KmsError.refusal("SerializationException", null);
    }
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!(entry.getKey() instanceof String name) || !(entry.getValue() instanceof String text)) {
        throw KmsError.refusal("SerializationException", null);
      }
      context.put(name, text);
    }
    return context;
  }

  void refuseDryRun() throws KmsError {
    if (Boolean.TRUE.equals(fields.get("DryRun"))) {
      throw KmsError.refusal(
          "DryRunOperationException",
          "The request would have succeeded, but the DryRun option is set.");
    }
  }

  /** Remembers for the log which key the request came to. */
  void used(KmsKey found) {
    key = found;
  }

  @Nullable String keyArn() {
    return key == null ? null : key.arn();
  }

  private static KmsError missing(String field) {
    return KmsError.validation(
        "1 validation error detected: Value null at '"
            + field
            + "' failed to satisfy constraint: Member must not be null");
  }
}
