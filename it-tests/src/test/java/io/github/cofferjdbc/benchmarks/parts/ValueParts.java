package io.github.cofferjdbc.benchmarks.parts;

import io.github.cofferjdbc.value.BaseType;
import io.github.cofferjdbc.value.MalformedValueException;
import io.github.cofferjdbc.value.SessionTime;
import io.github.cofferjdbc.value.ValueText;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Encoding a text as PostgreSQL would read it, and decoding it to the text that it would send. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first
public class ValueParts {

  /** Type and text. */
  @Param({
    "TEXT:Somebody lives here, at 22",
    "NUMERIC:12345678.90",
    "INT8:1234567890123",
    "TIMESTAMPTZ:2026-11-24 12:34:56.789+00"
  })
  public String value;

  private BaseType type;
  private String text;
  private byte[] binary;

  @Setup
  public void open() throws SQLException, MalformedValueException {
    int colon = value.indexOf(':');
    type = BaseType.valueOf(value.substring(0, colon));
    text = value.substring(colon + 1);
    binary = encode();
  }

  @Benchmark
  public byte[] encode() throws SQLException, MalformedValueException {
    return ValueText.fromText(type, text, SessionTime.UTC);
  }

  @Benchmark
  public String decode() throws SQLException, MalformedValueException {
    return ValueText.toText(type, binary, SessionTime.UTC);
  }
}
