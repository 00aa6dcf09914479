package io.github.cofferjdbc.sql.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cofferjdbc.sql.syntax.Atom.TypedLiteral;
import io.github.cofferjdbc.sql.syntax.Call.EscapedFunction;
import io.github.cofferjdbc.sql.syntax.Condition.BoolExpr;
import io.github.cofferjdbc.sql.syntax.Operation.BinaryOp;
import io.github.cofferjdbc.sql.syntax.QueryBody.Select;
import io.github.cofferjdbc.sql.syntax.Statement.CallStatement;
import io.github.cofferjdbc.sql.syntax.Statement.Copy;
import io.github.cofferjdbc.sql.syntax.Statement.CreateTableAs;
import io.github.cofferjdbc.sql.syntax.Statement.CreateView;
import io.github.cofferjdbc.sql.syntax.Statement.Explain;
import io.github.cofferjdbc.sql.syntax.Statement.Insert;
import io.github.cofferjdbc.sql.syntax.Statement.Other;
import io.github.cofferjdbc.sql.syntax.Statement.Prepare;
import io.github.cofferjdbc.sql.syntax.Statement.QueryStatement;
import io.github.cofferjdbc.sql.syntax.Statement.SetVariable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

// What is not there fails the test.
@SuppressWarnings("NullAway")
class SqlParserTest {

  @Test
  void keepsParenthesesOutsideOfTheOperandsSpan() throws SyntaxRefusal {
    String sql = "SELECT (a + b) * c";
    BinaryOp product = (BinaryOp) value(sql);
    assertThat(text(sql, product)).isEqualTo("(a + b) * c");
    assertThat(text(sql, product.left())).isEqualTo("a + b");
  }

  @Test
  void flattensAndAndOrAsPostgresqlDoes() throws SyntaxRefusal {
    assertThat(((BoolExpr) value("SELECT (a AND b) AND c")).operands()).hasSize(3);
    assertThat(((BoolExpr) value("SELECT a AND (b AND c)")).operands()).hasSize(2);
  }

  @Test
  void readsReturningOfOldAndNewRows() throws SyntaxRefusal {
    Insert insert =
        (Insert) parse("INSERT INTO t VALUES (1) RETURNING WITH (OLD AS o, NEW AS n) o.a, n.a, *");
    assertThat(insert.returning()).isNotNull();
    assertThat(insert.returning().oldAlias()).isNotNull();
    assertThat(insert.returning().items()).hasSize(3);
  }

  @Test
  void readsJdbcEscapes() throws SyntaxRefusal {
    String sql =
        "SELECT {fn ucase({fn lcase(?)})}, {d '2026-01-02'}, {t '1:2:3'}, {ts '2026-01-02 3:4:5'}"
            + " FROM {oj a LEFT JOIN b ON a.x = b.x} WHERE c LIKE ? {escape '!'}";
    Script script = SqlParser.split(sql, Reading.JDBC);
    Statement statement = SqlParser.parse(script.parts().get(0));
    List<SelectItem> items = select(statement).items();
    assertThat(items.get(0).value()).isInstanceOf(EscapedFunction.class);
    assertThat(items.get(1).value()).isInstanceOf(TypedLiteral.class);
    assertThat(text(sql, items.get(1).value())).isEqualTo("{d '2026-01-02'}");
    assertThat(SyntaxFacts.of(statement).parameters()).hasSize(2);
    NodeSpans.check(sql, statement);
  }

  @ParameterizedTest
  @CsvSource({
    "{call f(?)},false,1",
    "{? = call s.f(?; ?)},true,2",
    "{call f},false,0",
    "CALL f(1),false,1"
  })
  void readsCalls(String written, boolean result, int arguments) throws SyntaxRefusal {
    String sql = written.replace(';', ',');
    Script script = SqlParser.split(sql, Reading.JDBC);
    CallStatement call = (CallStatement) SqlParser.parse(script.parts().get(0));
    assertThat(call.result() != null).isEqualTo(result);
    assertThat(call.call().arguments()).hasSize(arguments);
  }

  @Test
  void splitsOutsideOfQuotesParenthesesAndBodies() throws SyntaxRefusal {
    String sql =
        "SELECT ';' ; ; SELECT $$;$$ /* ; */ -- ;\n;CREATE FUNCTION f() RETURNS int BEGIN ATOMIC"
            + " SELECT CASE WHEN true THEN 1 END; SELECT 2; END;CREATE RULE r AS ON INSERT TO t DO"
            + " (SELECT 1; SELECT 2); SELECT ?";
    Script script = SqlParser.split(sql, Reading.JDBC);
    assertThat(script.parts().stream().map(Script.Part::kind))
        .containsExactly(
            StatementKind.SELECT,
            StatementKind.SELECT,
            StatementKind.CREATE_FUNCTION,
            StatementKind.CREATE,
            StatementKind.SELECT);
  }

  @ParameterizedTest
  @CsvSource({
    "(SELECT 1),SELECT",
    "WITH a AS (SELECT 1) INSERT INTO t SELECT 1,INSERT",
    "WITH a AS (DELETE FROM t RETURNING *) SELECT 1,SELECT",
    "PREPARE TRANSACTION 'x',PREPARE_TRANSACTION",
    "ROLLBACK TO SAVEPOINT a,ROLLBACK_TO",
    "ROLLBACK,ROLLBACK",
    "SET TRANSACTION READ ONLY,SET_TRANSACTION",
    "SET LOCAL ROLE a,SET",
    "DO $$ BEGIN END $$,DO",
    "CREATE OR REPLACE PROCEDURE p() AS 'x',CREATE_FUNCTION",
    "CREATE TEMP VIEW v AS SELECT 1,CREATE_VIEW",
    "CREATE INDEX i ON t (a),CREATE",
    "ALTER TABLE t ADD a int,ALTER",
    "VACUUM t,MAINTENANCE",
    "LISTEN x,NOTIFICATION"
  })
  void tellsKindsFromTheFirstWords(String sql, StatementKind kind) throws SyntaxRefusal {
    assertThat(SqlParser.split(sql, Reading.NATIVE).parts().get(0).kind()).isEqualTo(kind);
    assertThat(parse(sql).kind()).isEqualTo(kind);
  }

  @Test
  void readsTheQueriesInsideOfOtherStatements() throws SyntaxRefusal {
    assertThat(((Explain) parse("EXPLAIN (ANALYZE, FORMAT json) SELECT 1")).analyze()).isTrue();
    assertThat(((Explain) parse("EXPLAIN (ANALYZE off) SELECT 1")).analyze()).isFalse();
    assertThat(((Explain) parse("EXPLAIN (SELECT 1)")).statement())
        .isInstanceOf(QueryStatement.class);
    assertThat(((Prepare) parse("PREPARE p (int, text) AS SELECT $1, $2")).types()).hasSize(2);
    assertThat(parse("DECLARE c NO SCROLL CURSOR WITH HOLD FOR SELECT 1 FOR UPDATE").kind())
        .isEqualTo(StatementKind.DECLARE);
    CreateTableAs table =
        (CreateTableAs)
            parse(
                "CREATE TEMP TABLE IF NOT EXISTS s.t (a, b) ON COMMIT DROP AS SELECT 1 WITH NO DATA");
    assertThat(table.columns()).hasSize(2);
    assertThat(parse("CREATE TABLE t (a int)")).isInstanceOf(Other.class);
    assertThat(parse("CREATE TABLE t (a)")).isInstanceOf(Other.class);
    CreateView view =
        (CreateView)
            parse("CREATE OR REPLACE VIEW v (a) WITH (x) AS SELECT 1 WITH LOCAL CHECK OPTION");
    assertThat(view.replace()).isTrue();
    Copy copy = (Copy) parse("COPY t (a, b) FROM STDIN (FORMAT csv) WHERE a > 1");
    assertThat(copy.clientStream()).isTrue();
    assertThat(copy.where()).isNotNull();
    assertThat(((Copy) parse("COPY (SELECT 1) TO STDOUT")).statement()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "SET search_path TO a,search_path",
    "SET LOCAL SEARCH_PATH = 'a',search_path",
    "SET SCHEMA 'a',search_path",
    "SET SESSION AUTHORIZATION a,session_authorization",
    "SET ROLE a,role",
    "RESET ALL,all",
    "RESET role,role",
    "SET TIME ZONE 'UTC',timezone",
    "SET \"TimeZone\" TO 'UTC',timezone",
    "SET a.b = 1,a.b"
  })
  void tellsWhichVariableChanges(String sql, String variable) throws SyntaxRefusal {
    assertThat(((SetVariable) parse(sql)).variable()).isEqualTo(variable);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT a < b < c",
        "SELECT a = b = c",
        "SELECT a LIKE b LIKE c",
        "SELECT a IN ()",
        "SELECT 1 2",
        "SELECT (1",
        "SELECT 1)",
        "SELECT FROM t WHERE",
        "SELECT a FROM (b)",
        "SELECT a FROM b JOIN c",
        "SELECT a LIMIT 1 LIMIT 2",
        "(SELECT a ORDER BY 1) ORDER BY 2",
        "WITH a AS (SELECT 1) (WITH b AS (SELECT 1) SELECT 1)",
        "SELECT a LIMIT 1, 2",
        "INSERT INTO t",
        "INSERT INTO t (a) (b) VALUES (1)",
        "UPDATE t SET",
        "UPDATE t SET a == 1",
        "DELETE t",
        "MERGE INTO t USING s ON true",
        "SELECT a.b.*.c",
        "SELECT a.*.b",
        "SELECT x[1:2:3]",
        "SELECT select",
        "SELECT a FROM t WHERE UNIQUE (SELECT 1)",
        "SELECT INTERVAL '1' month to year",
        "SELECT float(99) '1'",
        "SELECT 1; SELECT a b c",
        "EXPLAIN",
        "COPY t FROM",
        "SELECT a.b.c.d FROM a.b.c.d"
      })
  void refusesWhatPostgresqlRefuses(String sql) {
    assertThatThrownBy(
            () -> {
              for (Script.Part part : SqlParser.split(sql, Reading.NATIVE).parts()) {
                SqlParser.parse(part);
              }
            })
        .isInstanceOf(SyntaxRefusal.class);
  }

  @Test
  void messagesAndTextsOfNodesHoldNoLiteral() throws SyntaxRefusal {
    assertThat(parse("SELECT 'secret', $$secret$$, 4711, E'sec' FROM t").toString())
        .doesNotContain("secret", "4711");
    assertThat(parse("DO $$ secret $$").toString()).doesNotContain("secret");
    assertThat(SqlParser.split("SELECT 'secret'", Reading.NATIVE).toString())
        .doesNotContain("secret");
    assertThatThrownBy(() -> parse("SELECT 1 FROM 'secret'")).hasMessageNotContaining("secret");
    assertThatThrownBy(() -> parse("SELECT a 1 4711")).hasMessageNotContaining("4711");
  }

  @Test
  void mentionsReachIntoStringsOfEveryDepth() throws SyntaxRefusal {
    String sql =
        "DO $a$ BEGIN EXECUTE 'SELECT * FROM \"Pat ient\" WHERE x = ''' || $$Secret$$ || ''''; "
            + "EXECUTE E'insert into \\x70erson'; END $a$ LANGUAGE Plpgsql";
    assertThat(Mentions.names(SqlParser.split(sql, Reading.NATIVE).tokens()))
        .contains("plpgsql", "Pat ient", "secret", "Secret", "person", "x");
  }

  private static Statement parse(String sql) throws SyntaxRefusal {
    Script script = SqlParser.split(sql, Reading.NATIVE);
    assertThat(script.parts()).hasSize(1);
    return SqlParser.parse(script.parts().get(0));
  }

  private static Select select(Statement statement) {
    return (Select) ((QueryStatement) statement).query().body();
  }

  private static Expr value(String sql) throws SyntaxRefusal {
    return select(parse(sql)).items().get(0).value();
  }

  private static String text(String sql, Node node) {
    return sql.substring(node.start(), node.end());
  }
}
