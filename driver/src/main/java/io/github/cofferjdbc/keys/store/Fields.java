package io.github.cofferjdbc.keys.store;

import io.github.cofferjdbc.envelope.KeyId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes the members of a JSON object one by one and notices those that nobody took: a record of a
 * known format has no member that is not known. Every complaint is an {@link
 * IllegalArgumentException} that names the member and no content.
 */
final class Fields {

  private final Map<?, ?> members;
  private final Set<String> taken = new HashSet<>();

  Fields(@Nullable Object json) {
    if (!(json instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("an object was expected");
    }
    members = map;
  }

  @Nullable Object any(String name) {
    if (!members.containsKey(name)) {
      throw new IllegalArgumentException("member " + name + " is missing");
    }
    taken.add(name);
    return members.get(name);
  }

  String text(String name) {
    return typed(name, String.class);
  }

  boolean flag(String name) {
    return typed(name, Boolean.class);
  }

  List<?> list(String name) {
    return typed(name, List.class);
  }

  Map<?, ?> map(String name) {
    return typed(name, Map.class);
  }

  long number(String name) {
    try {
      BigDecimal number = typed(name, BigDecimal.class);
      if (number.precision() - (long) number.scale() > 19) {
        throw new IllegalArgumentException("member " + name + " is out of range");
      }
      return number.longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("member " + name + " is not a whole number", e);
    }
  }

  int small(String name) {
    long number = number(name);
    if (number != (int) number) {
      throw new IllegalArgumentException("member " + name + " is out of range");
    }
    return (int) number;
  }

  int keyId(String name) {
    return KeyId.parse(text(name));
  }

  Wrapped wrapped(String name) {
    return new Wrapped(text(name));
  }

  @Nullable Wrapped wrappedOrNull(String name) {
    return any(name) == null ? null : wrapped(name);
  }

  /** Returns null if there is no such member; one that is there has a value. */
  @Nullable Wrapped wrappedIfThere(String name) {
    return members.containsKey(name) ? wrapped(name) : null;
  }

  Instant instant(String name) {
    return RecordJson.instant(text(name));
  }

  /** Ends the reading of this object. */
  void end() {
    for (Object name : members.keySet()) {
      if (name instanceof String text && !taken.contains(text)) {
        throw new IllegalArgumentException("a member is not known");
      }
    }
  }

  private <T> T typed(String name, Class<T> type) {
    Object value = any(name);
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException("member " + name + " is not of its type");
    }
    return type.cast(value);
  }
}
