package io.github.cofferjdbc.copy;

import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of a COPY are written (PostgreSQL manual, COPY, "File Formats"). Immutable.
 *
 * @param kind text, CSV or binary
 * @param delimiter between fields; not of binary
 * @param quote of CSV
 * @param escape of CSV, before a quote inside of quotes
 * @param nullText what stands for NULL, as the stream holds it; not of binary
 * @param defaultText what stands for the column's default, or null if nothing does
 * @param header whether the first line names the columns
 * @param charset the encoding that the statement names, or null for the client's own
 */
public record CopyFormat(
    Kind kind,
    char delimiter,
    char quote,
    char escape,
    String nullText,
    @Nullable String defaultText,
    boolean header,
    @Nullable Charset charset) {

  /** The three formats. */
  public enum Kind {
    TEXT,
    CSV,
    BINARY
  }

  /** Returns the same with another encoding; null for UTF-8. */
  public CopyFormat in(@Nullable Charset other) {
    return new CopyFormat(kind, delimiter, quote, escape, nullText, defaultText, header, other);
  }
}
