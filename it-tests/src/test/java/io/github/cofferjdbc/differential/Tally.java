package io.github.cofferjdbc.differential;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts verdicts, and keeps what went wrong. Used by one thread. */
final class Tally {
  private static final int WRONG_SHOWN = 60;

  private final Map<Comparison.Verdict, Integer> verdicts = new EnumMap<>(Comparison.Verdict.class);
  private final Map<String, Map<Comparison.Verdict, Integer>> families = new TreeMap<>();
  private final Map<String, Integer> refusals = new TreeMap<>();
  private final Map<String, Integer> errors = new TreeMap<>();
  private final List<String> wrong = new ArrayList<>();
  private int plainErrorsInTable;

  void add(Statement statement, boolean parameters, Outcome plain, Outcome coffer) {
    Comparison.Verdict verdict = Comparison.compare(statement, plain, coffer);
    verdicts.merge(verdict, 1, Integer::sum);
    families
        .computeIfAbsent(statement.family(), name -> new EnumMap<>(Comparison.Verdict.class))
        .merge(verdict, 1, Integer::sum);
    if (verdict == Comparison.Verdict.REFUSED) {
      refusals.merge(reason(((Outcome.Failure) coffer).message()), 1, Integer::sum);
    }
    if (verdict == Comparison.Verdict.SAME_ERROR) {
      errors.merge(((Outcome.Failure) coffer).state(), 1, Integer::sum);
      plainErrorsInTable += statement.tableOnly() ? 1 : 0;
    }
    if (verdict == Comparison.Verdict.DIFFERENT) {
      wrong.add(report("DIFFERENT", statement, parameters, plain, coffer));
    } else if (verdict == Comparison.Verdict.REFUSED && statement.tableOnly()) {
      wrong.add(report("REFUSED THOUGH ALLOWED", statement, parameters, plain, coffer));
    }
  }

  private static String report(
      String what, Statement statement, boolean parameters, Outcome plain, Outcome coffer) {
    StringBuilder text = new StringBuilder(what + " (" + statement.family() + ")\n  ");
    text.append(parameters ? statement.sql().withParameters() : statement.sql().withLiterals());
    if (parameters) {
      text.append("\n  parameters: ");
      statement.sql().parameters().forEach(hole -> text.append(hole.literal()).append(" | "));
    }
    return text.append(
            "\n  plain:  " + shown(plain, coffer) + "\n  coffer: " + shown(coffer, plain))
        .toString();
  }

  /** The whole result, but of the changed table only the rows that the other side lacks. */
  private static String shown(Outcome own, Outcome other) {
    if (own instanceof Outcome.Changed changed && other instanceof Outcome.Changed against) {
      List<List<@Nullable String>> rows = new ArrayList<>(changed.table().rows());
      rows.removeAll(against.table().rows());
      return changed.result() + "\n    and different in the table: " + rows;
    }
    return own instanceof Outcome.Changed changed ? changed.result().toString() : own.toString();
  }

  /** Takes names and values out of a message, so that like refusals count together. */
  private static String reason(String message) {
    String line = message.lines().findFirst().orElse("");
    return line.replaceAll("\\b(item|pal|half|rest|account|t\\d+|w)\\.\\w+", "COLUMN")
        .replaceAll("\\b\\w+_(eq|random)\\b", "X_$1")
        .replaceAll("\\d+", "N");
  }

  List<String> wrong() {
    return wrong;
  }

  int of(Comparison.Verdict verdict) {
    return verdicts.getOrDefault(verdict, 0);
  }

  /** Returns how many runs within the table failed alike on both sides. */
  int plainErrorsInTable() {
    return plainErrorsInTable;
  }

  String summary() {
    StringBuilder text = new StringBuilder("verdicts: " + verdicts + "\nby family:\n");
    families.forEach((family, counts) -> text.append("  " + family + ": " + counts + "\n"));
    text.append("refused because:\n");
    refusals.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
        .forEach(entry -> text.append("  " + entry.getValue() + " × " + entry.getKey() + "\n"));
    text.append("the same error on both sides: " + errors + "\n");
    return text.toString();
  }

  /** Returns what went wrong, for people. */
  String failures() {
    return String.join("\n", wrong.subList(0, Math.min(WRONG_SHOWN, wrong.size())))
        + (wrong.size() > WRONG_SHOWN ? "\n… and " + (wrong.size() - WRONG_SHOWN) + " more" : "");
  }
}
