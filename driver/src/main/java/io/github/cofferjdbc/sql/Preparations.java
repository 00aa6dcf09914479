package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.envelope.Mode;
import io.github.cofferjdbc.sql.plan.ParameterPlan;
import io.github.cofferjdbc.sql.syntax.TypeName;
import io.github.cofferjdbc.value.BaseType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a PREPARE: what they are declared as is the type of the plaintext, and on the
 * server the sealed ones are bytea. Used by one thread.
 */
final class Preparations {
  private final Context context;
  private final List<TypeName> names;
  private final List<Declared> declared = new ArrayList<>();

  /**
   * What a parameter is declared as.
   *
   * @param encrypted the encrypted type, or null
   * @param base the plaintext's type, or null if no column can have it
   */
  record Declared(
      ColumnType.@Nullable Encrypted encrypted, @Nullable BaseType base, boolean array) {}

  Preparations(Context context, Casts casts, List<TypeName> names) {
    this.context = context;
    this.names = names;
    for (TypeName name : names) {
      Optional<ColumnType.Encrypted> encrypted = casts.encrypted(name);
      if (encrypted.isEmpty()) {
        casts.requirePlain(name, "PREPARE");
      }
      declared.add(
          new Declared(
              encrypted.orElse(null), Casts.base(name).orElse(null), name.dimensions() > 0));
    }
  }

  /** Has the context give the parameters these types. */
  void declare() {
    context.declare(declared);
  }

  /** Makes the declared types those of what is sent, now that all parameters are known. */
  void rewriteTypes() {
    for (int i = 0; i < names.size() && i < context.parameters().size(); i++) {
      ParameterPlan parameter = context.parameters().get(i);
      Declared own = declared.get(i);
      if (parameter instanceof ParameterPlan.NullTest) {
        replace(names.get(i), "pg_catalog.bool");
      } else if (parameter instanceof ParameterPlan.Sealed sealed && own.encrypted() == null) {
        if (own.base() == null) {
          throw Refusal.of(
              sealed.operand().column(),
              "PREPARE",
              "a parameter for it cannot be declared as " + names.get(i).name());
        }
        replace(names.get(i), own.array() ? "pg_catalog.bytea[]" : "pg_catalog.bytea");
      }
    }
  }

  private void replace(TypeName name, String type) {
    context.patches().replace(name.start(), name.end(), type);
  }

  /** Refuses a constant that each execution would store again as the same bytes. */
  void checkConstants() {
    context.literals().stream()
        .map(literal -> literal.operand())
        .filter(operand -> operand.type().type().mode() == Mode.RANDOM)
        .findFirst()
        .ifPresent(
            operand -> {
              throw Refusal.of(
                  operand.column(),
                  "PREPARE",
                  "each execution would store a constant as the same ciphertext; make it a"
                      + " parameter");
            });
  }
}
