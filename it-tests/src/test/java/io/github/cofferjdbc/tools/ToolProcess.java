package io.github.cofferjdbc.tools;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A Java program run to its end as a process, with what it printed.
 *
 * @param exitStatus its exit status
 * @param output what it printed on both streams
 */
record ToolProcess(int exitStatus, String output) {
  private static final long LIMIT_SECONDS = 120;

  /** The jar under test: driver, dependencies and command line in one. */
  static Path allJar() {
    return Path.of(System.getProperty("coffer.test.allJar"));
  }

  /** The jars of the tools, copied by the build. */
  static Path tools() {
    return Path.of(System.getProperty("coffer.test.tools"));
  }

  /** Runs {@code java} with these arguments and waits for its end, two minutes at most. */
  static ToolProcess java(Path folder, Map<String, String> environment, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    Path output = Files.createTempFile(folder, "output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("not finished in time: " + arguments);
      }
    } finally {
      process.destroyForcibly();
    }
    return new ToolProcess(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }
}
