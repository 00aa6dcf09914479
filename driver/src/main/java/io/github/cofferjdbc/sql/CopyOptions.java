package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.copy.Charsets;
import io.github.cofferjdbc.copy.CopyFormat;
import io.github.cofferjdbc.copy.FieldRule;
import io.github.cofferjdbc.sql.syntax.CopyOption;
import io.github.cofferjdbc.sql.syntax.Statement;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The options of one COPY, as PostgreSQL means them ({@code ProcessCopyOptions}). An option that is
 * not known here is refused by its name. Options that do not go together are left to the server,
 * which says so before any row passes. Used by one thread.
 */
final class CopyOptions {
  /** What PostgreSQL does not let be a delimiter of text. */
  private static final String NO_DELIMITER = "\\.abcdefghijklmnopqrstuvwxyz0123456789";

  /** The options that say how a text is read, which Coffer does; and FREEZE. */
  private static final Set<String> OF_READING =
      Set.of("format", "delimiter", "null", "quote", "escape", "header", "encoding", "freeze");

  private static final List<String> TRUE_OR_FALSE = List.of("true", "on", "1", "false", "off", "0");

  private final Map<String, CopyOption> options = new HashMap<>();
  private final boolean from;
  private final @Nullable String column;
  private final CopyFormat format;
  private boolean wellFormed = true;

  private CopyOptions(Statement.Copy copy, @Nullable String column) {
    this.from = copy.from();
    this.column = column;
    for (CopyOption option : copy.options()) {
      require(options.put(option.name(), option) == null);
    }
    this.format = read();
  }

  /**
   * Reads the options of a COPY.
   *
   * @param column the first protected column that it reads or writes, or null if there is none
   */
  static CopyOptions of(Statement.Copy copy, @Nullable String column) {
    return new CopyOptions(copy, column);
  }

  CopyFormat format() {
    return format;
  }

  boolean wellFormed() {
    return wellFormed;
  }

  /**
   * Tells whether the format binary can stand for this one: the rows are in UTF-8 text or CSV, and
   * no option is given that only the server can answer, such as a header that it compares.
   */
  boolean binarySaysAsMuch() {
    Charset charset = format.charset();
    return wellFormed
        && format.kind() != CopyFormat.Kind.BINARY
        && OF_READING.containsAll(options.keySet())
        && (charset == null || charset.equals(StandardCharsets.UTF_8))
        && !text("header", "").equalsIgnoreCase("match")
        && isFlag("freeze");
  }

  private boolean isFlag(String name) {
    return TRUE_OR_FALSE.contains(text(name, "true").toLowerCase(Locale.ROOT));
  }

  /** Tells whether FREEZE is asked for. */
  boolean freeze() {
    return options.containsKey("freeze")
        && !List.of("false", "off", "0").contains(text("freeze", "true").toLowerCase(Locale.ROOT));
  }

  /** Returns what becomes of a field. */
  FieldRule rule(String name, boolean converted) {
    return converted
        ? new FieldRule(
            true,
            forced("force_quote", name),
            forced("force_not_null", name),
            forced("force_null", name))
        : FieldRule.CLEAR;
  }

  private boolean forced(String option, String name) {
    CopyOption given = options.get(option);
    return given != null && (given.all() || given.columns().contains(name));
  }

  private void require(boolean sensible) {
    wellFormed &= sensible;
  }

  private CopyFormat read() {
    options.values().forEach(this::check);
    CopyFormat.Kind kind =
        switch (text("format", "text")) {
          case "csv" -> CopyFormat.Kind.CSV;
          case "binary" -> CopyFormat.Kind.BINARY;
          default -> CopyFormat.Kind.TEXT;
        };
    boolean csv = kind == CopyFormat.Kind.CSV;
    require(List.of("text", "csv", "binary").contains(text("format", "text")));
    if (kind == CopyFormat.Kind.BINARY) {
      require(!given("delimiter", "null", "default") && !header());
    }
    if (!csv) {
      require(!given("quote", "escape", "force_quote", "force_not_null", "force_null"));
    }
    require(from ? !given("force_quote") : !given("force_not_null", "force_null", "default"));
    char quote = one("quote", '"');
    CopyFormat read =
        new CopyFormat(
            kind,
            one("delimiter", csv ? ',' : '\t'),
            quote,
            one("escape", quote),
            text("null", csv ? "" : "\\N"),
            options.containsKey("default") ? text("default", "") : null,
            header(),
            charset());
    checkTexts(read, csv);
    return read;
  }

  private void checkTexts(CopyFormat read, boolean csv) {
    Predicate<String> clear =
        text ->
            text.indexOf(read.delimiter()) < 0
                && text.indexOf('\n') < 0
                && text.indexOf('\r') < 0
                && !(csv && text.indexOf(read.quote()) >= 0);
    require(clear.test(read.nullText()));
    require(read.delimiter() != '\n' && read.delimiter() != '\r');
    require(csv ? read.delimiter() != read.quote() : NO_DELIMITER.indexOf(read.delimiter()) < 0);
    String marker = read.defaultText();
    require(marker == null || (clear.test(marker) && !marker.equals(read.nullText())));
    Charset charset = read.charset();
    require(charset == null || charset.newEncoder().canEncode(read.nullText() + marker));
  }

  private void check(CopyOption option) {
    switch (option.name()) {
      case "format", "delimiter", "null", "default", "quote", "escape" ->
          require(option.value() != null);
      case "force_quote", "force_not_null", "force_null" ->
          require(option.all() || !option.columns().isEmpty());
      case "header", "freeze", "encoding", "log_verbosity" -> {}
      case "on_error" -> {
        if (!"stop".equalsIgnoreCase(option.value())) {
          refuse(
              "ON_ERROR",
              "the server cannot tell which encrypted values are bad; leave it out and mend the"
                  + " data");
        }
      }
      // Meaningful only together with what is refused above.
      case "reject_limit" -> require(false);
      default -> refuse(option.name().toUpperCase(Locale.ROOT), "the option is not supported");
    }
  }

  private void refuse(String option, String reason) {
    if (column != null) {
      throw Refusal.of(column, "COPY option " + option, reason);
    }
  }

  private boolean given(String... names) {
    for (String name : names) {
      if (options.containsKey(name)) {
        return true;
      }
    }
    return false;
  }

  private String text(String name, String otherwise) {
    CopyOption option = options.get(name);
    return option == null || option.value() == null ? otherwise : option.value();
  }

  private char one(String name, char otherwise) {
    String text = text(name, String.valueOf(otherwise));
    boolean single = text.length() == 1 && text.charAt(0) < 128 && text.charAt(0) != 0;
    require(single);
    return single ? text.charAt(0) : otherwise;
  }

  private boolean header() {
    CopyOption option = options.get("header");
    if (option == null) {
      return false;
    }
    String value = text("header", "true").toLowerCase(Locale.ROOT);
    require(List.of("true", "on", "1", "false", "off", "0", "match").contains(value));
    return !List.of("false", "off", "0").contains(value);
  }

  private @Nullable Charset charset() {
    if (!options.containsKey("encoding")) {
      return null;
    }
    Charset known = Charsets.ofName(text("encoding", "")).orElse(null);
    if (known == null) {
      refuse("ENCODING", "Coffer does not read this encoding; use UTF8 or LATIN1");
    }
    return known;
  }
}
