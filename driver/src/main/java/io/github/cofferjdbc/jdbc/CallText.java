package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.sql.syntax.CallParameters;
import java.sql.SQLException;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The text that pgjdbc makes of a call, without the parameters that are registered for OUT and were
 * not set: the server takes them for no arguments. Not thread safe.
 */
final class CallText implements PlannedText {

  private final String call;
  private final int count;
  private final BitSet registered = new BitSet();

  /**
   * @param call pgjdbc's text of the call
   */
  CallText(String call) {
    this.call = call;
    this.count = CallParameters.count(call);
  }

  /** Returns how many parameters the user's text has. */
  int count() {
    return count;
  }

  void register(int parameter) {
    registered.set(parameter);
  }

  /** Forgets what was registered, as pgjdbc does with the values. */
  void clear() {
    registered.clear();
  }

  boolean hasRegistered() {
    return !registered.isEmpty();
  }

  /** Returns how many values the call has to return. */
  int returned() {
    return Math.max(1, registered.cardinality());
  }

  private boolean onlyReturns(int parameter, @Nullable Binding[] bindings) {
    return registered.get(parameter)
        && (parameter > bindings.length || bindings[parameter - 1] == null);
  }

  @Override
  public String text(@Nullable Binding[] bindings) {
    return registered.isEmpty()
        ? call
        : CallParameters.withoutOut(call, parameter -> onlyReturns(parameter, bindings));
  }

  @Override
  public int place(int parameter, @Nullable Binding[] bindings) {
    if (onlyReturns(parameter, bindings)) {
      return 0;
    }
    int before = 0;
    for (int i = 1; i < parameter; i++) {
      before += onlyReturns(i, bindings) ? 1 : 0;
    }
    return parameter - before;
  }

  @Override
  public @Nullable Binding[] parameters(@Nullable Binding[] bindings) throws SQLException {
    @Nullable Binding[] kept = new Binding[count];
    int size = 0;
    for (int i = 1; i <= count; i++) {
      if (!onlyReturns(i, bindings)) {
        Binding binding = i > bindings.length ? null : bindings[i - 1];
        if (binding == null) {
          throw Pgjdbc.missingParameter(i);
        }
        kept[size++] = binding;
      }
    }
    return kept;
  }
}
