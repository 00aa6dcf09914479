package io.github.cofferjdbc.value;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks a server what it makes of texts, by the thousand in one query. For one thread. */
final class ServerValues implements AutoCloseable {

  /**
   * What became of one text.
   *
   * @param state the SQLState of the error, or null if there was none
   * @param binary the value in binary send format, or null
   * @param text the value as the output function prints it, or null
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Answer(@Nullable String state, byte @Nullable [] binary, @Nullable String text) {}

  private static final String FUNCTIONS =
      """
      CREATE FUNCTION pg_temp.answer(query text, input text,
          OUT state text, OUT bin bytea, OUT txt text) LANGUAGE plpgsql AS $$
      BEGIN
        EXECUTE query INTO bin, txt USING input;
      EXCEPTION WHEN others THEN
        state := sqlstate;
      END $$;
      CREATE FUNCTION pg_temp.truth(query text, one text, other text, OUT state text)
          LANGUAGE plpgsql AS $$
      BEGIN
        EXECUTE query INTO state USING one, other;
      EXCEPTION WHEN others THEN
        state := sqlstate;
      END $$;
      """;

  private final Connection connection;

  ServerValues(Connection connection) throws SQLException {
    this.connection = connection;
    execute(FUNCTIONS);
  }

  int majorVersion() throws SQLException {
    return connection.getMetaData().getDatabaseMajorVersion();
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Sets the session's time zone and returns what the server reports of it. */
  SessionTime setTimeZone(String zone) throws SQLException {
    execute("SET TimeZone = '" + zone + "'");
    String reported =
        connection.unwrap(org.postgresql.PGConnection.class).getParameterStatus("TimeZone");
    return new SessionTime(reported == null ? zone : reported);
  }

  /** Reads each text by the input function of the type. */
  List<Answer> read(BaseType type, List<String> texts) throws SQLException {
    return answers(
        "SELECT %s(v), textin(%s(v)) FROM (SELECT $1::%s AS v) x"
            .formatted(send(type), output(type), type.typeName()),
        texts);
  }

  /** Assigns each text, which the source type reads first, to a column of the type. */
  List<Answer> assign(BaseType column, String source, List<String> texts) throws SQLException {
    execute("DROP TABLE IF EXISTS assigned");
    execute("CREATE TEMP TABLE assigned (v " + column.typeName() + ")");
    return answers(
        "INSERT INTO assigned SELECT $1::%s RETURNING %s(v), textin(%s(v))"
            .formatted(source, send(column), output(column)),
        texts);
  }

  /** Casts each text, which the source type reads first, explicitly. */
  List<Answer> cast(BaseType type, String source, List<String> texts) throws SQLException {
    return answers(
        "SELECT %s(v), textin(%s(v)) FROM (SELECT CAST($1::%s AS %s) AS v) x"
            .formatted(send(type), output(type), source, type.typeName()),
        texts);
  }

  private List<Answer> answers(String query, List<String> texts) throws SQLException {
    List<Answer> answers = new ArrayList<>(texts.size());
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT a.state, a.bin, a.txt FROM unnest(?::text[]) WITH ORDINALITY u(t, o),"
                + " LATERAL pg_temp.answer(?, u.t) a ORDER BY o")) {
      Array array = connection.createArrayOf("text", texts.toArray());
      statement.setArray(1, array);
      statement.setString(2, query);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          answers.add(new Answer(result.getString(1), result.getBytes(2), result.getString(3)));
        }
      }
    }
    return answers;
  }

  /**
   * Compares each of the others with each value of a column, in this order; answers {@code true},
   * {@code false} or an SQLState.
   */
  List<String> compare(BaseType column, List<String> values, String source, List<String> others)
      throws SQLException {
    List<String> answers = new ArrayList<>(values.size());
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT pg_temp.truth(?, v.t, u.t) FROM unnest(?::text[]) WITH ORDINALITY v(t, i),"
                + " unnest(?::text[]) WITH ORDINALITY u(t, j) ORDER BY j, i")) {
      statement.setString(1, "SELECT $1::%s = $2::%s".formatted(column.typeName(), source));
      statement.setArray(2, connection.createArrayOf("text", values.toArray()));
      statement.setArray(3, connection.createArrayOf("text", others.toArray()));
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          answers.add(result.getString(1));
        }
      }
    }
    return answers;
  }

  private static String send(BaseType type) {
    return function(type, "send");
  }

  private static String output(BaseType type) {
    return function(type, "out");
  }

  private static String function(BaseType type, String suffix) {
    return switch (type) {
      case NUMERIC, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, UUID, JSON, JSONB ->
          type.typeName() + "_" + suffix;
      case BOOL, INT2, INT4, INT8, FLOAT4, FLOAT8, TEXT, BPCHAR, BYTEA -> type.typeName() + suffix;
    };
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
