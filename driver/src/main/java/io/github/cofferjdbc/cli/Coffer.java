package io.github.cofferjdbc.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.sql.SQLException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/**
 * The command line: {@code java -jar coffer-jdbc-VERSION-all.jar COMMAND}.
 *
 * <p>Exit status 0, 1 if the command failed, 2 if it was called wrongly. An error is one line with
 * its SQLState, on standard error, with {@code --json} an object on standard output; never a stack
 * trace.
 */
@Command(
    name = "coffer",
    description = "Client-side encryption of columns for PostgreSQL.",
    mixinStandardHelpOptions = true,
    versionProvider = Coffer.Version.class,
    subcommands = {
      InitCommand.class,
      RotateCommand.class,
      StatusCommand.class,
      DoctorCommand.class,
      ExplainCommand.class,
      VerifyCommand.class,
      PinCommand.class,
      AuditCommand.class,
      TypeCommand.class,
      EncryptCommand.class,
      DecryptCommand.class,
      ResealCommand.class,
      DestroyKeyCommand.class
    })
public final class Coffer implements Runnable {

  static final int FAILED = 1;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Made by picocli, which sets the field. */
  @SuppressWarnings("NullAway.Init")
  private Coffer() {}

  /** Runs a command and ends the process with its exit status. */
  public static void main(String[] args) {
    System.exit(
        run(
            new PrintWriter(System.out, false, Charset.defaultCharset()),
            new PrintWriter(System.err, false, Charset.defaultCharset()),
            args));
  }

  /** Runs a command and returns its exit status. */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    CommandLine commandLine = new CommandLine(new Coffer());
    commandLine.setOut(out);
    commandLine.setErr(err);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setParameterExceptionHandler(Coffer::usage);
    commandLine.setExecutionExceptionHandler(
        (exception, failed, parsed) -> failed(exception, failed));
    int status = commandLine.execute(args);
    out.flush();
    err.flush();
    return status;
  }

  private static int usage(ParameterException exception, String[] args) {
    PrintWriter err = exception.getCommandLine().getErr();
    err.println("coffer: " + Failure.oneLine(exception.getMessage()));
    err.println(
        "Try '" + exception.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
    return CommandLine.ExitCode.USAGE;
  }

  private static int failed(Exception exception, CommandLine commandLine) {
    Failure failure =
        exception instanceof SQLException sql ? Failure.of(sql) : Failure.of(exception);
    boolean json =
        commandLine.getCommand() instanceof CofferCommand command && command.options().json();
    if (json) {
      commandLine.getOut().println(failure.json());
    } else {
      commandLine.getErr().println("coffer: " + failure.line());
    }
    return FAILED;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /** The version from the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Coffer.class.getPackage().getImplementationVersion();
      return new String[] {"Coffer " + (version == null ? "(development)" : version)};
    }
  }
}
