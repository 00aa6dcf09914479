package io.github.cofferjdbc.forward;

import java.sql.SQLException;
import java.sql.Wrapper;
import org.jspecify.annotations.Nullable;

/**
 * What every forwarding object shares: it is equal to itself alone, and {@code unwrap} answers with
 * the object itself where it is of the type asked for, so that nobody slips past it by accident.
 *
 * <p>The methods of the subclasses pass null on and return null as the delegate does; JDBC's
 * documentation says where. Thread safe as far as the delegate is.
 *
 * @param <D> the interface of the delegate
 */
public abstract class Forwarding<D extends Wrapper> implements Wrapper {

  /** Returns the object that calls go to. */
  protected abstract D delegate();

  /**
   * Is called before a delegate of another class than this object's interfaces is handed out, and
   * throws if it must not be.
   */
  protected void checkUnwrap(Class<?> type) throws SQLException {}

  /** Returns the delegate, or what it wraps, as an interface that not every driver has. */
  protected final <T> T as(Class<T> type) {
    D delegate = delegate();
    if (type.isInstance(delegate)) {
      return type.cast(delegate);
    }
    try {
      return delegate.unwrap(type);
    } catch (SQLException e) {
      throw new UnsupportedOperationException(
          delegate.getClass().getName() + " has no " + type.getSimpleName(), e);
    }
  }

  @Override
  public final <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    checkUnwrap(type);
    D delegate = delegate();
    return type.isInstance(delegate) ? type.cast(delegate) : delegate.unwrap(type);
  }

  @Override
  public final boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(this)
        || (mayUnwrap(type) && (type.isInstance(delegate()) || delegate().isWrapperFor(type)));
  }

  private boolean mayUnwrap(Class<?> type) {
    try {
      checkUnwrap(type);
      return true;
    } catch (SQLException refused) {
      return false;
    }
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public final int hashCode() {
    return System.identityHashCode(this);
  }

  /** Returns the delegate's description. */
  @Override
  public String toString() {
    return delegate().toString();
  }
}
