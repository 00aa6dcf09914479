package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.catalog.CatalogView;
import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.catalog.Relation;
import io.github.cofferjdbc.catalog.RelationName;
import io.github.cofferjdbc.sql.plan.Operand;
import io.github.cofferjdbc.sql.plan.ParameterPlan;
import io.github.cofferjdbc.sql.plan.Piece;
import io.github.cofferjdbc.sql.plan.SealedLiteral;
import io.github.cofferjdbc.sql.plan.TypeChange;
import io.github.cofferjdbc.sql.syntax.Atom;
import io.github.cofferjdbc.sql.syntax.Name;
import io.github.cofferjdbc.sql.syntax.QualifiedName;
import io.github.cofferjdbc.sql.syntax.Script;
import io.github.cofferjdbc.sql.syntax.Token;
import io.github.cofferjdbc.sql.syntax.TypeName;
import io.github.cofferjdbc.value.BaseType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of an analysis share: the catalog, the names it lacks, the changes to the text,
 * and every constant and parameter with the type it may get. Used by one thread.
 */
final class Context {
  private static final Set<String> MATCHING_WORDS =
      Set.of("group", "distinct", "order", "partition");

  private record Typed(Leaf leaf, Cell cell) {}

  private record Recast(Cell cell, TypeName type) {}

  private final CatalogView catalog;
  private final Script script;
  private final Patches patches = new Patches();
  private final Set<RelationName> needs = new HashSet<>();
  private final List<Typed> leaves = new ArrayList<>();
  private final List<Recast> recasts = new ArrayList<>();
  private final @Nullable Cell[] parameterCells;
  private final List<ParameterPlan> parameters;
  private final List<SealedLiteral> literals = new ArrayList<>();
  private List<Preparations.Declared> declared = List.of();
  private boolean keepsLiterals;
  private @Nullable TypeChange typeChange;

  Context(CatalogView catalog, Script script) {
    this.catalog = catalog;
    this.script = script;
    this.parameterCells = new Cell[script.parameters()];
    this.parameters =
        new ArrayList<>(Collections.nCopies(script.parameters(), new ParameterPlan.Clear()));
  }

  CatalogView catalog() {
    return catalog;
  }

  Patches patches() {
    return patches;
  }

  Set<RelationName> needs() {
    return needs;
  }

  static RelationName nameOf(QualifiedName name) {
    return new RelationName(name.schema().map(Name::text).orElse(null), name.last().text());
  }

  /**
   * Returns the relation that the name means, or empty while it is not loaded; one that does not
   * exist is refused. A protected one gets its schema written before its name.
   */
  Optional<Relation> relation(QualifiedName name) {
    RelationName asked = nameOf(name);
    CatalogView.Lookup answer = catalog.relation(asked);
    if (answer instanceof CatalogView.Lookup.Found found) {
      Relation relation = found.relation();
      if (asked.schema() == null && (relation.encrypted() || Mention.of(asked.name(), catalog))) {
        patches.insert(name.start(), Identifiers.quoted(relation.schema()) + ".");
      }
      return Optional.of(relation);
    }
    if (answer instanceof CatalogView.Lookup.Absent) {
      throw Refusal.unknown("table " + asked, "the catalog knows no such table");
    }
    needs.add(asked);
    return Optional.empty();
  }

  Cell constant(Atom.Constant constant) {
    Leaf leaf = Leaf.of(constant);
    Cell cell = Cell.of(leaf);
    leaves.add(new Typed(leaf, cell));
    return cell;
  }

  /** Returns the type of a parameter at one of its places; all places of a number have one type. */
  Cell parameter(Atom.Parameter parameter) {
    Leaf leaf = Leaf.of(parameter);
    Cell cell = Cell.of(leaf);
    leaves.add(new Typed(leaf, cell));
    declare(leaf, cell, parameter);
    Cell before = parameterCells[parameter.number() - 1];
    if (before == null) {
      parameterCells[parameter.number() - 1] = cell;
    } else {
      Types.unify(List.of(before, cell), "parameter $" + parameter.number());
    }
    return cell;
  }

  /** Takes the types that a PREPARE declares for the first parameters. */
  void declare(List<Preparations.Declared> types) {
    declared = types;
  }

  private void declare(Leaf leaf, Cell cell, Atom.Parameter parameter) {
    if (parameter.number() > declared.size()) {
      return;
    }
    Preparations.Declared type = declared.get(parameter.number() - 1);
    ColumnType.Encrypted encrypted = type.encrypted();
    BaseType base = type.base();
    if (encrypted != null) {
      cell.bind(encrypted, "parameter $" + parameter.number());
    } else if (base != null) {
      leaf.cast(base, type.array(), leaf.start(), leaf.end());
    }
  }

  /** Writes the encrypted type in the place of the type if the cell turns out to be encrypted. */
  void recast(Cell cell, TypeName type) {
    recasts.add(new Recast(cell, type));
  }

  /** Says that the statement changes a column's type to or from an encrypted one. */
  void change(TypeChange change) {
    typeChange = change;
  }

  @Nullable TypeChange typeChange() {
    return typeChange;
  }

  /** As {@link #seal()}, of a definition: the server takes no parameters there. */
  void sealInText() {
    keepsLiterals = true;
    seal();
    keepsLiterals = false;
  }

  /** Turns every constant and parameter that met an encrypted type into a slot. */
  void seal() {
    leaves.sort(Comparator.comparingInt(typed -> typed.leaf().start()));
    for (Typed typed : leaves) {
      Leaf leaf = typed.leaf();
      if (typed.cell().isEncrypted()) {
        seal(leaf, typed.cell().type(), typed.cell().origin());
      } else if (leaf.atom() instanceof Atom.Parameter parameter && onlyNullTests(typed.cell())) {
        parameters.set(parameter.number() - 1, new ParameterPlan.NullTest());
        patches.replace(
            leaf.start(),
            leaf.end(),
            new Piece.ParameterSlot(parameter.number() - 1, "::pg_catalog.bool"));
      }
    }
    leaves.clear();
    for (Recast recast : recasts) {
      if (recast.cell().isEncrypted()) {
        boolean compared = recast.cell().elementLeaves().stream().anyMatch(Leaf::isCompared);
        patches.replace(
            recast.type().start(),
            recast.type().end(),
            compared ? "pg_catalog.bytea[]" : Identifiers.type(recast.cell().type()));
      }
    }
    recasts.clear();
  }

  private static boolean onlyNullTests(Cell cell) {
    return cell.isOpen() && cell.leaves().stream().allMatch(Leaf::nullTest);
  }

  private void seal(Leaf leaf, ColumnType.Encrypted type, String column) {
    String suffix =
        switch (leaf.form()) {
          case STORED -> "";
          case COMPARED -> type.array() ? Identifiers.cast(type) : "::pg_catalog.bytea";
          case ELEMENTS -> "::pg_catalog.bytea[]";
          case KEPT -> Identifiers.cast(type);
        };
    Operand operand = new Operand(type, leaf.use(), leaf.cast(), column);
    if (leaf.atom() instanceof Atom.Parameter parameter) {
      int index = parameter.number() - 1;
      parameters.set(index, merged(parameters.get(index), operand));
      patches.replace(leaf.start(), leaf.end(), new Piece.ParameterSlot(index, suffix));
    } else if (leaf.atom() instanceof Atom.Constant constant) {
      literal(leaf, constant, operand, suffix);
    }
  }

  private void literal(Leaf leaf, Atom.Constant constant, Operand operand, String suffix) {
    SealedLiteral.Kind kind =
        switch (constant.kind()) {
          case STRING -> SealedLiteral.Kind.STRING;
          case INTEGER -> SealedLiteral.Kind.INTEGER;
          case FLOAT -> SealedLiteral.Kind.DECIMAL;
          case BOOLEAN -> SealedLiteral.Kind.BOOLEAN;
          case NULL -> SealedLiteral.Kind.NULL;
          case BIT_STRING -> throw new IllegalStateException("a bit string is never open");
        };
    if (kind == SealedLiteral.Kind.NULL) {
      patches.replace(
          leaf.start(), leaf.end(), leaf.form() == Leaf.Form.KEPT ? "NULL" + suffix : "NULL");
      return;
    }
    patches.replace(
        leaf.start(), leaf.end(), new Piece.LiteralSlot(literals.size(), suffix, keepsLiterals));
    literals.add(new SealedLiteral(kind, constant.value(), operand));
  }

  /** Marks the literals that the server may have to find equal to others of the text. */
  private List<Piece> withRepetitions(List<Piece> pieces) {
    Map<SealedLiteral, Integer> counts = new HashMap<>();
    literals.forEach(literal -> counts.merge(literal, 1, Integer::sum));
    List<Piece> marked = new ArrayList<>(pieces.size());
    for (Piece piece : pieces) {
      marked.add(
          piece instanceof Piece.LiteralSlot slot && isRepeated(literals.get(slot.index()), counts)
              ? new Piece.LiteralSlot(slot.index(), slot.suffix(), true)
              : piece);
    }
    return marked;
  }

  /** Sealed at random, two values are never equal. */
  private static boolean isRepeated(SealedLiteral literal, Map<SealedLiteral, Integer> counts) {
    return literal.operand().type().type().mode().deterministic()
        && counts.getOrDefault(literal, 0) > 1;
  }

  /** Tells whether the server compares expressions of the text with one another. */
  private boolean matchesExpressions() {
    return script.tokens().stream()
        .anyMatch(
            token -> token.kind() == Token.Kind.KEYWORD && MATCHING_WORDS.contains(token.value()));
  }

  /** One parameter at several places ({@code $1}): the strictest use decides its conversion. */
  private static ParameterPlan merged(ParameterPlan before, Operand operand) {
    if (!(before instanceof ParameterPlan.Sealed sealed)) {
      return new ParameterPlan.Sealed(operand);
    }
    Operand known = sealed.operand();
    if (known.cast() != operand.cast()) {
      throw Refusal.of(
          operand.column(), "parameter", "it is cast to different types at different places");
    }
    return strictness(known.use()) >= strictness(operand.use())
        ? sealed
        : new ParameterPlan.Sealed(operand);
  }

  private static int strictness(Operand.Use use) {
    return switch (use) {
      case COMPARE, LISTED, LISTED_WITH_PARAMETERS -> 0;
      case ASSIGN -> 1;
      case UNIFY -> 2;
      case PASS -> 3;
    };
  }

  List<Piece> pieces() {
    List<Piece> pieces = patches.apply(script);
    return matchesExpressions() ? withRepetitions(pieces) : pieces;
  }

  List<ParameterPlan> parameters() {
    return parameters;
  }

  List<SealedLiteral> literals() {
    return literals;
  }

  /** Tells whether anything is sealed so far. */
  boolean sealsNothing() {
    return literals.isEmpty()
        && parameters.stream().noneMatch(ParameterPlan.Sealed.class::isInstance);
  }
}
