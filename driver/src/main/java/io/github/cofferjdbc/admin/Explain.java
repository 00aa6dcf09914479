package io.github.cofferjdbc.admin;

import io.github.cofferjdbc.catalog.CatalogView;
import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.catalog.ConnectionCatalog;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.sql.Analyser;
import io.github.cofferjdbc.sql.plan.Analysis;
import io.github.cofferjdbc.sql.plan.Operand;
import io.github.cofferjdbc.sql.plan.ParameterPlan;
import io.github.cofferjdbc.sql.plan.Piece;
import io.github.cofferjdbc.sql.plan.Plan;
import io.github.cofferjdbc.sql.plan.SealedLiteral;
import io.github.cofferjdbc.sql.syntax.Reading;
import io.github.cofferjdbc.sql.syntax.Script;
import io.github.cofferjdbc.sql.syntax.SqlParser;
import io.github.cofferjdbc.sql.syntax.SyntaxFacts;
import io.github.cofferjdbc.sql.syntax.SyntaxRefusal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells how texts are understood, without executing them and without a key. No state. */
public final class Explain {

  /** Each round loads what the one before asked for; names nest no deeper. */
  private static final int ROUNDS = 100;

  private Explain() {}

  /** Reads a text; nothing is known of a database. */
  public static Explanation parse(String sql, Reading reading) {
    List<SyntaxFacts> facts = new ArrayList<>();
    SyntaxRefusal refusal = read(sql, reading, facts);
    return new Explanation(
        sql,
        refusal == null,
        Optional.empty(),
        null,
        List.of(),
        refusal == null ? null : refused(refusal),
        facts);
  }

  /** Reads a text and works out what would become of it in a database. */
  public static Explanation analyse(String sql, Reading reading, ConnectionCatalog catalog)
      throws SQLException {
    List<SyntaxFacts> facts = new ArrayList<>();
    // What cannot be read may still be sent, if it mentions nothing protected.
    read(sql, reading, facts);
    CatalogView view = catalog.fresh();
    for (int round = 0; round < ROUNDS; round++) {
      Analysis analysis = Analyser.analyse(sql, reading, view, name -> Optional.empty());
      if (analysis instanceof Analysis.Accepted accepted) {
        return accepted(sql, reading, accepted.plan(), facts);
      }
      if (analysis instanceof Analysis.Refused refused) {
        return new Explanation(
            sql,
            false,
            Optional.of(true),
            null,
            List.of(),
            new Explanation.Refused(
                CofferState.CONSTRUCT_REFUSED.sqlState(),
                refused.column(),
                refused.construct(),
                refused.message()),
            facts);
      }
      if (analysis instanceof Analysis.Needs needs) {
        view = catalog.load(needs.relations());
      }
    }
    throw CofferState.NOT_TRUSTWORTHY.exception(
        "The catalog changes all the time: try again when no schema change is under way.");
  }

  private static @Nullable SyntaxRefusal read(
      String sql, Reading reading, List<SyntaxFacts> facts) {
    try {
      for (Script.Part part : SqlParser.split(sql, reading).parts()) {
        facts.add(SyntaxFacts.of(SqlParser.parse(part)));
      }
      return null;
    } catch (SyntaxRefusal refusal) {
      return refusal;
    }
  }

  private static Explanation.Refused refused(SyntaxRefusal refusal) {
    return new Explanation.Refused(
        CofferState.CONSTRUCT_REFUSED.sqlState(),
        null,
        "syntax",
        refusal.getMessage() + " (at character " + (refusal.offset() + 1) + ")");
  }

  private static Explanation accepted(
      String sql, Reading reading, Plan plan, List<SyntaxFacts> facts) {
    if (plan.passthrough()) {
      return new Explanation(sql, true, Optional.of(false), sql, List.of(), null, facts);
    }
    StringBuilder rewritten = new StringBuilder();
    for (Piece piece : plan.pieces()) {
      if (piece instanceof Piece.Text text) {
        rewritten.append(text.text());
      } else if (piece instanceof Piece.ParameterSlot slot) {
        rewritten
            .append(reading == Reading.JDBC ? "?" : "$" + (slot.index() + 1))
            .append(slot.suffix());
      } else if (piece instanceof Piece.LiteralSlot slot) {
        rewritten
            .append("<sealed ")
            .append(name(plan.literals().get(slot.index()).operand()))
            .append('>')
            .append(slot.suffix());
      }
    }
    List<String> operands = new ArrayList<>();
    for (int i = 0; i < plan.parameters().size(); i++) {
      if (plan.parameters().get(i) instanceof ParameterPlan.Sealed sealed) {
        operands.add("parameter " + (i + 1) + ": " + words(sealed.operand()));
      }
    }
    for (SealedLiteral literal : plan.literals()) {
      operands.add("literal: " + words(literal.operand()));
    }
    return new Explanation(
        sql, true, Optional.of(true), rewritten.toString(), operands, null, facts);
  }

  private static String words(Operand operand) {
    return name(operand) + " for " + operand.column();
  }

  private static String name(Operand operand) {
    ColumnType.Encrypted type = operand.type();
    return type.domain().name() + (type.array() ? "[]" : "");
  }
}
