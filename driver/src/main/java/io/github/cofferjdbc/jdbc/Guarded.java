package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.sql.plan.ParameterPlan;
import io.github.cofferjdbc.sql.plan.Plan;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The delegate that executes a protected plan: its text is the rewritten one, its parameters are
 * the clear ones, the sealed ones and the sealed literals. Not thread safe.
 */
final class Guarded {

  private final Plan plan;
  private final Rewritten rewritten;
  private final PreparedStatement statement;

  /** The clear parameters that the statement has. */
  private final @Nullable Binding[] applied;

  Guarded(Plan plan, Rewritten rewritten, PreparedStatement statement) {
    this.plan = plan;
    this.rewritten = rewritten;
    this.statement = statement;
    this.applied = new Binding[plan.parameters().size()];
  }

  PreparedStatement statement() {
    return statement;
  }

  /** Tells whether it executes the plan; a repeated literal may depend on the session's zone. */
  boolean serves(Plan other, Session session) throws SQLException {
    return plan.equals(other)
        && (!rewritten.holdsLiterals()
            || rewritten.text().equals(Rewritten.of(plan, session.sealing()).text()));
  }

  /** Returns the place of a parameter of the user's text in the rewritten one. */
  int place(int parameter) {
    return rewritten.parameters()[parameter - 1];
  }

  /** Binds the values of one execution, sealed anew, or of one row of a batch. */
  @SuppressWarnings("ReferenceEquality") // the same call of a setter, not one like it
  void bind(@Nullable Binding[] bindings, Session session) throws SQLException {
    Sealing sealing = session.sealingRow();
    Announcer announcer = new Announcer(session.pg());
    List<ParameterPlan> parameters = plan.parameters();
    Announced[] announced = new Announced[parameters.size()];
    for (int i = 0; i < parameters.size() && i < bindings.length; i++) {
      Binding binding = bindings[i];
      if (binding != null && parameters.get(i) instanceof ParameterPlan.Sealed sealed) {
        announced[i] = binding.value().announced(announcer);
        sealing.checkParameter(sealed.operand(), announced[i]);
      }
    }
    for (int i = 0; i < parameters.size(); i++) {
      Binding binding = i < bindings.length ? bindings[i] : null;
      if (binding == null) {
        throw Pgjdbc.missingParameter(i + 1);
      }
      int place = rewritten.parameters()[i];
      ParameterPlan parameter = parameters.get(i);
      if (parameter instanceof ParameterPlan.Sealed sealed) {
        sealing.value(sealed.operand(), announced[i]).bind(statement, place);
      } else if (applied[i] != binding) {
        binding.call().on(statement, place);
        applied[i] = binding;
      }
    }
    for (int i = 0; i < plan.literals().size(); i++) {
      if (rewritten.literals()[i] != 0) {
        sealing.literal(plan.literals().get(i)).bind(statement, rewritten.literals()[i]);
      }
    }
  }
}
