package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.catalog.CatalogView;
import io.github.cofferjdbc.sql.plan.Analysis;
import io.github.cofferjdbc.sql.plan.Effect;
import io.github.cofferjdbc.sql.plan.Plan;
import io.github.cofferjdbc.sql.syntax.Reading;
import io.github.cofferjdbc.sql.syntax.Script;
import io.github.cofferjdbc.sql.syntax.SqlParser;
import io.github.cofferjdbc.sql.syntax.SyntaxRefusal;
import io.github.cofferjdbc.sql.syntax.Token;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * From a text to what the driver does with it. It promises that a text which mentions nothing
 * protected is sent byte for byte, and that one which does is either understood wholly or refused.
 * It asks nobody but the catalog it is given, does no I/O and keeps no state: stateless and thread
 * safe.
 */
public final class Analyser {

  private Analyser() {}

  /** Made at the first text in which something is escaped, not at every start. */
  private static final class Escapes {
    /** From 80 to FF in hexadecimal or octal digits, behind what is itself no half of an escape. */
    static final Pattern SPELLED_BYTE =
        Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*\\\\(?:[xX][89a-fA-F][0-9a-fA-F]|[2-7][0-7]{2})");
  }

  /**
   * Returns what becomes of the text in this state of the catalog. The text is read as with {@code
   * standard_conforming_strings} on; while it is off, texts that {@link #mayMention} must not be
   * sent.
   */
  public static Analysis analyse(String sql, Reading reading, CatalogView catalog) {
    return analyse(sql, reading, catalog, null);
  }

  /**
   * As {@link #analyse(String, Reading, CatalogView)}, which may answer that it needs to know what
   * was prepared under a name.
   *
   * @param named what the connection has prepared
   */
  public static Analysis analyse(
      String sql, Reading reading, CatalogView catalog, @Nullable NamedStatements named) {
    Script script;
    try {
      script = SqlParser.split(sql, reading);
    } catch (SyntaxRefusal unreadable) {
      return unreadable(sql, catalog, unreadable);
    }
    Set<Effect> effects = Effects.of(script);
    if (!catalog.installed() || !needsAnalysis(script, catalog)) {
      return new Analysis.Accepted(Plan.ofPassthrough(effects));
    }
    return ScriptAnalysis.of(script, catalog, effects, named);
  }

  private static boolean needsAnalysis(Script script, CatalogView catalog) {
    for (Script.Part part : script.parts()) {
      if (ScriptAnalysis.concernsNames(part) || Mention.in(part, catalog)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Tells whether any word of the text, wherever it stands, names something protected; for texts
   * whose quoting cannot be relied on.
   */
  public static boolean mayMention(String sql, CatalogView catalog) {
    return catalog.installed() && Mention.inWords(sql, catalog);
  }

  /**
   * Tells whether a string constant of the text spells bytes that are no ASCII, as {@code E'\\xe9'}
   * does: what they mean depends on the encoding of the database.
   */
  public static boolean spellsBytes(String sql, Reading reading) {
    try {
      return SqlParser.split(sql, reading).tokens().stream()
          .anyMatch(
              token ->
                  token.kind() == Token.Kind.STRING
                      && (sql.charAt(token.start()) | 0x20) == 'e'
                      && Escapes.SPELLED_BYTE
                          .matcher(sql)
                          .region(token.start(), token.end())
                          .find());
    } catch (SyntaxRefusal unreadable) {
      return true;
    }
  }

  private static Analysis unreadable(String sql, CatalogView catalog, SyntaxRefusal reason) {
    if (!mayMention(sql, catalog)) {
      return new Analysis.Accepted(Plan.ofPassthrough(EnumSet.allOf(Effect.class)));
    }
    return Refusal.notUnderstood(reason).analysis();
  }
}
