package io.github.cofferjdbc.sql.syntax;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's key words and what each may be used for, as {@code pg_get_keywords()} of PostgreSQL
 * 18 tells them; 17's are a subset.
 */
final class Keywords {
  /** May be a name of anything. */
  private static final String UNRESERVED =
      """
      abort absent absolute access action add admin after aggregate also alter always
      asensitive assertion assignment at atomic attach attribute backward before begin
      breadth by cache call called cascade cascaded catalog chain characteristics
      checkpoint class close cluster columns comment comments commit committed compression
      conditional configuration conflict connection constraints content continue
      conversion copy cost csv cube current cursor cycle data database day deallocate
      declare defaults deferred definer delete delimiter delimiters depends depth detach
      dictionary disable discard document domain double drop each empty enable encoding
      encrypted enforced enum error escape event exclude excluding exclusive execute
      explain expression extension external family filter finalize first following force
      format forward function functions generated global granted groups handler header
      hold hour identity if immediate immutable implicit import include including
      increment indent index indexes inherit inherits inline input insensitive insert
      instead invoker isolation keep key keys label language large last leakproof level
      listen load local location lock locked logged mapping match matched materialized
      maxvalue merge method minute minvalue mode month move name names nested new next nfc
      nfd nfkc nfkd no normalized nothing notify nowait nulls object objects of off oids
      old omit operator option options ordinality others over overriding owned owner
      parallel parameter parser partial partition passing password path period plan plans
      policy preceding prepare prepared preserve prior privileges procedural procedure
      procedures program publication quote quotes range read reassign recursive ref
      referencing refresh reindex relative release rename repeatable replace replica reset
      restart restrict return returns revoke role rollback rollup routine routines rows
      rule savepoint scalar schema schemas scroll search second security sequence
      sequences serializable server session set sets share show simple skip snapshot
      source sql stable standalone start statement statistics stdin stdout storage stored
      strict string strip subscription support sysid system tables tablespace target temp
      template temporary text ties transaction transform trigger truncate trusted type
      types uescape unbounded uncommitted unconditional unencrypted unknown unlisten
      unlogged until update vacuum valid validate validator value varying version view
      views virtual volatile whitespace within without work wrapper write xml year yes
      zone
      """;

  /** May be a column's or table's name, but not a function's or type's. */
  private static final String COLUMN_NAME =
      """
      between bigint bit boolean char character coalesce dec decimal exists extract float
      greatest grouping inout int integer interval json json_array json_arrayagg
      json_exists json_object json_objectagg json_query json_scalar json_serialize
      json_table json_value least merge_action national nchar none normalize nullif
      numeric out overlay position precision real row setof smallint substring time
      timestamp treat trim values varchar xmlattributes xmlconcat xmlelement xmlexists
      xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable
      """;

  /** May be a function's or type's name, but not a column's or table's. */
  private static final String TYPE_FUNCTION_NAME =
      """
      authorization binary collation concurrently cross current_schema freeze full ilike
      inner is isnull join left like natural notnull outer overlaps right similar
      tablesample verbose
      """;

  /** Only a label after AS, or after a dot. */
  private static final String RESERVED =
      """
      all analyse analyze and any array as asc asymmetric both case cast check collate
      column constraint create current_catalog current_date current_role current_time
      current_timestamp current_user default deferrable desc distinct do else end except
      false fetch for foreign from grant group having in initially intersect into lateral
      leading limit localtime localtimestamp not null offset on only or order placing
      primary references returning select session_user some symmetric system_user table
      then to trailing true union unique user using variadic when where window with
      """;

  /** Those that an output column needs AS for. */
  private static final String LABEL_NEEDS_AS =
      """
      array as char character create day except fetch filter for from grant group having
      hour intersect into isnull limit minute month notnull offset on order over overlaps
      precision returning second to union varying where window with within without year
      """;

  /** What a word may name. */
  enum Category {
    UNRESERVED,
    COLUMN_NAME,
    TYPE_FUNCTION_NAME,
    RESERVED
  }

  /** A key word; the word is the one instance that tokens carry. */
  record Keyword(String word, Category category, boolean bareLabel) {}

  private static final Map<String, Keyword> BY_WORD = new HashMap<>(1024);

  /** No key word is longer than {@code current_timestamp}. */
  private static final int LONGEST = 17;

  static {
    Set<String> needsAs = new HashSet<>();
    for (StringTokenizer words = new StringTokenizer(LABEL_NEEDS_AS); words.hasMoreTokens(); ) {
      needsAs.add(words.nextToken());
    }
    add(UNRESERVED, Category.UNRESERVED, needsAs);
    add(COLUMN_NAME, Category.COLUMN_NAME, needsAs);
    add(TYPE_FUNCTION_NAME, Category.TYPE_FUNCTION_NAME, needsAs);
    add(RESERVED, Category.RESERVED, needsAs);
  }

  private static void add(String list, Category category, Set<String> needsAs) {
    for (StringTokenizer words = new StringTokenizer(list); words.hasMoreTokens(); ) {
      String word = words.nextToken().intern();
      BY_WORD.put(word, new Keyword(word, category, !needsAs.contains(word)));
    }
  }

  private Keywords() {}

  /** Returns the key word that a folded word is, or null. */
  static @Nullable Keyword of(String folded) {
    return folded.length() > LONGEST ? null : BY_WORD.get(folded);
  }
}
