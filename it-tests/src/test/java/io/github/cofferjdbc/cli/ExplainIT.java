package io.github.cofferjdbc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainIT {

  @TempDir private Path folder;

  @Test
  void countsOffsetsInBytes() {
    CliRun run =
        CliRun.of(
            List.of(
                "explain",
                "--native",
                "--json",
                "SELECT 'ä😀', a.b FROM \"T\" a WHERE a.b <= $12"));
    assertThat(run.status()).isZero();
    assertThat(run.json().get("accepted")).isEqualTo(true);
    assertThat(run.at("relations").toString()).isEqualTo("[{start=26, end=29, name=[T]}]");
    assertThat(run.at("columns").toString())
        .isEqualTo("[{start=17, end=20, name=[a, b]}, {start=38, end=41, name=[a, b]}]");
    assertThat(run.at("parameters").toString()).isEqualTo("[{start=45, end=48, number=12}]");
    assertThat(run.at("constants").toString()).isEqualTo("[{start=7, end=15, kind=string}]");
    assertThat(run.at("operators").toString())
        .isEqualTo("[{start=42, end=44, name=<=, left=[38, 41], right=[45, 48]}]");
  }

  @Test
  void leavesAMissingOperandOut() {
    CliRun run = CliRun.of(List.of("explain", "--native", "--json", "SELECT - a FROM t"));
    assertThat(run.at("operators").toString())
        .isEqualTo("[{start=7, end=8, name=-, right=[9, 10]}]");
  }

  @Test
  void readsQuestionMarksByTheReading() {
    CliRun jdbc = CliRun.of(List.of("explain", "--json", "SELECT a FROM t WHERE b = ?"));
    assertThat(jdbc.at("parameters").toString()).isEqualTo("[{start=26, end=27, number=1}]");
    CliRun operator =
        CliRun.of(List.of("explain", "--native", "--json", "SELECT a FROM t WHERE b ? 'x'"));
    assertThat(operator.at("parameters").toString()).isEqualTo("[]");
    assertThat(operator.at("operators").toString()).contains("name=?");
  }

  @Test
  void aRefusalIsNoFailure() {
    CliRun run = CliRun.of(List.of("explain", "--json", "SELECT FROM WHERE ("));
    assertThat(run.status()).isZero();
    assertThat(run.json().get("accepted")).isEqualTo(false);
    assertThat(((Map<?, ?>) run.at("refusal")).get("state")).isEqualTo("KE003");
  }

  @Test
  void readsAFileLineByLine() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("s"), "{\"sql\": \"SELECT 1\"}\n\n{\"sql\": \"SELECT é\", \"x\": 1}\n");
    CliRun run = CliRun.of(List.of("explain", "--json", "--file", file.toString()));
    assertThat(run.status()).isZero();
    List<String> lines = run.out().lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(new CliRun(0, lines.get(1), "").at("columns").toString())
        .isEqualTo("[{start=7, end=9, name=[é]}]");
  }

  @Test
  void saysWhichLineIsMalformed() throws Exception {
    Path file = Files.writeString(folder.resolve("s"), "{\"sql\": \"SELECT 1\"}\nSELECT 2\n");
    CliRun run = CliRun.of(List.of("explain", "--file", file.toString()));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("Line 2", "KE009").hasLineCount(1);
  }

  @Test
  void wantsEitherStatementOrFile() {
    assertThat(CliRun.of(List.of("explain")).status()).isEqualTo(2);
    assertThat(CliRun.of(List.of("explain", "SELECT 1", "--file", "x")).status()).isEqualTo(2);
    assertThat(CliRun.of(List.of("explain", "--file", "/nowhere")).err()).contains("KE009");
  }
}
