package io.github.cofferjdbc.audit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a key or because of one; holds no secret and no value. Immutable.
 *
 * @param source who did it: {@code kms.amazonaws.com}, {@code pkcs11}, {@code jce}, {@code local},
 *     or {@code coffer} for Coffer itself
 * @param name what was done, as CloudTrail would name it, such as {@code Decrypt}
 * @param readOnly whether it changed nothing
 * @param context the encryption context; empty where there is none yet
 * @param parameters further facts: texts, numbers and truth values
 * @param errorCode the SQLState if it failed or was refused, else null
 * @param errorMessage Coffer's own message then, else null
 */
public record AuditEvent(
    String source,
    String name,
    boolean readOnly,
    Map<String, String> context,
    Map<String, Object> parameters,
    @Nullable String errorCode,
    @Nullable String errorMessage) {

  /** The source of what Coffer itself does or refuses. */
  public static final String COFFER = "coffer";

  /** Makes one. */
  public AuditEvent {
    context = Collections.unmodifiableMap(new LinkedHashMap<>(context));
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /** Makes an event that succeeded. */
  public AuditEvent(
      String source,
      String name,
      boolean readOnly,
      Map<String, String> context,
      Map<String, Object> parameters) {
    this(source, name, readOnly, context, parameters, null, null);
  }

  /** Returns this event as one that failed or was refused. */
  public AuditEvent failed(@Nullable String code, @Nullable String message) {
    return new AuditEvent(
        source, name, readOnly, context, parameters, code == null ? "unknown" : code, message);
  }

  /** Returns this event with one more parameter. */
  public AuditEvent with(String parameter, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(parameters);
    more.put(parameter, value);
    return new AuditEvent(source, name, readOnly, context, more, errorCode, errorMessage);
  }
}
