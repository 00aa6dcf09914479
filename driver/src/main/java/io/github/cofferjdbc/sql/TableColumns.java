package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.catalog.CatalogView;
import io.github.cofferjdbc.catalog.Column;
import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.catalog.PartitionKey;
import io.github.cofferjdbc.catalog.Relation;
import io.github.cofferjdbc.catalog.RelationName;
import io.github.cofferjdbc.sql.syntax.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The protected columns of a table that is being defined, and what a definition may do with them.
 * What the server keeps of it, it keeps for good, so constants for protected columns are sealed in
 * the text ({@link StoredExpressions}). Used by one thread.
 */
final class TableColumns {
  private static final Set<String> NULL_TEST_WORDS =
      Set.of("is", "not", "null", "and", "or", "(", ")", ".", "new", "old");

  private static final Set<String> ROWS_OF_TRIGGERS = Set.of("new", "old");

  private final Context context;
  private final String table;
  private final Map<String, ColumnType> columns = new HashMap<>();

  /** The names of all columns, as far as they are known. */
  private final Set<String> names = new HashSet<>();

  private boolean known;
  private @Nullable Relation relation;

  private TableColumns(Context context, String table, boolean known) {
    this.context = context;
    this.table = table;
    this.known = known;
  }

  /** The columns of a table that the statement makes. */
  static TableColumns ofNew(Context context, RelationName name) {
    return new TableColumns(context, name.name(), true);
  }

  /** The columns of a table that exists. */
  static TableColumns of(Context context, RelationName name, boolean pathChanged) {
    TableColumns columns = new TableColumns(context, name.name(), false);
    CatalogView.Lookup lookup = context.catalog().relation(name);
    if (lookup instanceof CatalogView.Lookup.Unknown) {
      context.needs().add(name);
    } else if (lookup instanceof CatalogView.Lookup.Found found) {
      columns.add(found.relation());
      columns.relation = found.relation();
      columns.known = !pathChanged || name.schema() != null;
    }
    return columns;
  }

  /** Writes the schema of the table before its name, if none stands there. */
  void qualify(RelationName name, int start) {
    if (name.schema() == null && relation != null) {
      context.patches().insert(start, Identifiers.quoted(relation.schema()) + ".");
    }
  }

  /** Returns the table if it exists and is known. */
  Optional<Relation> relation() {
    return known ? Optional.ofNullable(relation) : Optional.empty();
  }

  /** Returns the names of the columns in a partition key, of which none may be an expression. */
  Optional<List<String>> keyColumns() {
    PartitionKey key = relation().map(Relation::partitionKey).orElse(null);
    if (relation == null || key == null || key.hasExpression()) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>();
    for (Column column : relation.columns()) {
      if (key.columns().contains(column.number())) {
        names.add(column.name());
      }
    }
    return names.size() == key.columns().size() ? Optional.of(names) : Optional.empty();
  }

  /** Returns the type of a column if it is a protected one. */
  Optional<ColumnType> type(String column) {
    return Optional.ofNullable(columns.get(column));
  }

  private void add(Relation relation) {
    for (Column column : relation.columns()) {
      names.add(column.name());
      if (column.encrypted()) {
        columns.put(column.name(), column.type());
      }
    }
  }

  /** Adds a column that the definition makes. */
  void add(String column, Optional<ColumnType.Encrypted> type) {
    names.add(column);
    type.ifPresent(encrypted -> columns.put(column, encrypted));
  }

  /** Forgets the name of a column that the definition drops: from then on it may mean the row. */
  void drop(String column) {
    names.remove(column);
  }

  /** Adds what a table takes over from another by LIKE or INHERITS. */
  void addThoseOf(TableColumns other) {
    names.addAll(other.names);
    columns.putAll(other.columns);
    known &= other.known;
  }

  boolean isEncrypted(String column) {
    return columns.containsKey(column);
  }

  /** Tells whether a column of the table may be compared on the server, and so be a key. */
  boolean mayHaveKeys() {
    return !known
        || columns.values().stream()
            .anyMatch(
                type ->
                    type instanceof ColumnType.Encrypted encrypted
                        && Ability.EQUALITY.of(encrypted.type().mode()));
  }

  private String origin(String column) {
    return table + "." + column;
  }

  /** Refuses unless the column, if protected, has the ability. */
  void require(String column, Ability ability, String construct) {
    ColumnType type = columns.get(column);
    if (type instanceof ColumnType.Nested || type instanceof ColumnType.Lost) {
      throw Refusal.of(origin(column), construct, "its type holds encrypted values inside");
    }
    if (type instanceof ColumnType.Encrypted encrypted) {
      Types.require(Cell.encrypted(encrypted, origin(column), true), ability, construct);
    }
  }

  Refusal refusal(String column, String construct, String reason) {
    return Refusal.of(origin(column), construct, reason);
  }

  /**
   * Refuses what is not read as an expression if it does more with a protected column than to ask
   * whether it is NULL.
   */
  void checkNullTests(List<Token> tokens, String construct) {
    String column = mentioned(tokens, construct);
    if (Words.hasValue(tokens)) {
      refuseUse(tokens, construct);
    }
    if (column != null && !hasOnlyNullTests(tokens)) {
      throw Refusal.of(
          origin(column),
          construct,
          "the server would keep the expression, with its constants in plaintext; only IS NULL"
              + " and IS NOT NULL are possible");
    }
  }

  /**
   * A condition that the server keeps: constants that are compared with protected columns are
   * sealed; what cannot be computed on ciphertext is refused.
   *
   * @param qualifiers what the columns are qualified with if not with the table's name, such as
   *     {@code new}
   */
  void condition(List<Token> tokens, String construct, String... qualifiers) {
    boolean own = mentioned(tokens, construct) != null && !hasOnlyNullTests(tokens);
    if (own || tokens.stream().anyMatch(this::isProtectedName)) {
      new StoredExpressions(context).condition(tokens, scope(qualifiers), construct);
    }
  }

  /** A bound of a partition by a protected column, which is sealed. */
  void bound(String column, List<Token> tokens) {
    require(column, Ability.EQUALITY, "FOR VALUES");
    Cell target = cell(column, "FOR VALUES");
    new StoredExpressions(context).assigned(tokens, target, "FOR VALUES", false);
  }

  private Cell cell(String column, String construct) {
    if (!(columns.get(column) instanceof ColumnType.Encrypted encrypted)) {
      throw refusal(column, construct, "its type holds encrypted values inside");
    }
    return Expressions.cellOf(encrypted, origin(column));
  }

  /**
   * The default of a protected column, which is sealed.
   *
   * @param inDefinition whether further constraints may follow
   * @return how many of the tokens it takes
   */
  int defaultValue(String column, List<Token> tokens, boolean inDefinition) {
    Cell target = cell(column, "DEFAULT");
    return new StoredExpressions(context).assigned(tokens, target, "DEFAULT", inDefinition);
  }

  /** The columns as an expression sees them; what is not protected is not known, so plain. */
  private Scope scope(String... qualifiers) {
    List<OutputColumn> outputs = new ArrayList<>();
    columns.forEach(
        (name, type) -> outputs.add(Source.columnOf(new Column(0, name, type), origin(name))));
    names.stream()
        .filter(name -> !columns.containsKey(name))
        .forEach(name -> outputs.add(new OutputColumn(name, Cell.plain(origin(name)))));
    if (qualifiers.length == 0) {
      Source own =
          new Source(table, relation == null ? null : relation.schema(), outputs, false, true);
      return new Scope(null, Scope.From.of(own), Withs.NONE);
    }
    List<Source> sources = new ArrayList<>();
    for (String qualifier : qualifiers) {
      sources.add(new Source(qualifier, null, outputs, false, true));
    }
    return new Scope(null, new Scope.From(sources, List.of(), false), Withs.NONE);
  }

  private boolean hasOnlyNullTests(List<Token> tokens) {
    for (int i = 0; i < tokens.size(); i++) {
      if (!isPartOfNullTest(tokens, i)) {
        return false;
      }
    }
    return true;
  }

  private boolean isPartOfNullTest(List<Token> tokens, int at) {
    Token token = tokens.get(at);
    if (NULL_TEST_WORDS.contains(token.value())) {
      return true;
    }
    boolean called = at + 1 < tokens.size() && tokens.get(at + 1).value().equals("(");
    boolean column = token.kind() != Token.Kind.KEYWORD || columns.containsKey(token.value());
    return token.isName() && column && !called;
  }

  /** Returns a protected column that is mentioned, or null if surely none is. */
  private @Nullable String mentioned(List<Token> tokens, String construct) {
    refuseRows(tokens, construct);
    for (Token token : tokens) {
      if (token.isName() && columns.containsKey(token.value())) {
        return token.value();
      }
    }
    if (!known && Words.hasValue(tokens)) {
      throw Refusal.unknown(
          construct, "the columns of " + table + " are not known here; send it on its own");
    }
    return null;
  }

  /** Also a name of another table or of a routine, which a sub-select or a call may mean. */
  private boolean isProtectedName(Token token) {
    return token.isName() && Mention.of(token.value(), context.catalog());
  }

  /** Refuses a call of, or cast to, something protected: the constants in it would stay. */
  private void refuseUse(List<Token> tokens, String construct) {
    for (int i = 0; i < tokens.size(); i++) {
      if (isProtectedName(tokens.get(i)) && isCallOrCast(tokens, i)) {
        throw Refusal.of(
            construct,
            "the server would keep the constants of a routine or type with encrypted values in"
                + " plaintext; compute the value in the application");
      }
    }
  }

  private static boolean isCallOrCast(List<Token> tokens, int at) {
    int first = at;
    while (first >= 2 && tokens.get(first - 1).value().equals(".")) {
      first -= 2;
    }
    String before = first == 0 ? "" : tokens.get(first - 1).value();
    boolean called =
        at + 1 < tokens.size()
            && (tokens.get(at + 1).value().equals("(") || Words.isValue(tokens.get(at + 1)));
    return tokens.get(at).value().equals(Mention.SCHEMA)
        || before.equals("::")
        || before.equals("as")
        || (called && !before.equals("references"));
  }

  /** Refuses a whole row, protected columns and all, where that may be compared with constants. */
  private void refuseRows(List<Token> tokens, String construct) {
    if (columns.isEmpty() || !Words.hasValue(tokens)) {
      return;
    }
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.get(i).isName() && isWholeRow(tokens, i)) {
        throw Refusal.of(
            table,
            construct,
            "a row as one value holds ciphertext, and the server would keep constants that are"
                + " compared with it in plaintext; name the columns");
      }
    }
  }

  private boolean isWholeRow(List<Token> tokens, int at) {
    String name = tokens.get(at).value();
    if (!name.equals(table) && !ROWS_OF_TRIGGERS.contains(name)) {
      return false;
    }
    boolean qualifies = at + 2 < tokens.size() && tokens.get(at + 1).value().equals(".");
    return qualifies ? tokens.get(at + 2).value().equals("*") : !names.contains(name);
  }

  /** Checks that a foreign key joins columns that hold the same bytes. */
  void checkReference(List<String> own, RelationName target, List<String> others) {
    for (String column : own) {
      require(column, Ability.EQUALITY, "FOREIGN KEY");
    }
    CatalogView.Lookup lookup = context.catalog().relation(target);
    if (lookup instanceof CatalogView.Lookup.Unknown) {
      context.needs().add(target);
    }
    if (!(lookup instanceof CatalogView.Lookup.Found found)) {
      return;
    }
    for (int i = 0; i < Math.min(own.size(), others.size()); i++) {
      ColumnType mine = columns.get(own.get(i));
      Optional<Column> other = found.relation().column(others.get(i));
      if (other.isPresent() && known) {
        checkPair(own.get(i), mine, found.relation().name(), other.get());
      }
    }
  }

  private void checkPair(String own, @Nullable ColumnType mine, String table2, Column other) {
    boolean encrypted = mine instanceof ColumnType.Encrypted;
    if (!encrypted && !other.encrypted()) {
      return;
    }
    String reason =
        "it and " + table2 + "." + other.name() + " must be of one encrypted type and scope";
    if (mine instanceof ColumnType.Encrypted left
        && other.type() instanceof ColumnType.Encrypted right) {
      if (!Types.comparable(left, right)) {
        throw Refusal.of(origin(own), "FOREIGN KEY", reason);
      }
      return;
    }
    throw Refusal.of(origin(own), "FOREIGN KEY", reason);
  }
}
