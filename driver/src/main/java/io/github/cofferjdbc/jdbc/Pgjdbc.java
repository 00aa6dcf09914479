package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.value.BaseType;
import io.github.cofferjdbc.value.TypeModifier;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGResultSetMetaData;
import org.postgresql.copy.CopyIn;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.BaseStatement;
import org.postgresql.core.Encoding;
import org.postgresql.core.Field;
import org.postgresql.core.JdbcCallParseInfo;
import org.postgresql.core.Oid;
import org.postgresql.core.Parser;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.TransactionState;
import org.postgresql.core.Tuple;
import org.postgresql.core.TypeInfo;
import org.postgresql.core.Utils;
import org.postgresql.jdbc.PgParameterMetaData;
import org.postgresql.jdbc.PgResultSet;
import org.postgresql.jdbc.PreferQueryMode;
import org.postgresql.jdbc.TimestampUtils;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

/**
 * The one place that touches what pgjdbc calls its core: a connection of pgjdbc's with what Coffer
 * needs to know of it, and result sets that lend their conversions. As thread safe as the
 * connection.
 */
final class Pgjdbc {

  private final BaseConnection connection;

  /** The encoding that was found to be UTF-8: looking at it again costs less than asking. */
  private volatile @Nullable Encoding knownUtf8;

  private Pgjdbc(BaseConnection connection) {
    this.connection = connection;
  }

  /** Returns pgjdbc's side of a connection, or null if the driver below is another one. */
  static @Nullable Pgjdbc of(Connection delegate) {
    try {
      return delegate instanceof BaseConnection own
          ? new Pgjdbc(own)
          : new Pgjdbc(delegate.unwrap(BaseConnection.class));
    } catch (SQLException e) {
      return null;
    }
  }

  /** Returns the connection itself, for what pgjdbc builds on it. */
  BaseConnection connection() {
    return connection;
  }

  /** Returns the server's major version. */
  int serverVersion() {
    return connection.getQueryExecutor().getServerVersionNum() / 10_000;
  }

  /** Tells whether the database keeps its texts in UTF-8. */
  boolean serverUtf8() {
    return "UTF8".equals(connection.getParameterStatus("server_encoding"));
  }

  /** Tells whether bytes that a string constant spells are characters of the client's encoding. */
  boolean spelledBytesAreKept() {
    return serverUtf8() || "SQL_ASCII".equals(connection.getParameterStatus("server_encoding"));
  }

  /** Asks the server to end what it does. */
  void cancelQuery() throws SQLException {
    connection.cancelQuery();
  }

  /** Tells whether a backslash in an ordinary literal is just a backslash. */
  boolean standardConformingStrings() {
    return connection.getStandardConformingStrings();
  }

  /** Returns the session's TimeZone as the server reported it last. */
  String timeZone() {
    String reported = connection.getParameterStatus("TimeZone");
    return reported == null ? "UTC" : reported;
  }

  /** Returns the search path as the server reported it last; null before PostgreSQL 18. */
  @Nullable String searchPath() {
    return connection.getParameterStatus("search_path");
  }

  /** Tells whether a statement is under way in which errors cannot be repaired by another try. */
  boolean inTransaction() {
    return connection.getTransactionState() != TransactionState.IDLE;
  }

  /** Tells whether the server answers nothing before the transaction's end. */
  boolean inFailedTransaction() {
    return connection.getTransactionState() == TransactionState.FAILED;
  }

  /**
   * Tells whether the session lets results come in binary form from the first execution on: not if
   * the user turned server-side statements or binary transfer off.
   */
  boolean binaryResults() {
    return connection.getPreferQueryMode() == PreferQueryMode.EXTENDED
        && connection.getPrepareThreshold() != 0
        && connection.getQueryExecutor().useBinaryForReceive(Oid.BYTEA);
  }

  /** Tells whether strings are announced as {@code varchar}, not left untyped. */
  boolean stringsAreVarchar() {
    return connection.getStringVarcharFlag();
  }

  /** Tells whether parameters of this type are sent in binary form. */
  boolean sendsBinary(int oid) {
    return connection.binaryTransferSend(oid);
  }

  /** Returns the oid of a type by name, 0 if there is none. */
  int typeOid(String name) throws SQLException {
    return connection.getTypeInfo().getPGType(name);
  }

  /** Returns a type's name by its oid. */
  String typeName(int oid) throws SQLException {
    String name = connection.getTypeInfo().getPGType(oid);
    return name == null ? "" : name;
  }

  /** Returns what pgjdbc knows of types. */
  TypeInfo types() {
    return connection.getTypeInfo();
  }

  /** Returns the text form of dates and times, as pgjdbc writes them. */
  @SuppressWarnings("deprecation") // the only way to convert exactly as pgjdbc does
  TimestampUtils times() {
    return connection.getTimestampUtils();
  }

  /** Tells whether pgjdbc quotes the names in a RETURNING clause of its own. */
  boolean quotesReturning() {
    return connection.getQueryExecutor().getQuoteReturningIdentifiers();
  }

  /** Returns the text of an array that pgjdbc would send for a Java array. */
  String arrayText(String elementType, Object javaArray) throws SQLException {
    return String.valueOf(connection.createArrayOf(elementType, javaArray));
  }

  /** Returns text as the server would send it. */
  byte[] encode(String text) throws SQLException {
    return connection.encodeString(text);
  }

  /**
   * Tells whether the client encoding is UTF-8, as pgjdbc sets it unless told otherwise. For an
   * encoding that pgjdbc does not know it takes the JVM's own, so the server is believed.
   */
  @SuppressWarnings("ReferenceEquality") // pgjdbc has another object for each change
  boolean utf8() throws SQLException {
    Encoding encoding = connection.getEncoding();
    if (encoding == knownUtf8) {
      return true;
    }
    boolean utf8 =
        "UTF-8".equals(encoding.name())
            && "UTF8".equals(connection.getParameterStatus("client_encoding"));
    if (utf8) {
      knownUtf8 = encoding;
    }
    return utf8;
  }

  /** Executes a COPY … FROM STDIN with these bytes; the server does not log them. */
  void copyIn(String sql, byte[] data) throws SQLException {
    CopyIn copy = connection.getCopyAPI().copyIn(sql);
    try {
      copy.writeToCopy(data, 0, data.length);
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  /** Returns the texts of the statements that pgjdbc makes of one text. */
  List<String> statements(String text) throws SQLException {
    boolean standardStrings = connection.getStandardConformingStrings();
    return Parser.parseJdbcSql(
            Parser.replaceProcessing(text, true, standardStrings),
            standardStrings,
            true,
            true,
            false,
            true)
        .stream()
        .map(query -> query.nativeSql)
        .toList();
  }

  /**
   * What pgjdbc makes of the text of a call.
   *
   * @param isFunction whether it may return values of parameters
   */
  record Call(String text, boolean isFunction) {}

  /** Returns what pgjdbc makes of a text that {@code prepareCall} is given. */
  Call call(String text) throws SQLException {
    QueryExecutor executor = connection.getQueryExecutor();
    boolean standardStrings = executor.getStandardConformingStrings();
    JdbcCallParseInfo call =
        Parser.modifyJdbcCall(
            Parser.replaceProcessing(text, true, standardStrings),
            standardStrings,
            executor.getServerVersionNum(),
            executor.getEscapeSyntaxCallMode());
    return new Call(call.getSql(), call.isFunction());
  }

  /**
   * Lets pgjdbc complain of a value that its {@code setObject} does not take; asks the server
   * nothing.
   */
  void checkAccepted(Object value) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT ?")) {
      statement.setObject(1, value);
    }
  }

  /** Returns the name that a column of rows of pgjdbc's has in its table, empty if it has none. */
  static String baseColumnName(ResultSet rows, int column) throws SQLException {
    return rows.getMetaData().unwrap(PGResultSetMetaData.class).getBaseColumnName(column);
  }

  /**
   * Returns the oid of a column's type as the server described it, which asks nobody; 0 if the rows
   * are not pgjdbc's own.
   *
   * @param column one that the rows have
   */
  static int columnOid(ResultSet rows, int column) {
    return rows instanceof PgResultSet own ? own.getColumnOID(column) : Oid.UNSPECIFIED;
  }

  /** Returns a name as it stands in pgjdbc's statements. */
  static String quoted(String name) throws SQLException {
    return Utils.escapeIdentifier(null, name).toString();
  }

  /** Returns the exception that pgjdbc throws for a method that it does not have. */
  static SQLException notImplemented(String method) {
    return Driver.notImplemented(ResultSet.class, method);
  }

  /** Returns the exception that pgjdbc throws for a parameter that was never set. */
  static SQLException missingParameter(int index) {
    return new PSQLException(
        "No value specified for parameter " + index + ".", PSQLState.INVALID_PARAMETER_VALUE);
  }

  /** Returns an exception of pgjdbc's own, as the server's answer with this state becomes one. */
  static SQLException serverError(String message, String sqlState) {
    return new PSQLException(
        new ServerErrorMessage("SERROR\0C" + sqlState + "\0M" + message + "\0"));
  }

  /** Returns an exception of pgjdbc's own, as it makes them itself. */
  static SQLException clientError(String message, @Nullable String sqlState) {
    return Arrays.stream(PSQLState.values())
        .filter(state -> state.getState().equals(sqlState))
        .findFirst()
        .<SQLException>map(state -> new PSQLException(message, state))
        .orElseGet(
            () -> sqlState == null ? new SQLException(message) : serverError(message, sqlState));
  }

  /**
   * Makes a result set of one row and one column, standing on the row for ever, that lends pgjdbc's
   * conversions to whatever the tuple is set to.
   *
   * @param statement lends maxFieldSize and belongs to pgjdbc
   * @param field as {@link #field} makes it
   */
  static ResultSet oneRow(Statement statement, Field field, Tuple tuple) throws SQLException {
    return standingOn(statement, new Field[] {field}, tuple);
  }

  /**
   * Makes the description of a column of a base type.
   *
   * @param modifier PostgreSQL's type modifier, -1 if there is none
   * @param binary whether values are set in PostgreSQL's binary format, else as text
   */
  static Field field(String label, BaseType type, boolean array, int modifier, boolean binary) {
    Field field = new Field(label, array ? arrayOid(type) : type.oid(), (short) 0, modifier);
    field.setFormat(binary ? Field.BINARY_FORMAT : Field.TEXT_FORMAT);
    return field;
  }

  /**
   * Tells whether a column of rows of pgjdbc's is of bytea, or of a domain over it. Asking for the
   * SQL type instead costs a lock and two look-ups.
   *
   * @param column counts from 1
   */
  static boolean isBytea(ResultSet rows, int column) throws SQLException {
    int oid = columnOid(rows, column);
    return oid == Oid.UNSPECIFIED
        ? rows.getMetaData().getColumnType(column) == Types.BINARY
        : oid == Oid.BYTEA;
  }

  /**
   * Tells whether rows come from a cursor of pgjdbc's, so many at a time that the number is known,
   * and are kept as the server sent them.
   */
  static boolean fetchedEvenly(ResultSet rows) throws SQLException {
    return rows.getFetchSize() > 0
        && rows.isWrapperFor(PgResultSet.class)
        && !rows.unwrap(PgResultSet.class).getAdaptiveFetch()
        && rows.getStatement().getMaxFieldSize() == 0;
  }

  /**
   * Makes a result set like another, of one row, standing on it for ever, that lends pgjdbc's
   * conversions to whatever the tuple is set to: values as {@link ResultSet#getBytes} of the other
   * returns them.
   *
   * @return null if that method does not return all values as the server sends them
   */
  static @Nullable ResultSet rowLike(ResultSet rows, Tuple tuple) throws SQLException {
    Field[] fields = fieldsOf(rows);
    for (Field field : fields) {
      if (field.getOID() == Oid.BYTEA && field.getFormat() == Field.TEXT_FORMAT) {
        return null;
      }
    }
    return standingOn(rows.getStatement(), fields, tuple);
  }

  /**
   * Makes a result set as {@link #rowLike} does, for values that {@link #sent} returns, of which
   * pgjdbc cuts all that it cuts when they come as text.
   */
  static ResultSet rowToTrim(ResultSet rows, Tuple tuple) throws SQLException {
    Field[] fields = fieldsOf(rows);
    for (Field field : fields) {
      if (field.getOID() == Oid.BYTEA) {
        field.setFormat(Field.TEXT_FORMAT);
      }
    }
    return standingOn(rows.getStatement(), fields, tuple);
  }

  /** Returns a value of the current row as the server sends it, but a bytea always as text. */
  static byte @Nullable [] sent(ResultSet rows, int column) throws SQLException {
    if (rows.unwrap(PgResultSet.class).getColumnOID(column) != Oid.BYTEA) {
      return rows.getBytes(column);
    }
    byte[] value = rows.getBytes(column);
    boolean asText =
        rows.getMetaData().unwrap(PGResultSetMetaData.class).getFormat(column) == Field.TEXT_FORMAT;
    String text =
        value == null
            ? null
            : asText ? rows.getString(column) : "\\x" + HexFormat.of().formatHex(value);
    return text == null ? null : text.getBytes(StandardCharsets.US_ASCII);
  }

  private static Field[] fieldsOf(ResultSet rows) throws SQLException {
    PgResultSet own = rows.unwrap(PgResultSet.class);
    ResultSetMetaData metaData = rows.getMetaData();
    PGResultSetMetaData formats = metaData.unwrap(PGResultSetMetaData.class);
    Field[] fields = new Field[metaData.getColumnCount()];
    for (int i = 0; i < fields.length; i++) {
      int oid = own.getColumnOID(i + 1);
      fields[i] =
          new Field(metaData.getColumnLabel(i + 1), oid, (short) 0, modifier(oid, metaData, i));
      fields[i].setFormat(formats.getFormat(i + 1));
    }
    return fields;
  }

  /** Of all modifiers pgjdbc's conversions look at that of numeric alone. */
  private static int modifier(int oid, ResultSetMetaData metaData, int column) throws SQLException {
    int precision = oid == Oid.NUMERIC ? metaData.getPrecision(column + 1) : 0;
    return precision == 0
        ? TypeModifier.NONE
        : TypeModifier.ofNumeric(precision, metaData.getScale(column + 1));
  }

  private static ResultSet standingOn(Statement statement, Field[] fields, Tuple tuple)
      throws SQLException {
    ResultSet row =
        statement.unwrap(BaseStatement.class).createDriverResultSet(fields, List.of(tuple));
    row.next();
    return row;
  }

  /** Describes one parameter of a base type, or of an array of it. */
  ParameterMetaData parameter(BaseType type, boolean array) {
    return new PgParameterMetaData(connection, new int[] {array ? arrayOid(type) : type.oid()});
  }

  /** Returns the oid of the arrays of a base type. */
  static int arrayOid(BaseType type) {
    return switch (type) {
      case BOOL -> Oid.BOOL_ARRAY;
      case INT2 -> Oid.INT2_ARRAY;
      case INT4 -> Oid.INT4_ARRAY;
      case INT8 -> Oid.INT8_ARRAY;
      case FLOAT4 -> Oid.FLOAT4_ARRAY;
      case FLOAT8 -> Oid.FLOAT8_ARRAY;
      case NUMERIC -> Oid.NUMERIC_ARRAY;
      case TEXT -> Oid.TEXT_ARRAY;
      case BPCHAR -> Oid.BPCHAR_ARRAY;
      case BYTEA -> Oid.BYTEA_ARRAY;
      case DATE -> Oid.DATE_ARRAY;
      case TIME -> Oid.TIME_ARRAY;
      case TIMESTAMP -> Oid.TIMESTAMP_ARRAY;
      case TIMESTAMPTZ -> Oid.TIMESTAMPTZ_ARRAY;
      case UUID -> Oid.UUID_ARRAY;
      case JSON -> Oid.JSON_ARRAY;
      case JSONB -> Oid.JSONB_ARRAY;
    };
  }
}
