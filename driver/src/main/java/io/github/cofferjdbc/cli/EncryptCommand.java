package io.github.cofferjdbc.cli;

import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code coffer encrypt}. */
@Command(
    name = "encrypt",
    description = {
      "Encrypts an existing column in place while applications go on reading and writing",
      "it. Can be stopped and run again: it does what is left to do."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class EncryptCommand implements Callable<Integer>, CofferCommand {

  @Mixin private CommonOptions options;
  @Mixin private MigrationOptions migration;
  @Spec private CommandSpec spec;

  @Option(
      names = "--type",
      required = true,
      paramLabel = "TYPE",
      description = "Such as encrypted.text_eq, encrypted.date_random, encrypted.text_random[].")
  private String type;

  @Override
  public CommonOptions options() {
    return options;
  }

  @Override
  public Integer call() throws SQLException {
    return migration.run(spec, options, type);
  }
}
