package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.catalog.CatalogView;
import io.github.cofferjdbc.forward.ForwardingDatabaseMetaData;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The description of a database; its rows and its connection lead back to the wrappers. */
final class EncryptingDatabaseMetaData extends ForwardingDatabaseMetaData {

  private final DatabaseMetaData delegate;
  private final EncryptingConnection connection;

  EncryptingDatabaseMetaData(DatabaseMetaData delegate, EncryptingConnection connection) {
    this.delegate = delegate;
    this.connection = connection;
  }

  @Override
  protected DatabaseMetaData delegate() {
    return delegate;
  }

  @Override
  protected void checkUnwrap(Class<?> type) throws SQLException {
    connection.checkUnwrap(type);
  }

  private ResultSet wrap(ResultSet rows) {
    return new EncryptingResultSet(connection, rows, null, null, null, null, null);
  }

  /** Wraps rows that tell types, among which encrypted ones are told as their base types. */
  private ResultSet describing(ResultSet rows, TypeDescription description) throws SQLException {
    // Without a row pgjdbc may not have asked the server, and nothing is to be replaced.
    CatalogView view = rows.isBeforeFirst() ? connection.session().protectedTypes() : null;
    return view == null
        ? wrap(rows)
        : new EncryptingResultSet(
            connection,
            rows,
            null,
            new DescribedCells(rows, description, connection.session(), view),
            null,
            null,
            null);
  }

  @Override
  public Connection getConnection() {
    return connection;
  }

  /** Returns the URL as the application gave it, without secrets. */
  @Override
  public String getURL() {
    return connection.outerUrl();
  }

  @Override
  public ResultSet getProcedures(String catalog, String schemaPattern, String procedureNamePattern)
      throws SQLException {
    return wrap(delegate().getProcedures(catalog, schemaPattern, procedureNamePattern));
  }

  @Override
  public ResultSet getProcedureColumns(
      String catalog, String schemaPattern, String procedureNamePattern, String columnNamePattern)
      throws SQLException {
    return describing(
        delegate()
            .getProcedureColumns(catalog, schemaPattern, procedureNamePattern, columnNamePattern),
        TypeDescription.ARGUMENTS);
  }

  @Override
  public ResultSet getTables(
      String catalog, String schemaPattern, String tableNamePattern, String[] types)
      throws SQLException {
    return wrap(delegate().getTables(catalog, schemaPattern, tableNamePattern, types));
  }

  @Override
  public ResultSet getSchemas() throws SQLException {
    return wrap(delegate().getSchemas());
  }

  @Override
  public ResultSet getCatalogs() throws SQLException {
    return wrap(delegate().getCatalogs());
  }

  @Override
  public ResultSet getTableTypes() throws SQLException {
    return wrap(delegate().getTableTypes());
  }

  @Override
  public ResultSet getColumns(
      String catalog, String schemaPattern, String tableNamePattern, String columnNamePattern)
      throws SQLException {
    return describing(
        delegate().getColumns(catalog, schemaPattern, tableNamePattern, columnNamePattern),
        TypeDescription.COLUMNS);
  }

  @Override
  public ResultSet getColumnPrivileges(
      String catalog, String schema, String table, String columnNamePattern) throws SQLException {
    return wrap(delegate().getColumnPrivileges(catalog, schema, table, columnNamePattern));
  }

  @Override
  public ResultSet getTablePrivileges(String catalog, String schemaPattern, String tableNamePattern)
      throws SQLException {
    return wrap(delegate().getTablePrivileges(catalog, schemaPattern, tableNamePattern));
  }

  @Override
  public ResultSet getBestRowIdentifier(
      String catalog, String schema, String table, int scope, boolean nullable)
      throws SQLException {
    return describing(
        delegate().getBestRowIdentifier(catalog, schema, table, scope, nullable),
        TypeDescription.ROW_IDENTIFIER);
  }

  @Override
  public ResultSet getVersionColumns(String catalog, String schema, String table)
      throws SQLException {
    return wrap(delegate().getVersionColumns(catalog, schema, table));
  }

  @Override
  public ResultSet getPrimaryKeys(String catalog, String schema, String table) throws SQLException {
    return wrap(delegate().getPrimaryKeys(catalog, schema, table));
  }

  @Override
  public ResultSet getImportedKeys(String catalog, String schema, String table)
      throws SQLException {
    return wrap(delegate().getImportedKeys(catalog, schema, table));
  }

  @Override
  public ResultSet getExportedKeys(String catalog, String schema, String table)
      throws SQLException {
    return wrap(delegate().getExportedKeys(catalog, schema, table));
  }

  @Override
  public ResultSet getCrossReference(
      String parentCatalog,
      String parentSchema,
      String parentTable,
      String foreignCatalog,
      String foreignSchema,
      String foreignTable)
      throws SQLException {
    return wrap(
        delegate()
            .getCrossReference(
                parentCatalog,
                parentSchema,
                parentTable,
                foreignCatalog,
                foreignSchema,
                foreignTable));
  }

  @Override
  public ResultSet getTypeInfo() throws SQLException {
    return wrap(delegate().getTypeInfo());
  }

  @Override
  public ResultSet getIndexInfo(
      String catalog, String schema, String table, boolean unique, boolean approximate)
      throws SQLException {
    return wrap(delegate().getIndexInfo(catalog, schema, table, unique, approximate));
  }

  @Override
  public ResultSet getUDTs(
      String catalog, String schemaPattern, String typeNamePattern, int[] types)
      throws SQLException {
    return describing(
        delegate().getUDTs(catalog, schemaPattern, typeNamePattern, types),
        TypeDescription.USER_TYPES);
  }

  @Override
  public ResultSet getSuperTypes(String catalog, String schemaPattern, String typeNamePattern)
      throws SQLException {
    return wrap(delegate().getSuperTypes(catalog, schemaPattern, typeNamePattern));
  }

  @Override
  public ResultSet getSuperTables(String catalog, String schemaPattern, String tableNamePattern)
      throws SQLException {
    return wrap(delegate().getSuperTables(catalog, schemaPattern, tableNamePattern));
  }

  @Override
  public ResultSet getAttributes(
      String catalog, String schemaPattern, String typeNamePattern, String attributeNamePattern)
      throws SQLException {
    return wrap(
        delegate().getAttributes(catalog, schemaPattern, typeNamePattern, attributeNamePattern));
  }

  @Override
  public ResultSet getSchemas(String catalog, String schemaPattern) throws SQLException {
    return wrap(delegate().getSchemas(catalog, schemaPattern));
  }

  @Override
  public ResultSet getClientInfoProperties() throws SQLException {
    return wrap(delegate().getClientInfoProperties());
  }

  @Override
  public ResultSet getFunctions(String catalog, String schemaPattern, String functionNamePattern)
      throws SQLException {
    return wrap(delegate().getFunctions(catalog, schemaPattern, functionNamePattern));
  }

  @Override
  public ResultSet getFunctionColumns(
      String catalog, String schemaPattern, String functionNamePattern, String columnNamePattern)
      throws SQLException {
    return describing(
        delegate()
            .getFunctionColumns(catalog, schemaPattern, functionNamePattern, columnNamePattern),
        TypeDescription.ARGUMENTS);
  }

  @Override
  public ResultSet getPseudoColumns(
      String catalog, String schemaPattern, String tableNamePattern, String columnNamePattern)
      throws SQLException {
    return wrap(
        delegate().getPseudoColumns(catalog, schemaPattern, tableNamePattern, columnNamePattern));
  }
}
