package io.github.cofferjdbc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {

  @Test
  void showsTheMainJobOnThePeopleThatShip() {
    Run run = run();
    assertThat(run.status).as(run.output).isZero();
    assertThat(run.output)
        .contains("all rows and fields are as they were loaded")
        .contains("Found, through the index.")
        .contains("23514")
        .contains("ratio");
  }

  @Test
  void encryptsTheNamedColumnsOfOnesOwnFile(@TempDir Path folder) throws Exception {
    Path csv =
        Files.writeString(
            folder.resolve("own.csv"),
            "Name,Account No,Remark\nAnn,DE02 1203,\"a, b\"\nBob,DE02 5001,\nEve,DE02 7001,x\n");
    Run run = run("--csv", csv.toString(), "--encrypt", "Account No,Name");
    assertThat(run.output)
        .contains("\"Account No\" encrypted.text_eq")
        .contains("\"Name\" encrypted.text_random")
        .contains("all rows and fields are as they were loaded");
  }

  @Test
  void namesTheColumnsOfTheFileWhenOneIsUnknown(@TempDir Path folder) throws Exception {
    Path csv = Files.writeString(folder.resolve("own.csv"), "a,b\n1,2\n");
    Run run = run("--csv", csv.toString(), "--encrypt", "c");
    assertThat(run.status).isEqualTo(2);
    assertThat(run.output).contains("a, b");
  }

  private static Run run(String... arguments) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int status = Demo.run(new PrintStream(bytes, true, StandardCharsets.UTF_8), arguments);
    return new Run(status, bytes.toString(StandardCharsets.UTF_8));
  }

  private record Run(int status, String output) {}
}
