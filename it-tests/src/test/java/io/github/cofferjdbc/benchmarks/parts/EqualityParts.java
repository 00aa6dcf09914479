package io.github.cofferjdbc.benchmarks.parts;

import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.field.FieldCipher;
import io.github.cofferjdbc.value.BaseType;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Sealing and opening a value by equality, of 11 characters. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first
public class EqualityParts {

  private static final EncryptedType TYPE =
      EncryptedType.builtIn(BaseType.TEXT, io.github.cofferjdbc.envelope.Mode.EQ);

  private final byte[] plaintext = "10000000001".getBytes(StandardCharsets.US_ASCII);
  private PartsDatabase database;
  private FieldCipher cipher;
  private byte[] stored;

  @Setup
  public void open() throws SQLException {
    database = new PartsDatabase();
    cipher = database.cipher();
    stored = cipher.seal(TYPE, plaintext);
  }

  @TearDown
  public void close() throws SQLException {
    cipher.close();
    database.close();
  }

  @Benchmark
  public byte[] sealValue() throws SQLException {
    return cipher.seal(TYPE, plaintext);
  }

  @Benchmark
  public byte[] openValue() throws SQLException {
    return cipher.open(TYPE, stored);
  }
}
