package io.github.cofferjdbc.keys.pkcs11;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;

/**
 * Takes down what one thread prints to {@link System#out}, while other threads print as ever.
 *
 * <p>The JDK's PKCS#11 provider tells label and serial number of a token in no other way than by
 * printing them ({@code showInfo}), and offers no way to choose a token by its label. Whoever keeps
 * {@link System#out} from meanwhile keeps a stream that passes everything on.
 */
final class OwnOutput extends OutputStream {

  private final PrintStream original;
  private final Thread owner = Thread.currentThread();
  private final ByteArrayOutputStream own = new ByteArrayOutputStream();
  private volatile boolean done;

  private OwnOutput(PrintStream original) {
    this.original = original;
  }

  /** What a call printed, and what it returned or threw. */
  record Printed<T>(String text, T result) {}

  /** Runs the task in this thread and returns what it printed. */
  static synchronized <T> Printed<T> of(Callable<T> task) throws Exception {
    PrintStream before = System.out;
    OwnOutput output = new OwnOutput(before);
    try (PrintStream during = new PrintStream(output, true, StandardCharsets.UTF_8)) {
      System.setOut(during);
      try {
        T result = task.call();
        during.flush();
        return new Printed<>(output.own.toString(StandardCharsets.UTF_8), result);
      } finally {
        output.done = true;
        if (System.out == during) {
          System.setOut(before);
        }
      }
    }
  }

  @Override
  public void write(int b) {
    if (mine()) {
      own.write(b);
    } else {
      original.write(b);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    if (mine()) {
      own.write(bytes, offset, length);
    } else {
      original.write(bytes, offset, length);
    }
  }

  private boolean mine() {
    return !done && Thread.currentThread() == owner;
  }

  @Override
  public void flush() throws IOException {
    original.flush();
  }

  /** The original stays open: it is not ours. */
  @Override
  public void close() {}
}
