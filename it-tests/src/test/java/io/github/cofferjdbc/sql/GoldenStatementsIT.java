package io.github.cofferjdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.admin.SchemaInstaller;
import io.github.cofferjdbc.catalog.CatalogView;
import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.catalog.ConnectionCatalog;
import io.github.cofferjdbc.catalog.ScopeRegistry;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.copy.CopyFormat;
import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.sql.plan.Analysis;
import io.github.cofferjdbc.sql.plan.CopyPlan;
import io.github.cofferjdbc.sql.plan.NamedStatement;
import io.github.cofferjdbc.sql.plan.Operand;
import io.github.cofferjdbc.sql.plan.ParameterPlan;
import io.github.cofferjdbc.sql.plan.Piece;
import io.github.cofferjdbc.sql.plan.Plan;
import io.github.cofferjdbc.sql.plan.ResultPlan;
import io.github.cofferjdbc.sql.syntax.Reading;
import io.github.cofferjdbc.testing.TestDatabase;
import io.github.cofferjdbc.testing.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOperation;
import org.postgresql.copy.CopyOut;

/**
 * Runs every accepted golden case on a server whose catalog is the golden one: the catalog as it is
 * loaded leads to the same decision, the server understands the rewritten text, and its columns are
 * those of the plan.
 */
class GoldenStatementsIT {
  private static final Path GOLDEN = Path.of("..", "driver", "src", "test", "resources", "golden");
  private static final ScopeRegistry SCOPES =
      (schema, domain, claimed) ->
          switch (domain) {
            case "price" -> Optional.of(new ScopeRegistry.Scope(1, "(10,2)"));
            case "badge" -> Optional.of(new ScopeRegistry.Scope(2, null));
            default -> Optional.empty();
          };

  /** What the server refuses of the user's own text, encrypted or not: no such cursor and so on. */
  private static final Map<String, String> SERVER_REFUSES =
      Map.ofEntries(
          Map.entry("where current of", "34000"),
          Map.entry("into a view", "42809"),
          Map.entry("header match, a default and freeze", "55000"),
          Map.entry("fetch", "34000"),
          Map.entry("move in a cursor", "34000"),
          Map.entry("execute what nobody has prepared", "26000"),
          Map.entry("execute what nobody has prepared with a function", "26000"),
          Map.entry("trigger with a condition", "42883"),
          Map.entry("trigger on a change to a constant", "42883"),
          Map.entry("alter a policy", "42704"),
          Map.entry("bounds with a cast", "42P17"));

  /** Since which version of PostgreSQL the server knows what a case uses. */
  private static final Map<String, Integer> SINCE =
      Map.of(
          "returning old and new",
          18,
          "merge.txt",
          15,
          "explain of a merge",
          15,
          "header match, a default and freeze",
          17,
          "any option where nothing passes that is protected",
          17);

  private static final String NOT_NULL_VIOLATION = "23502";
  private static final String UNIQUE_VIOLATION = "23505";

  private static TestDatabase database;
  private static Connection connection;
  private static ConnectionCatalog catalog;
  private static final List<NamedStatement> prepared = new ArrayList<>();

  private record Case(String file, String title, String sql, String expected) {}

  @BeforeAll
  static void install() throws SQLException, IOException {
    database = TestPostgres.shared().newDatabase();
    connection = database.connect();
    SchemaInstaller.install(
        connection, UUID.fromString("123e4567-e89b-12d3-a456-426614174000"), null);
    database.execute(Files.readString(GOLDEN.resolve("catalog.sql"), StandardCharsets.UTF_8));
    catalog = ConnectionCatalog.of(connection, Settings.of(Map.of()), SCOPES);
    prepare();
  }

  @AfterAll
  static void drop() throws SQLException {
    connection.close();
    database.close();
  }

  @TestFactory
  Stream<DynamicTest> theServerUnderstandsWhatIsAccepted() throws IOException {
    return cases().stream()
        .map(own -> DynamicTest.dynamicTest(own.file() + ": " + own.title(), () -> run(own)));
  }

  private static List<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    try (Stream<Path> files = Files.list(GOLDEN)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".txt")).sorted().toList()) {
        cases.addAll(parse(String.valueOf(file.getFileName()), text(file)));
      }
    }
    assertThat(cases).hasSizeGreaterThan(150);
    return cases;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static List<Case> parse(String file, String text) {
    List<Case> cases = new ArrayList<>();
    for (String part : text.split("(?m)^=== ", -1)) {
      if (!part.isBlank()) {
        int title = part.indexOf('\n');
        int cut = part.indexOf("\n---\n");
        cases.add(
            new Case(
                file,
                part.substring(0, title),
                part.substring(title + 1, cut),
                part.substring(cut + 5)));
      }
    }
    return cases;
  }

  private static void run(Case own) throws SQLException {
    Reading reading = own.title().endsWith("[native]") ? Reading.NATIVE : Reading.JDBC;
    Analysis analysis = Analyser.analyse(own.sql(), reading, catalog.fresh());
    while (!(analysis instanceof Analysis.Accepted || analysis instanceof Analysis.Refused)) {
      CatalogView loaded =
          analysis instanceof Analysis.Needs needs
              ? catalog.load(needs.relations())
              : catalog.fresh();
      NamedStatements named =
          analysis instanceof Analysis.NeedsNamed ? GoldenStatementsIT::named : null;
      analysis = Analyser.analyse(own.sql(), reading, loaded, named);
    }
    if (!own.expected().startsWith("needs")) {
      boolean refused = own.expected().startsWith("refused");
      assertThat(analysis instanceof Analysis.Refused).as(analysis.toString()).isEqualTo(refused);
    }
    if (analysis instanceof Analysis.Accepted accepted
        && !accepted.plan().passthrough()
        && !own.title().equals("to a file, nothing protected")
        && accepted.plan().typeChange() == null // those need their values: TypeChangeIT
        && connection.getMetaData().getDatabaseMajorVersion() >= since(own)) {
      execute(own, accepted.plan(), reading);
    }
  }

  private static Optional<NamedStatement> named(String name) {
    return prepared.stream().filter(named -> named.name().equals(name)).findFirst();
  }

  /** A rollback leaves what was prepared. */
  private static void deallocate(Plan plan) throws SQLException {
    for (NamedStatement named : plan.named()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("DEALLOCATE " + named.name());
      }
    }
  }

  /** Prepares what the golden cases execute. */
  private static void prepare() throws SQLException, IOException {
    for (String line : Files.readAllLines(GOLDEN.resolve("prepared.sql"), StandardCharsets.UTF_8)) {
      if (!line.startsWith("PREPARE")) {
        continue;
      }
      Analysis analysis = Analyser.analyse(line, Reading.NATIVE, catalog.fresh());
      while (analysis instanceof Analysis.Needs needs) {
        analysis = Analyser.analyse(line, Reading.NATIVE, catalog.load(needs.relations()));
      }
      Plan plan = ((Analysis.Accepted) analysis).plan();
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            plan.passthrough()
                ? line
                : written(plan, Reading.NATIVE, new ArrayList<>()).replace("??", "?"));
      }
      prepared.addAll(plan.named());
    }
  }

  private static int since(Case own) {
    return SINCE.getOrDefault(own.title(), SINCE.getOrDefault(own.file(), 0));
  }

  private static void execute(Case own, Plan plan, Reading reading) throws SQLException {
    String expectedState = SERVER_REFUSES.get(own.title());
    connection.setAutoCommit(false);
    List<Integer> order = new ArrayList<>();
    String sql = written(plan, reading, order);
    if (plan.copy() != null) {
      copy(sql, plan.copy(), expectedState);
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < order.size(); i++) {
        bind(statement, i + 1, plan.parameters().get(order.get(i)));
      }
      compare(statement.getMetaData(), plan);
      statement.execute();
      assertThat(columnsOfBytes()).as(sql).isZero();
    } catch (SQLException refused) {
      // Values that do not fit the table's keys are none of the analysis' business.
      if (!List.of(NOT_NULL_VIOLATION, UNIQUE_VIOLATION).contains(refused.getSQLState())) {
        assertThat(refused.getSQLState()).as(sql + "\n" + refused).isEqualTo(expectedState);
      }
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
      deallocate(plan);
      catalog.invalidate();
    }
  }

  /** Starts a copy, compares its fields, and ends it. */
  private static void copy(String sql, CopyPlan copy, @Nullable String expectedState)
      throws SQLException {
    CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
    try {
      CopyOperation operation = copy.from() ? copies.copyIn(sql) : copies.copyOut(sql);
      assertThat(operation.getFieldCount()).isEqualTo(copy.fields().size());
      assertThat(operation.getFormat() == 1)
          .isEqualTo(copy.format().kind() == CopyFormat.Kind.BINARY);
      assertThat(copy.wellFormed()).isTrue();
      end(operation);
    } catch (SQLException refused) {
      if (copy.wellFormed()) {
        assertThat(refused.getSQLState()).as(sql + "\n" + refused).isEqualTo(expectedState);
      }
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private static void end(CopyOperation operation) throws SQLException {
    if (operation instanceof CopyOut out) {
      while (out.readFromCopy() != null) {
        // The tables are empty; the header may come.
      }
    } else {
      operation.cancelCopy();
    }
  }

  /** Returns how many columns of a table or view just made have lost their encrypted type. */
  private static int columnsOfBytes() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet count =
            statement.executeQuery(
                """
                SELECT count(*) FROM pg_attribute WHERE atttypid IN ('bytea'::regtype, 'bytea[]'::regtype)
                AND attnum > 0 AND attrelid IN (to_regclass('t'), to_regclass('v'))
                """)) {
      count.next();
      return count.getInt(1);
    }
  }

  /** Returns the text for the wrapped driver, and which parameter each question mark is. */
  private static String written(Plan plan, Reading reading, List<Integer> order) {
    StringBuilder text = new StringBuilder();
    for (Piece piece : plan.pieces()) {
      if (piece instanceof Piece.Text own) {
        text.append(reading == Reading.NATIVE ? own.text().replace("?", "??") : own.text());
      } else if (piece instanceof Piece.ParameterSlot slot) {
        order.add(slot.index());
        text.append('?').append(slot.suffix());
      } else if (piece instanceof Piece.LiteralSlot slot) {
        Operand operand = plan.literals().get(slot.index()).operand();
        text.append("E'").append(ciphertext(operand.type())).append('\'').append(slot.suffix());
      }
    }
    return text.toString();
  }

  private static String ciphertext(ColumnType.Encrypted type) {
    String value = "\\\\x" + hex(type.type());
    return type.array() ? "{\"\\" + "\\" + value + "\"}" : value;
  }

  /** The header's first bytes are all that the server looks at. */
  private static String hex(EncryptedType type) {
    return String.format("ec%02x%02x0102", 0x10 + type.mode().id(), type.storedBase().id());
  }

  private static void bind(PreparedStatement statement, int index, ParameterPlan parameter)
      throws SQLException {
    if (parameter instanceof ParameterPlan.Sealed sealed) {
      ColumnType.Encrypted type = sealed.operand().type();
      byte[] value = java.util.HexFormat.of().parseHex(hex(type.type()));
      if (type.array()) {
        statement.setArray(index, connection.createArrayOf("bytea", new byte[][] {value}));
      } else {
        statement.setBytes(index, value);
      }
    } else if (parameter instanceof ParameterPlan.NullTest) {
      statement.setBoolean(index, true);
    } else {
      statement.setNull(index, Types.NULL);
    }
  }

  private static void compare(ResultSetMetaData server, Plan plan) throws SQLException {
    if (plan.results().size() != 1
        || !(plan.results().get(0) instanceof ResultPlan.Columns columns)) {
      return;
    }
    assertThat(server.getColumnCount()).isEqualTo(columns.columns().size());
    for (int i = 0; i < columns.columns().size(); i++) {
      String type = server.getColumnTypeName(i + 1);
      boolean bytes = type.contains("bytea") || type.contains("encrypted");
      boolean opened = columns.columns().get(i) instanceof ResultPlan.ResultColumn.Opened;
      assertThat(bytes).as("column " + (i + 1) + " is " + type).isEqualTo(opened);
    }
  }
}
