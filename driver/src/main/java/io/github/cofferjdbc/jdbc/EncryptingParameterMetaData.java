package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.forward.ForwardingParameterMetaData;
import io.github.cofferjdbc.sql.plan.ParameterPlan;
import java.sql.ParameterMetaData;
import java.sql.SQLException;
import java.util.List;

/** The description of the user's parameters, in which a sealed one is of its base type. */
final class EncryptingParameterMetaData extends ForwardingParameterMetaData {

  private final ParameterMetaData delegate;
  private final Pgjdbc pg;
  private final List<ParameterPlan> parameters;
  private final Guarded guarded;
  private final EncryptingConnection connection;

  EncryptingParameterMetaData(
      ParameterMetaData delegate,
      Pgjdbc pg,
      List<ParameterPlan> parameters,
      Guarded guarded,
      EncryptingConnection connection) {
    this.delegate = delegate;
    this.pg = pg;
    this.parameters = parameters;
    this.guarded = guarded;
    this.connection = connection;
  }

  /** A property of a parameter. */
  private interface Property<T> {
    T of(ParameterMetaData metaData, int parameter) throws SQLException;
  }

  @Override
  protected ParameterMetaData delegate() {
    return delegate;
  }

  @Override
  protected void checkUnwrap(Class<?> type) throws SQLException {
    connection.checkUnwrap(type);
  }

  private <T> T describe(int parameter, Property<T> property) throws SQLException {
    if (parameter < 1 || parameter > parameters.size()) {
      throw Pgjdbc.clientError(
          "The parameter index is out of range: "
              + parameter
              + ", number of parameters: "
              + parameters.size()
              + ".",
          "22023");
    }
    return parameters.get(parameter - 1) instanceof ParameterPlan.Sealed sealed
        ? property.of(
            pg.parameter(sealed.operand().type().type().base(), sealed.operand().type().array()), 1)
        : property.of(delegate, guarded.place(parameter));
  }

  @Override
  public int getParameterCount() {
    return parameters.size();
  }

  @Override
  public int isNullable(int parameter) throws SQLException {
    return describe(parameter, ParameterMetaData::isNullable);
  }

  @Override
  public boolean isSigned(int parameter) throws SQLException {
    return describe(parameter, ParameterMetaData::isSigned);
  }

  @Override
  public int getPrecision(int parameter) throws SQLException {
    return describe(parameter, ParameterMetaData::getPrecision);
  }

  @Override
  public int getScale(int parameter) throws SQLException {
    return describe(parameter, ParameterMetaData::getScale);
  }

  @Override
  public int getParameterType(int parameter) throws SQLException {
    return describe(parameter, ParameterMetaData::getParameterType);
  }

  @Override
  public String getParameterTypeName(int parameter) throws SQLException {
    return describe(parameter, ParameterMetaData::getParameterTypeName);
  }

  @Override
  public String getParameterClassName(int parameter) throws SQLException {
    return describe(parameter, ParameterMetaData::getParameterClassName);
  }

  @Override
  public int getParameterMode(int parameter) throws SQLException {
    return describe(parameter, ParameterMetaData::getParameterMode);
  }
}
