package io.github.cofferjdbc.sql.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LexerTest {

  @Test
  void cutsTokensAsPostgresqlDoes() throws SyntaxRefusal {
    assertThat(tokens("SELECT Straße, \"A\"\"b\" FROM t"))
        .containsExactly(
            "KEYWORD select",
            "NAME straße",
            "PUNCTUATION ,",
            "QUOTED_NAME A\"b",
            "KEYWORD from",
            "NAME t");
    assertThat(tokens("É ÀB")).containsExactly("NAME É", "NAME Àb");
  }

  @Test
  void decodesStringsOfEveryNotation() throws SyntaxRefusal {
    assertThat(
            tokens(
                "'it''s' E'a\\n\\'\\x41\\u00e9\\101''' U&'d\\0061t\\+00006F' $$a'b$$ $x$ $$ $x$"))
        .containsExactly(
            "STRING it's",
            "STRING a\n'Aé" + "A'",
            "STRING dato",
            "DOLLAR_STRING a'b",
            "DOLLAR_STRING  $$ ");
    assertThat(tokens("U&'d!0061' UESCAPE '!' U&\"\\0041b\"  uescape '!'"))
        .containsExactly("STRING da", "QUOTED_NAME \\0041b");
    assertThat(tokens("b'01' X'1f' N'x'"))
        .containsExactly("BIT_STRING b01", "BIT_STRING x1f", "KEYWORD nchar", "STRING x");
    assertThat(tokens("E'\\xC3\\xA9'")).containsExactly("STRING é");
  }

  @Test
  void continuesStringsOnLaterLinesOnly() throws SyntaxRefusal {
    assertThat(tokens("'a'\n'b'")).containsExactly("STRING ab");
    assertThat(tokens("'a' -- c\n -- d\n 'b'")).containsExactly("STRING ab");
    assertThat(tokens("'a' 'b'")).containsExactly("STRING a", "STRING b");
    assertThat(tokens("'a' /* x\n */ 'b'")).containsExactly("STRING a", "STRING b");
  }

  @Test
  void cutsOperatorsByPostgresqlsRules() throws SyntaxRefusal {
    assertThat(tokens("a<-1")).containsExactly("NAME a", "OPERATOR <", "OPERATOR -", "INTEGER 1");
    assertThat(tokens("a@-1")).containsExactly("NAME a", "OPERATOR @-", "INTEGER 1");
    assertThat(tokens("a*-+-b"))
        .containsExactly(
            "NAME a", "OPERATOR *", "OPERATOR -", "OPERATOR +", "OPERATOR -", "NAME b");
    assertThat(tokens("a+/* x */b--c")).containsExactly("NAME a", "OPERATOR +", "NAME b");
    assertThat(tokens("a!=b=>c:=d::e"))
        .containsExactly(
            "NAME a",
            "OPERATOR <>",
            "NAME b",
            "PUNCTUATION =>",
            "NAME c",
            "PUNCTUATION :=",
            "NAME d",
            "PUNCTUATION ::",
            "NAME e");
    assertThat(tokens("/* a /* b */ c */ x")).containsExactly("NAME x");
  }

  @Test
  void readsNumbersOfEveryNotation() throws SyntaxRefusal {
    assertThat(tokens("1 007 1. .5 1e5 1.5E-3 1_000 0x_1F 0o17 0B11 2147483647 2147483648 1..2"))
        .containsExactly(
            "INTEGER 1",
            "INTEGER 7",
            "FLOAT 1.",
            "FLOAT .5",
            "FLOAT 1e5",
            "FLOAT 1.5E-3",
            "INTEGER 1000",
            "INTEGER 31",
            "INTEGER 15",
            "INTEGER 3",
            "INTEGER 2147483647",
            "FLOAT 2147483648",
            "INTEGER 1",
            "PUNCTUATION ..",
            "INTEGER 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'open",
        "E'open\\'",
        "\"open",
        "\"\"",
        "$$open",
        "$a$ $b$",
        "/* open /* */",
        "1a",
        "1__0",
        "0x",
        "0b2",
        "1e+",
        "$1a",
        "$99999999999",
        "a \\ b",
        "{",
        "\0",
        "E'\\u12'",
        "E'\\xff'",
        "E'\\0'",
        "E'\\ud800'",
        "U&'\\00'",
        "U&'a' UESCAPE 'ab'",
        "U&'a' UESCAPE '+'",
        "E'\\v'"
      })
  void refusesWhatCannotBeCut(String sql) {
    assertThatThrownBy(() -> SqlParser.split(sql, Reading.NATIVE))
        .isInstanceOf(SyntaxRefusal.class)
        .hasMessageNotContaining(sql.length() > 4 ? sql : "impossible");
  }

  @Test
  void countsQuestionMarksAsParametersOnlyForPreparedStatements() throws SyntaxRefusal {
    String sql = "SELECT ?, a ?? b, c ??| d, '?', \"?\", /* ? */ e @?? ? -- ?";
    Script script = SqlParser.split(sql, Reading.JDBC);
    assertThat(script.parameters()).isEqualTo(2);
    assertThat(shown(script.tokens()))
        .contains("PARAMETER 1", "OPERATOR ?", "OPERATOR ?|", "OPERATOR @?", "PARAMETER 2");
    assertThat(shown(SqlParser.split("a ? b ??| $1", Reading.STATEMENT).tokens()))
        .containsExactly("NAME a", "OPERATOR ?", "NAME b", "OPERATOR ?|", "PARAMETER 1");
    assertThat(shown(SqlParser.split("a ?? b ?- c", Reading.NATIVE).tokens()))
        .containsExactly("NAME a", "OPERATOR ??", "NAME b", "OPERATOR ?-", "NAME c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT a?", "SELECT ?1", "SELECT ?a", "SELECT 1?", "SELECT ?, $1"})
  void refusesQuestionMarksThatWouldBecomePartOfSomethingElse(String sql) {
    assertThatThrownBy(() -> SqlParser.split(sql, Reading.JDBC)).isInstanceOf(SyntaxRefusal.class);
  }

  @Test
  void cutsLongNamesWherePostgresqlDoes() throws SyntaxRefusal {
    assertThat(tokens("a".repeat(70))).containsExactly("NAME " + "a".repeat(63));
    assertThat(tokens("\"" + "é".repeat(40) + "\""))
        .containsExactly("QUOTED_NAME " + "é".repeat(31));
  }

  private static List<String> tokens(String sql) throws SyntaxRefusal {
    Script script = SqlParser.split(sql, Reading.NATIVE);
    StringBuilder joined = new StringBuilder();
    script.tokens().forEach(token -> joined.append(sql, token.start(), token.end()));
    assertThat(joined.toString()).isEqualTo(sql);
    return shown(script.tokens());
  }

  private static List<String> shown(List<Token> tokens) {
    return tokens.stream()
        .filter(Token::significant)
        .map(token -> token.kind() + " " + token.value())
        .toList();
  }
}
