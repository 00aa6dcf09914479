package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.catalog.CatalogView;
import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.catalog.RelationName;
import io.github.cofferjdbc.sql.syntax.Atom;
import io.github.cofferjdbc.sql.syntax.Composite;
import io.github.cofferjdbc.sql.syntax.Operation;
import io.github.cofferjdbc.sql.syntax.TypeName;
import io.github.cofferjdbc.value.BaseType;
import java.util.List;
import java.util.Optional;

/** Casts, and the types that they name. Used by one thread. */
final class Casts {
  private final Context context;
  private final Expressions expressions;

  Casts(Context context, Expressions expressions) {
    this.context = context;
    this.expressions = expressions;
  }

  Cell cast(Operation.Cast cast, Scope scope) {
    Cell operand = expressions.value(cast.operand(), scope);
    Optional<ColumnType.Encrypted> encrypted = encrypted(cast.type());
    if (encrypted.isPresent()) {
      return toEncrypted(cast, operand, encrypted.get());
    }
    requirePlain(cast.type(), "cast");
    if (cast.operand() instanceof Composite.ArrayConstructor && castsElements(cast, operand)) {
      return operand;
    }
    cast.type().modifiers().forEach(value -> expressions.requirePlain(value, scope, "cast"));
    return toPlain(operand, cast.type(), cast.start(), cast.end());
  }

  Cell typedLiteral(Atom.TypedLiteral literal) {
    Cell operand = context.constant(literal.literal());
    Optional<ColumnType.Encrypted> encrypted = encrypted(literal.type());
    if (encrypted.isPresent()) {
      throw Refusal.of(
          "constant of type " + encrypted.get().type(), "write it as a cast: '…'::the type");
    }
    requirePlain(literal.type(), "constant");
    return toPlain(operand, literal.type(), literal.start(), literal.end());
  }

  private Cell toEncrypted(Operation.Cast cast, Cell operand, ColumnType.Encrypted type) {
    Cell target = Expressions.cellOf(type, "a value cast to " + type.domain().name());
    Leaf leaf = operand.leaf();
    if (!operand.isPlain() && leaf != null) {
      leaf.cover(cast.start(), cast.end());
    }
    Types.assign(target, operand, "cast");
    if (leaf == null) {
      qualify(cast.type(), type);
    }
    return operand.isEncrypted() && leaf != null
        ? operand
        : Cell.encrypted(type, operand.origin(), true);
  }

  /**
   * Takes the cast on an array constructor as that of its constants and parameters; if they turn
   * out to be encrypted, the array is cast to the encrypted type instead.
   */
  private boolean castsElements(Operation.Cast cast, Cell operand) {
    Optional<BaseType> base = base(cast.type());
    if (!operand.isOpen() || base.isEmpty() || cast.type().dimensions() != 1) {
      return false;
    }
    for (Leaf leaf : operand.elementLeaves()) {
      if (!leaf.allowsCast(base.get(), false)) {
        return false;
      }
      leaf.cast(base.get(), false, leaf.start(), leaf.end());
    }
    context.recast(operand, cast.type());
    return true;
  }

  private void qualify(TypeName name, ColumnType.Encrypted type) {
    if (name.names().size() == 1) {
      context.patches().insert(name.start(), Identifiers.quoted(type.domain().schema()) + ".");
    }
  }

  /** A cast to a type of PostgreSQL: on a constant or parameter it names the plaintext's type. */
  private Cell toPlain(Cell operand, TypeName name, int start, int end) {
    String construct = "cast to " + name.name() + (name.modifiers().isEmpty() ? "" : "(…)");
    Leaf leaf = operand.leaf();
    Optional<BaseType> base = base(name);
    if (leaf == null || operand.isPlain() || base.isEmpty()) {
      Types.requirePlain(operand, construct);
      return Cell.plain("a " + construct);
    }
    boolean array = name.dimensions() > 0;
    if (!leaf.allowsCast(base.get(), array)) {
      Types.requirePlain(operand, construct);
      return Cell.plain("two casts");
    }
    leaf.cast(base.get(), array, start, end);
    if (operand.isEncrypted()) {
      leaf.checkFits(operand.type(), operand.origin(), false);
    }
    return operand;
  }

  /** The base type that the name means, if a column can have it and no modifier changes values. */
  static Optional<BaseType> base(TypeName name) {
    boolean qualified = name.names().size() > 1;
    if (qualified && !(name.names().size() == 2 && name.names().get(0).equals("pg_catalog"))) {
      return Optional.empty();
    }
    if (!name.modifiers().isEmpty() || name.setOf() || name.columnType()) {
      return Optional.empty();
    }
    if (name.name().equals("varchar")) {
      return Optional.of(BaseType.TEXT);
    }
    return BaseType.ofTypeName(name.name());
  }

  /** The encrypted type that the name means, or empty. */
  Optional<ColumnType.Encrypted> encrypted(TypeName name) {
    if (!Mention.of(name.name(), context.catalog())) {
      return Optional.empty();
    }
    return context
        .catalog()
        .encryptedType(relationName(name))
        .map(type -> Types.withArray(type, type.array() || name.dimensions() > 0));
  }

  static RelationName relationName(TypeName name) {
    List<String> parts = name.names();
    return new RelationName(parts.size() > 1 ? parts.get(parts.size() - 2) : null, name.name());
  }

  /** Refuses the row type of a protected table, by which values could be made past the analysis. */
  void requirePlain(TypeName name, String construct) {
    if (Mention.SCHEMA.equals(relationName(name).schema())) {
      throw Refusal.unknown(construct, "there is no type " + relationName(name));
    }
    if (!Mention.of(name.name(), context.catalog())) {
      return;
    }
    CatalogView.Lookup lookup = context.catalog().relation(relationName(name));
    if (lookup instanceof CatalogView.Lookup.Unknown) {
      context.needs().add(relationName(name));
    } else if (lookup instanceof CatalogView.Lookup.Found found && found.relation().encrypted()) {
      throw Refusal.of(
          construct, "the row type of the protected table " + name.name() + " is not supported");
    }
  }

  /** Returns the cell of a column that is declared with the type. */
  Cell cellOf(TypeName type, String column) {
    Optional<ColumnType.Encrypted> encrypted = encrypted(type);
    if (encrypted.isPresent()) {
      qualify(type, encrypted.get());
      return Expressions.cellOf(encrypted.get(), column);
    }
    requirePlain(type, "column definition");
    return Cell.plain("column " + column);
  }
}
