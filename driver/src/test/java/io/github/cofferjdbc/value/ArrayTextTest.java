package io.github.cofferjdbc.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArrayTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|{}",
        " { } |{}",
        "{{},{}}|{}",
        "{a,b}|{a,b}",
        "{ a b , c }|{\"a b\",c}",
        "{NULL,null,\"NULL\",nu\\ll}|{NULL,NULL,\"NULL\",\"null\"}",
        "{\"\",\"a\\\"b\\\\c\",\"{,}\"}|{\"\",\"a\\\"b\\\\c\",\"{,}\"}",
        "{a\\ }|{\"a \"}",
        "{{a,b},{c,d}}|{{a,b},{c,d}}",
        "{ { a } , { b } }|{{a},{b}}",
        "[0:1]={a,b}|[0:1]={a,b}",
        "[1:2] = {a,b}|{a,b}",
        "[2]={a,b}|{a,b}",
        "[-1:-1][3:4]={{a,b}}|[-1:-1][3:4]={{a,b}}"
      })
  void readsLiteralsAndPrintsThemAsTheServerDoes(String text, String printed) throws SQLException {
    assertThat(ArrayText.parse(text).format()).isEqualTo(printed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|22P02",
        "a|22P02",
        "{|22P02",
        "{a|22P02",
        "{\"a|22P02",
        "{a\\|22P02",
        "{a,}|22P02",
        "{,a}|22P02",
        "{a,,b}|22P02",
        "{a}x|22P02",
        "{a}}|22P02",
        "{a \"b\"}|22P02",
        "{\"a\"b}|22P02",
        "{{a,b},{c}}|22P02",
        "{{a},b}|22P02",
        "{{a},{}}|22P02",
        "[1:3]={a,b}|22P02",
        "[1:1]={}|22P02",
        "[ 1 : 1 ]={a}|22P02",
        "[1:1]{a}|22P02",
        "[1:0]={}|2202E",
        "[0]={}|2202E",
        "[99999999999:2]={a}|54000",
        "[2147483647]={a}|54000",
        "{{{{{{{a}}}}}}}|54000"
      })
  void refusesWhatTheServerRefuses(String text, String sqlState) {
    assertThatThrownBy(() -> ArrayText.parse(text))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(sqlState));
  }

  @Test
  void keepsNullsApartFromTheWord() throws SQLException {
    ArrayText array = ArrayText.of(Arrays.asList("a", null, "NULL", ""));

    assertThat(array.format()).isEqualTo("{a,NULL,\"NULL\",\"\"}");
    assertThat(ArrayText.parse(array.format())).isEqualTo(array);
  }

  @Test
  void takesOtherElementsInTheSamePlaces() throws SQLException {
    ArrayText array = ArrayText.parse("[0:1][1:2]={{a,b},{c,d}}");

    assertThat(array.withElements(List.of("1", "2", "3", "4")).format())
        .isEqualTo("[0:1][1:2]={{1,2},{3,4}}");
    assertThatThrownBy(() -> array.withElements(List.of("1")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
