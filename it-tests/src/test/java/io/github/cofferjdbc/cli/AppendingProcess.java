package io.github.cofferjdbc.cli;

import io.github.cofferjdbc.audit.AuditEvent;
import io.github.cofferjdbc.audit.AuditLog;
import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A process of its own that appends to an audit log. */
final class AppendingProcess {

  private AppendingProcess() {}

  static Process start(Path log, int events) throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                AppendingProcess.class.getName(),
                log.toString(),
                Integer.toString(events)))
        .inheritIO()
        .start();
  }

  /** Arguments: the log, and the number of events to append. */
  public static void main(String[] args) throws Exception {
    Settings settings = Settings.defaults().with(Setting.AUDIT_LOG, "file:" + args[0]);
    AuditLog log = AuditLog.of(settings).orElseThrow();
    for (int i = 0; i < Integer.parseInt(args[1]); i++) {
      log.append(new AuditEvent("test", "Append", true, Map.of(), Map.of("number", i)));
    }
  }
}
