package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.catalog.CatalogView;
import io.github.cofferjdbc.catalog.Column;
import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.catalog.DomainName;
import io.github.cofferjdbc.catalog.PartitionKey;
import io.github.cofferjdbc.catalog.Relation;
import io.github.cofferjdbc.catalog.RelationName;
import io.github.cofferjdbc.catalog.Routine;
import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.envelope.Mode;
import io.github.cofferjdbc.value.BaseType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The catalog that {@code golden/catalog.sql} describes. Immutable once read. */
final class GoldenCatalog implements CatalogView {
  private static final Pattern DOMAIN =
      Pattern.compile(
          "CREATE DOMAIN (\\w+)\\.(\\w+) AS encrypted\\.(\\w+?)_(\\w+);"
              + "(?: -- scope (\\d+)(?: modifier (.*))?)?");
  private static final Pattern RELATION =
      Pattern.compile("CREATE (TABLE|VIEW) (\\w+)\\.(\\w+|\"[^\"]+\")(.*)");
  private static final Pattern PARTITIONED =
      Pattern.compile("(.*)\\) PARTITION BY \\w+ \\(([^)]*)\\);");
  private static final Pattern ROUTINE =
      Pattern.compile(
          "CREATE (FUNCTION|PROCEDURE) (\\w+)\\.(\\w+)\\(([^)]*)\\)"
              + "(?: RETURNS (?:TABLE \\(([^)]*)\\)|(?:SETOF )?(\\S+)))? LANGUAGE.*");

  private static final Pattern ARGUMENT =
      Pattern.compile("(|OUT |INOUT |VARIADIC )(|\\w+ )([^ ]+)( DEFAULT .*)?");

  private final Map<String, ColumnType.Encrypted> domains = new HashMap<>();
  private final Map<String, Relation> relations = new HashMap<>();
  private final Set<String> notLoaded = new HashSet<>();
  private final List<Routine> routines = new ArrayList<>();
  private final Set<String> mentioned = new HashSet<>();
  private int nextOid = 20_000;

  private GoldenCatalog() {
    for (BaseType base : BaseType.all()) {
      for (Mode mode : Mode.values()) {
        if (mode.supports(base)) {
          addDomain(Mention.SCHEMA, EncryptedType.builtIn(base, mode), null, null);
        }
      }
    }
    relation("pg_catalog", "pg_class", 'r', "oid oid, relname name, relkind char");
  }

  static GoldenCatalog read() {
    GoldenCatalog catalog = new GoldenCatalog();
    List<String> lines = text("catalog.sql").lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      StringBuilder statement = new StringBuilder(lines.get(i));
      while (statement.indexOf("CREATE TABLE") == 0 && statement.indexOf(");") < 0) {
        i++;
        statement.append(' ').append(lines.get(i).strip());
      }
      catalog.statement(statement.toString());
    }
    return catalog;
  }

  /** Returns a file of the folder {@code golden}. */
  static String text(String file) {
    try (InputStream in = GoldenCatalog.class.getResourceAsStream("/golden/" + file)) {
      if (in == null) {
        throw new IllegalArgumentException("no file golden/" + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void statement(String line) {
    Matcher domain = DOMAIN.matcher(line);
    Matcher relation = RELATION.matcher(line);
    Matcher routine = ROUTINE.matcher(line);
    if (domain.matches()) {
      int scope = domain.group(5) == null ? 0 : Integer.parseInt(domain.group(5));
      addDomain(
          domain.group(1),
          new EncryptedType(
              BaseType.ofTypeName(domain.group(3)).orElseThrow(),
              Mode.valueOf(domain.group(4).toUpperCase(java.util.Locale.ROOT)),
              scope),
          domain.group(2),
          domain.group(6));
    } else if (relation.matches()) {
      String rest = relation.group(4);
      String name = relation.group(3).replace("\"", "");
      if (rest.endsWith("-- not loaded")) {
        notLoaded.add(relation.group(2) + "." + name);
        return;
      }
      Matcher partitioned = PARTITIONED.matcher(rest);
      if (partitioned.matches()) {
        List<Column> columns = columns(partitioned.group(1).replaceFirst(" \\(", ""));
        PartitionKey key = key(partitioned.group(2), columns);
        add(new Relation(nextOid++, relation.group(2), name, 'p', columns, key));
        return;
      }
      String columns =
          rest.substring(
              rest.indexOf('(', Math.max(0, rest.lastIndexOf("-- ("))) + 1, rest.lastIndexOf(')'));
      char kind = relation.group(1).equals("VIEW") ? 'v' : 'r';
      relation(relation.group(2), name, kind, columns);
    } else if (routine.matches()) {
      routine(routine);
    }
  }

  private void addDomain(
      String schema, EncryptedType type, @Nullable String name, @Nullable String modifier) {
    String own = name == null ? type.domainName() : name;
    domains.put(
        schema + "." + own,
        new ColumnType.Encrypted(type, new DomainName(nextOid++, schema, own), modifier, false));
    mentioned.add(own);
  }

  private void relation(String schema, String name, char kind, String columns) {
    add(new Relation(nextOid++, schema, name, kind, columns(columns)));
  }

  private void add(Relation relation) {
    relations.put(relation.schema() + "." + relation.name(), relation);
    if (relation.encrypted()) {
      mentioned.add(relation.name());
    }
  }

  private static PartitionKey key(String names, List<Column> columns) {
    List<Integer> numbers = new ArrayList<>();
    for (String name : names.split(", ", -1)) {
      columns.stream()
          .filter(column -> column.name().equals(name))
          .forEach(column -> numbers.add(column.number()));
    }
    return new PartitionKey(numbers);
  }

  private List<Column> columns(String text) {
    List<Column> columns = new ArrayList<>();
    for (String column : text.split(",", -1)) {
      String[] words = column.strip().split(" ", 3);
      columns.add(
          new Column(
              columns.size() + 1,
              words[0].replace("\"", ""),
              type(words[1]),
              words.length > 2 && words[2].startsWith("GENERATED")));
    }
    return columns;
  }

  private ColumnType type(String name) {
    boolean array = name.endsWith("[]");
    String element = array ? name.substring(0, name.length() - 2) : name;
    ColumnType.Encrypted domain = domains.get(element);
    return domain == null ? new ColumnType.Plain(1, name) : Types.withArray(domain, array);
  }

  private void routine(Matcher found) {
    String name = found.group(3);
    List<ColumnType> arguments = new ArrayList<>();
    List<String> names = new ArrayList<>();
    int defaults = 0;
    boolean variadic = false;
    List<Column> results = new ArrayList<>();
    for (String text : found.group(4).isEmpty() ? new String[0] : found.group(4).split(",", -1)) {
      Matcher argument = ARGUMENT.matcher(text.strip());
      if (!argument.matches()) {
        throw new IllegalArgumentException(text);
      }
      String mode = argument.group(1);
      ColumnType type = type(argument.group(3));
      // As in pg_proc's proargmodes: CALL has a place for OUT arguments too, SELECT has none.
      if (!mode.equals("OUT ") || found.group(1).equals("PROCEDURE")) {
        arguments.add(type);
        names.add(argument.group(2).strip());
        defaults += argument.group(4) == null ? 0 : 1;
        variadic |= mode.equals("VARIADIC ");
      }
      if (mode.equals("OUT ") || mode.equals("INOUT ")) {
        results.add(new Column(results.size() + 1, argument.group(2).strip(), type));
      }
    }
    if (found.group(5) != null) {
      results.addAll(columns(found.group(5)));
    } else if (found.group(6) != null) {
      results.add(new Column(1, name, type(found.group(6))));
    }
    boolean plain = arguments.stream().allMatch(ColumnType.Plain.class::isInstance);
    if (plain && results.stream().noneMatch(Column::encrypted)) {
      return;
    }
    routines.add(
        new Routine(
            nextOid++,
            found.group(2),
            name,
            arguments,
            results,
            found.group(5) != null,
            new Routine.Calling(names, defaults, variadic)));
    mentioned.add(name);
  }

  @Override
  public long version() {
    return 1;
  }

  @Override
  public boolean installed() {
    return true;
  }

  @Override
  public boolean mentions(String name) {
    return mentioned.contains(name);
  }

  @Override
  public Lookup relation(RelationName name) {
    for (String schema :
        name.schema() == null ? List.of("pg_catalog", "public") : List.of(name.schema())) {
      String full = schema + "." + name.name();
      if (notLoaded.contains(full)) {
        return new Lookup.Unknown();
      }
      if (relations.containsKey(full)) {
        return new Lookup.Found(relations.get(full));
      }
    }
    return new Lookup.Absent();
  }

  @Override
  public Optional<ColumnType.Encrypted> encryptedType(RelationName name) {
    String schema = name.schema() == null ? "public" : name.schema();
    return Optional.ofNullable(domains.get(schema + "." + name.name()));
  }

  @Override
  public List<Routine> routines(RelationName name) {
    return routines.stream()
        .filter(routine -> routine.name().equals(name.name()))
        .filter(routine -> name.schema() == null || routine.schema().equals(name.schema()))
        .toList();
  }

  @Override
  public Set<Relation> protectedRelations() {
    Set<Relation> all = new HashSet<>(relations.values());
    all.removeIf(relation -> !relation.encrypted());
    return all;
  }
}
