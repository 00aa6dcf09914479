package io.github.cofferjdbc.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a virtual machine of its own came to.
 *
 * @param status its exit status
 * @param lines its standard output
 */
public record ChildJvm(int status, List<String> lines) {

  /** Runs a class of the tests to its end. */
  public static ChildJvm run(Class<?> main, List<String> arguments)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command(main, arguments))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new ChildJvm(process.waitFor(), out.lines().toList());
  }

  /**
   * Runs a class of the tests to its end under a command that takes something away from it; the
   * lines are its standard output and error.
   */
  public static ChildJvm under(List<String> limits, Class<?> main, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(limits);
    command.addAll(command(main, arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new ChildJvm(process.waitFor(), out.lines().toList());
  }

  /** Returns the command that runs a class of the tests. */
  public static List<String> command(Class<?> main, List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-XX:-UsePerfData",
                "-Daws.accessKeyId=AKIAIOSFODNN7EXAMPLE",
                "-Daws.secretAccessKey=not-a-secret",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
    command.addAll(arguments);
    return command;
  }
}
