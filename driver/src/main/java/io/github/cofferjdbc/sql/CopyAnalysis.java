package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.catalog.Column;
import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.catalog.Relation;
import io.github.cofferjdbc.copy.CopyFormat;
import io.github.cofferjdbc.copy.FieldRule;
import io.github.cofferjdbc.sql.plan.CopyPlan;
import io.github.cofferjdbc.sql.syntax.Name;
import io.github.cofferjdbc.sql.syntax.QualifiedName;
import io.github.cofferjdbc.sql.syntax.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** COPY of something protected. Used by one thread. */
final class CopyAnalysis {
  private static final ColumnType OF_A_QUERY = new ColumnType.Plain(0, "unknown");

  private final Context context;
  private final StatementAnalysis statements;

  /** Whether the rows lack the table's generated columns. */
  private boolean leavesOut;

  CopyAnalysis(Context context) {
    this.context = context;
    this.statements = new StatementAnalysis(context);
  }

  /** A field of the rows as they go through the client. */
  private record Shown(OutputColumn column, ColumnType type) {}

  /**
   * Returns what goes through the client.
   *
   * @return null if the server itself reads or writes the rows, or while something is not loaded
   */
  @Nullable CopyPlan of(Statement.Copy copy) {
    QualifiedName table = copy.table();
    Optional<Relation> relation = table == null ? Optional.empty() : context.relation(table);
    List<Shown> shown = table == null ? ofQuery(copy.statement()) : ofTable(copy, relation);
    if (!context.needs().isEmpty()) {
      return null;
    }
    List<Cell> cells = shown.stream().map(each -> each.column().use()).toList();
    Optional<Cell> first = cells.stream().filter(Cell::isEncrypted).findFirst();
    if (!copy.clientStream()) {
      if (first.isPresent()) {
        throw Refusal.of(
            first.get().origin(),
            copy.from() ? "COPY FROM a file or program" : "COPY TO a file or program",
            "the server reads or writes it past Coffer; use STDIN or STDOUT through CopyManager");
      }
      return null;
    }
    if (first.isPresent() && table != null && copy.columns().isEmpty()) {
      writeColumns(table, shown, first.get().origin());
    }
    CopyOptions options = CopyOptions.of(copy, first.map(Cell::origin).orElse(null));
    List<CopyPlan.Field> fields = new ArrayList<>();
    for (int i = 0; i < shown.size(); i++) {
      String name = shown.get(i).column().name();
      FieldRule rule = options.rule(name, cells.get(i).isEncrypted());
      fields.add(
          new CopyPlan.Field(
              rule.converted() ? cells.get(i).type() : shown.get(i).type(),
              cells.get(i).origin(),
              rule));
    }
    return new CopyPlan(
        copy.from(),
        options.format(),
        fields,
        options.wellFormed(),
        first.isPresent() ? asBinary(copy, relation.orElse(null), options, shown) : null);
  }

  /**
   * Returns the same COPY in format binary. What it must not lose is a word of the statement that
   * the server would heed, or complain of: then there is none.
   */
  private CopyPlan.@Nullable AsBinary asBinary(
      Statement.Copy copy, @Nullable Relation relation, CopyOptions options, List<Shown> shown) {
    if (!copy.from() || copy.where() != null || !options.binarySaysAsMuch()) {
      return null;
    }
    if (relation == null || (relation.kind() != 'r' && relation.kind() != 'p')) {
      return null;
    }
    String text =
        "COPY "
            + Identifiers.quoted(relation.schema())
            + "."
            + Identifiers.quoted(relation.name())
            + shown.stream()
                .map(each -> Identifiers.quoted(each.column().name()))
                .collect(Collectors.joining(", ", " (", ")"))
            + " FROM STDIN (FORMAT binary"
            + (options.freeze() ? ", FREEZE)" : ")");
    CopyFormat format = options.format();
    return new CopyPlan.AsBinary(
        text, relation.oid(), format.header() && format.kind() == CopyFormat.Kind.TEXT);
  }

  /**
   * Names the columns in the text, so that a table that was changed meanwhile makes the server
   * complain, or at least takes every value into the column that it is meant for.
   */
  private void writeColumns(QualifiedName table, List<Shown> shown, String column) {
    if (context.catalog().pinned() && leavesOut) {
      throw Refusal.of(
          column,
          "COPY of a table with generated columns",
          "which these are is not pinned; name the columns of the rows");
    }
    context
        .patches()
        .insert(
            table.end(),
            shown.stream()
                .map(each -> Identifiers.quoted(each.column().name()))
                .collect(Collectors.joining(", ", " (", ")")));
  }

  private List<Shown> ofQuery(@Nullable Statement statement) {
    List<Shown> shown = new ArrayList<>();
    if (statement != null) {
      statements.returned(statement).forEach(each -> shown.add(new Shown(each, OF_A_QUERY)));
    }
    return shown;
  }

  private List<Shown> ofTable(Statement.Copy copy, Optional<Relation> found) {
    if (found.isEmpty()) {
      return List.of();
    }
    Relation relation = found.get();
    Source source = Source.of(relation);
    if (copy.where() != null) {
      statements.condition(copy.where(), source, "COPY WHERE");
    }
    List<Shown> shown = new ArrayList<>();
    if (copy.columns().isEmpty()) {
      for (int i = 0; i < relation.columns().size(); i++) {
        if (!relation.columns().get(i).generated()) {
          shown.add(new Shown(source.columns().get(i), relation.columns().get(i).type()));
        } else {
          leavesOut = true;
        }
      }
    }
    for (Name name : copy.columns()) {
      Optional<Column> column = relation.column(name.text());
      OutputColumn output = Scope.only(source.columns(), name.text());
      if (column.isEmpty() || output == null) {
        throw Refusal.unknown("column " + name.text(), "the table of COPY has no such column");
      }
      shown.add(new Shown(output, column.get().type()));
    }
    return shown;
  }
}
