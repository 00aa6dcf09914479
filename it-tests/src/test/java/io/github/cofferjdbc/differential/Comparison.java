package io.github.cofferjdbc.differential;

import io.github.cofferjdbc.error.CofferState;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Compares what both sides did.
 *
 * <p>A searchable ({@code _eq}) column keeps one form of equal values, as DESIGN.md's section 4
 * says: numeric without trailing zeros, -0 as 0, bpchar without trailing blanks (there is one NaN,
 * which text shows no better). Where rows differ as they are, they are compared again with just
 * that taken away from just the columns that are known to be {@code _eq}; randomized columns have
 * to keep every character.
 *
 * <p>CASE, COALESCE and UNION of a protected column and a value keep the column's type. PostgreSQL
 * calls it varchar if the value is a varchar parameter that comes before a column of text or
 * bpchar, and int4 if it is an integer beside an int2 column. Both show the same values in the same
 * Java classes, so these names count as equal; anything wider Coffer has to refuse. An array of a
 * user's domain over an encrypted type is described as one of the base type, as its columns are.
 */
final class Comparison {

  enum Verdict {
    EQUAL,
    /** Equal but for what section 4 names. */
    EQUAL_IN_CANONICAL_FORM,
    /** The same SQLState. */
    SAME_ERROR,
    REFUSED,
    DIFFERENT
  }

  private Comparison() {}

  static Verdict compare(Statement statement, Outcome plain, Outcome coffer) {
    if (coffer instanceof Outcome.Failure failure) {
      if (failure.state().equals(CofferState.CONSTRUCT_REFUSED.sqlState())) {
        return Verdict.REFUSED;
      }
      return plain instanceof Outcome.Failure other && other.state().equals(failure.state())
          ? Verdict.SAME_ERROR
          : Verdict.DIFFERENT;
    }
    if (same(statement, plain, coffer, false)) {
      return Verdict.EQUAL;
    }
    return same(statement, plain, coffer, true)
        ? Verdict.EQUAL_IN_CANONICAL_FORM
        : Verdict.DIFFERENT;
  }

  private static boolean same(
      Statement statement, Outcome plain, Outcome coffer, boolean canonical) {
    if (plain instanceof Outcome.Changed one && coffer instanceof Outcome.Changed other) {
      Table table = java.util.Objects.requireNonNull(statement.changed());
      List<Type> types = table.columns().stream().map(Column::type).toList();
      return same(statement, one.result(), other.result(), canonical)
          && sameRows(one.table(), other.table(), types, false, canonical);
    }
    if (plain instanceof Outcome.Rows one && coffer instanceof Outcome.Rows other) {
      return sameRows(one, other, statement.types(), statement.ordered(), canonical);
    }
    return plain.equals(coffer);
  }

  private static boolean sameRows(
      Outcome.Rows plain,
      Outcome.Rows coffer,
      List<Type> types,
      boolean ordered,
      boolean canonical) {
    return plain.labels().equals(coffer.labels())
        && sameTypes(plain.typeNames(), coffer.typeNames())
        && rows(plain, types, ordered, canonical).equals(rows(coffer, types, ordered, canonical));
  }

  private static boolean sameTypes(List<String> plain, List<String> coffer) {
    for (int i = 0; i < plain.size(); i++) {
      String own = withoutDomain(plain.get(i));
      String other = coffer.get(i);
      boolean arrays = own.startsWith("_") && other.startsWith("_");
      boolean same =
          own.equals(other)
              || (arrays ? named(own.substring(1), other.substring(1)) : named(own, other));
      if (!same) {
        return false;
      }
    }
    return true;
  }

  private static boolean named(String plain, String coffer) {
    return (plain.equals("varchar") && (coffer.equals("text") || coffer.equals("bpchar")))
        || (plain.equals("int4") && coffer.equals("int2"));
  }

  /** Returns the name of an array's type; the server names its domain. */
  private static String withoutDomain(String typeName) {
    for (Type.Domain domain : Type.Domain.values()) {
      if (typeName.equalsIgnoreCase("_" + domain)) {
        return "_" + Type.of(domain).base().typeName();
      }
    }
    return typeName;
  }

  private static List<String> rows(
      Outcome.Rows outcome, List<Type> types, boolean ordered, boolean canonical) {
    List<String> rows = new ArrayList<>();
    for (List<@Nullable String> row : outcome.rows()) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        String cell = row.get(i);
        // NULL and the text of the same letters have to differ.
        cells.add(
            cell == null
                ? "NULL"
                : "'" + (canonical ? canonical(cell, i, types, outcome) : cell) + "'");
      }
      rows.add(String.join(", ", cells));
    }
    if (!ordered) {
      rows.sort(Comparator.naturalOrder());
    }
    return rows;
  }

  private static String canonical(String cell, int index, List<Type> types, Outcome.Rows outcome) {
    boolean known = index < types.size();
    if (known && types.get(index).mode() != Type.Mode.EQ) {
      return cell;
    }
    if (!known && !types.isEmpty()) {
      return cell;
    }
    return switch (outcome.typeNames().get(index)) {
      case "numeric" -> cell.equals("NaN") ? cell : plainNumber(cell);
      case "float4", "float8" ->
          cell.startsWith("-0") && Double.parseDouble(cell) == 0 ? cell.substring(1) : cell;
      case "bpchar" -> cell.stripTrailing();
      case "_numeric", "_float4", "_float8" -> canonicalElements(cell, outcome, index);
      case "_bpchar" -> cell.replace("\"", "").replaceAll(" +(?=[,}\\]])", "");
      default -> cell;
    };
  }

  /** Of {@code {1.0,NULL}} and {@code [1.0, null]}. */
  private static String canonicalElements(String array, Outcome.Rows outcome, int index) {
    boolean exact = outcome.typeNames().get(index).equals("_numeric");
    return Pattern.compile("-?[0-9][-+.0-9eE]*")
        .matcher(array)
        .replaceAll(
            number ->
                exact || Double.parseDouble(number.group()) == 0
                    ? plainNumber(number.group())
                    : number.group());
  }

  private static String plainNumber(String cell) {
    return cell.contains("nfinity")
        ? cell
        : new BigDecimal(cell).stripTrailingZeros().toPlainString();
  }
}
