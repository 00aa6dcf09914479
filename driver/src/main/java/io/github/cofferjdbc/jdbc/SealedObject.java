package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.sql.plan.Operand;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;

/**
 * A new value of a protected column, as pgjdbc's updatable result sets keep it: what is stored
 * becomes known only when pgjdbc binds it, which is when a plain value would be converted, too. Not
 * thread safe.
 */
@SuppressWarnings("serial") // PGobject is serializable; nobody serializes a pending update
final class SealedObject extends PGobject {

  private final transient Session session;
  private final transient Operand operand;
  private final transient Object given;
  private transient @Nullable String stored;

  SealedObject(Session session, Operand operand, Object given) {
    this.session = session;
    this.operand = operand;
    this.given = given;
    this.type = operand.type().array() ? "_bytea" : "bytea";
  }

  /** Carries an error through pgjdbc, which asks for the value where no checked one is foreseen. */
  static final class NotSealed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final SQLException error;

    NotSealed(SQLException error) {
      super(error);
      this.error = error;
    }

    SQLException error() {
      return error;
    }
  }

  /**
   * Returns the ciphertext in PostgreSQL's text form.
   *
   * @throws NotSealed if it cannot be made
   */
  @Override
  public @Nullable String getValue() {
    if (stored == null) {
      try {
        stored = sealed();
      } catch (SQLException e) {
        throw new NotSealed(e);
      }
    }
    return stored;
  }

  private @Nullable String sealed() throws SQLException {
    if (given instanceof Blob || given instanceof Clob) {
      throw Announcer.largeObject();
    }
    session.pg().checkAccepted(given);
    Announced announced = new Announcer(session.pg()).object(given);
    Sealing sealing = session.sealing();
    sealing.checkParameter(operand, announced);
    return sealing.value(operand, announced).text();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public Object clone() {
    return this;
  }

  @Override
  public String toString() {
    return "<hidden>";
  }
}
