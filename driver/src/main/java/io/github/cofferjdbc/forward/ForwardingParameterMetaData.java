package io.github.cofferjdbc.forward;

import java.sql.ParameterMetaData;
import java.sql.SQLException;

/** The description of parameters, of which only the modes are passed on. */
public abstract class ForwardingParameterMetaData extends Forwarding<ParameterMetaData>
    implements ParameterMetaData {

  @Override
  public abstract int getParameterCount() throws SQLException;

  @Override
  public abstract int isNullable(int param) throws SQLException;

  @Override
  public abstract boolean isSigned(int param) throws SQLException;

  @Override
  public abstract int getPrecision(int param) throws SQLException;

  @Override
  public abstract int getScale(int param) throws SQLException;

  @Override
  public abstract int getParameterType(int param) throws SQLException;

  @Override
  public abstract String getParameterTypeName(int param) throws SQLException;

  @Override
  public abstract String getParameterClassName(int param) throws SQLException;

  @Override
  public abstract int getParameterMode(int param) throws SQLException;
}
