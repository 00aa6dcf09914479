package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.catalog.RelationName;
import io.github.cofferjdbc.sql.syntax.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** CREATE TABLE and ALTER TABLE, read as far as protected columns are concerned. */
final class TableDefinitions {
  private static final String PLAINTEXT =
      "the server would compute it, in plaintext; set the value in each INSERT instead";

  private final Context context;
  private final boolean pathChanged;

  TableDefinitions(Context context, boolean pathChanged) {
    this.context = context;
    this.pathChanged = pathChanged;
  }

  /** Checks what follows TABLE in CREATE TABLE. */
  void create(Words words) {
    words.skip("if", "not", "exists");
    RelationName name = nameOf(words);
    TableColumns columns = TableColumns.ofNew(context, name);
    if (words.skip("partition", "of")) {
      int start = words.rest().isEmpty() ? 0 : words.rest().get(0).start();
      RelationName parentName = nameOf(words);
      TableColumns parent = TableColumns.of(context, parentName, pathChanged);
      parent.qualify(parentName, start);
      for (List<Token> element : Words.elements(words.parentheses().orElse(List.of()))) {
        partitionElement(new Words(element), parent);
      }
      new PartitionBounds(context, parent).check(words.rest());
      partitionBy(words, parent);
      return;
    }
    if (words.next("of")) {
      throw Refusal.of("CREATE TABLE OF", "a type with encrypted fields is not supported");
    }
    List<Token> elements = words.parentheses().orElse(List.of());
    if (words.skip("inherits")) {
      for (List<Token> parent : Words.elements(words.parentheses().orElse(List.of()))) {
        columns.addThoseOf(TableColumns.of(context, nameOf(new Words(parent)), pathChanged));
      }
    }
    elements(elements, columns);
    partitionBy(words, columns);
  }

  private static RelationName nameOf(Words words) {
    Optional<RelationName> name = words.name();
    if (name.isEmpty()) {
      throw Refusal.of("syntax", "a table's name is expected");
    }
    return name.get();
  }

  private void elements(List<Token> tokens, TableColumns columns) {
    List<List<Token>> elements = Words.elements(tokens);
    for (List<Token> element : elements) {
      Words words = new Words(element);
      if (words.skip("like")) {
        columns.addThoseOf(TableColumns.of(context, nameOf(words), pathChanged));
      } else if (!isConstraint(words)) {
        declare(words, columns);
      }
    }
    for (List<Token> element : elements) {
      element(new Words(element), columns);
    }
  }

  private static boolean isConstraint(Words words) {
    return words.next("constraint")
        || words.next("check", "(")
        || words.next("unique")
        || words.next("primary")
        || words.next("foreign")
        || words.next("exclude", "using")
        || words.next("exclude", "(")
        || words.next("like");
  }

  /** Adds the column if its type is encrypted. */
  private Optional<ColumnType.Encrypted> declare(Words words, TableColumns columns) {
    if (!words.atName()) {
      return Optional.empty();
    }
    String column = words.rest().get(0).value();
    words.step();
    words.skip("with", "options");
    Optional<ColumnType.Encrypted> type = typeOf(words);
    columns.add(column, type);
    return type;
  }

  /** Reads a type's name; empty if it is not encrypted. */
  Optional<ColumnType.Encrypted> typeOf(Words words) {
    Optional<RelationName> name = words.name();
    if (name.isEmpty() || !Mention.of(name.get().name(), context.catalog())) {
      return Optional.empty();
    }
    Optional<ColumnType.Encrypted> type = context.catalog().encryptedType(name.get());
    boolean array = false;
    while (words.skip("array") || words.next("[")) {
      array = true;
      if (words.skip("[")) {
        while (!words.atEnd() && !words.skip("]")) {
          words.step();
        }
      }
    }
    boolean ofArrays = array;
    return type.map(element -> ofArrays ? Types.withArray(element, true) : element);
  }

  /** A partition's columns have their parent's types. */
  private void partitionElement(Words words, TableColumns parent) {
    if (isConstraint(words) || !words.atName()) {
      element(words, parent);
      return;
    }
    String column = words.rest().get(0).value();
    words.step();
    words.skip("with", "options");
    constraints(words, column, parent);
  }

  private void element(Words words, TableColumns columns) {
    if (isConstraint(words)) {
      tableConstraint(words, columns);
      return;
    }
    if (!words.atName()) {
      return;
    }
    String column = words.rest().get(0).value();
    declare(words, columns);
    constraints(words, column, columns);
  }

  private void constraints(Words words, String column, TableColumns columns) {
    if (columns.isEncrypted(column)) {
      columnConstraints(words, column, columns);
    } else {
      plainColumn(words, column, columns);
    }
  }

  /** Of a plain column only the expressions and the reference may concern protected ones. */
  private void plainColumn(Words words, String column, TableColumns columns) {
    columns.checkNullTests(words.rest(), "column definition");
    if (words.find("references") && words.skip("references")) {
      reference(words, List.of(column), columns);
    }
  }

  private void columnConstraints(Words words, String column, TableColumns columns) {
    while (!words.atEnd()) {
      if (!skipHarmless(words)) {
        columnConstraint(words, column, columns);
      }
    }
  }

  private static boolean skipHarmless(Words words) {
    if (words.skip("constraint") || words.skip("storage") || words.skip("compression")) {
      words.step();
      return true;
    }
    return words.skip("not", "null")
        || words.skip("null")
        || words.skip("default", "null")
        || skipKeyOptions(words);
  }

  private void columnConstraint(Words words, String column, TableColumns columns) {
    if (words.skip("unique")) {
      columns.require(column, Ability.EQUALITY, "UNIQUE");
      words.skip("nulls", "not", "distinct");
      words.skip("nulls", "distinct");
    } else if (words.skip("primary", "key")) {
      columns.require(column, Ability.EQUALITY, "PRIMARY KEY");
    } else if (words.skip("references")) {
      reference(words, List.of(column), columns);
    } else if (words.skip("default")) {
      words.step(columns.defaultValue(column, words.rest(), true));
    } else if (words.next("generated")) {
      throw columns.refusal(column, "GENERATED", PLAINTEXT);
    } else if (words.skip("check")) {
      words.parentheses().ifPresent(check -> columns.condition(check, "CHECK"));
      words.skip("no", "inherit");
    } else {
      throw columns.refusal(column, "column definition", "an option of it is not understood");
    }
  }

  private static boolean skipKeyOptions(Words words) {
    if (words.skip("match")) {
      words.step();
      return true;
    }
    if (words.skip("on", "delete") || words.skip("on", "update")) {
      boolean action =
          words.skip("no", "action")
              || words.skip("set", "null")
              || words.skip("set", "default")
              || words.skipAny("restrict", "cascade");
      words.parentheses();
      return action;
    }
    if (words.skip("using", "index", "tablespace")) {
      words.step();
      return true;
    }
    if (words.skip("include") || words.skip("with")) {
      words.parentheses();
      return true;
    }
    return words.skip("not", "deferrable")
        || words.skip("not", "valid")
        || words.skip("initially", "deferred")
        || words.skip("initially", "immediate")
        || words.skip("deferrable");
  }

  private void reference(Words words, List<String> own, TableColumns columns) {
    RelationName target = nameOf(words);
    columns.checkReference(own, target, words.parentheses().map(this::names).orElse(List.of()));
  }

  private List<String> names(List<Token> tokens) {
    List<String> names = new ArrayList<>();
    for (List<Token> element : Words.elements(tokens)) {
      names.add(element.isEmpty() ? "" : element.get(0).value());
    }
    return names;
  }

  private void tableConstraint(Words words, TableColumns columns) {
    if (words.skip("constraint")) {
      words.step();
    }
    if (words.skip("unique") || words.skip("primary", "key")) {
      words.skip("nulls", "not", "distinct");
      words.skip("nulls", "distinct");
      for (String column : words.parentheses().map(this::names).orElse(List.of())) {
        columns.require(column, Ability.EQUALITY, "key");
      }
    } else if (words.skip("foreign", "key")) {
      List<String> own = words.parentheses().map(this::names).orElse(List.of());
      if (words.skip("references")) {
        reference(words, own, columns);
      }
    } else if (words.skip("exclude")) {
      exclude(words, columns);
    } else if (words.skip("check")) {
      words.parentheses().ifPresent(check -> columns.condition(check, "CHECK"));
    } else if (words.skip("not", "null")) {
      columns.checkNullTests(words.rest(), "NOT NULL");
    } else if (!words.next("like")) {
      throw Refusal.of("table constraint", "it is not understood");
    }
  }

  private void exclude(Words words, TableColumns columns) {
    if (words.skip("using")) {
      words.step();
    }
    for (List<Token> element : Words.elements(words.parentheses().orElse(List.of()))) {
      String column = element.isEmpty() ? "" : element.get(0).value();
      if (columns.isEncrypted(column)) {
        columns.require(column, Ability.EQUALITY, "EXCLUDE");
        if (element.size() != 3 || !element.get(2).value().equals("=")) {
          throw columns.refusal(column, "EXCLUDE", "only WITH = is supported");
        }
      } else {
        columns.checkNullTests(element, "EXCLUDE");
      }
    }
    if (words.find("where") && words.skip("where")) {
      words.parentheses().ifPresent(where -> columns.condition(where, "EXCLUDE"));
    }
  }

  private void partitionBy(Words words, TableColumns columns) {
    if (!words.find("partition") || !words.skip("partition", "by")) {
      return;
    }
    Ability ability = words.next("range") ? Ability.ORDER : Ability.EQUALITY;
    words.step();
    for (List<Token> element : Words.elements(words.parentheses().orElse(List.of()))) {
      String first = element.isEmpty() ? "" : element.get(0).value();
      if (columns.isEncrypted(first)) {
        columns.require(first, ability, "PARTITION BY");
      } else {
        columns.checkNullTests(element, "PARTITION BY");
      }
    }
  }

  /** Checks what follows TABLE in ALTER TABLE, or VIEW in ALTER VIEW. */
  void alter(Words words) {
    words.skip("if", "exists");
    boolean only = words.skip("only");
    int start = words.rest().isEmpty() ? 0 : words.rest().get(0).start();
    RelationName name = nameOf(words);
    TableColumns columns = TableColumns.of(context, name, pathChanged);
    columns.qualify(name, start);
    words.skip("*");
    List<List<Token>> actions = Words.elements(words.rest());
    // Whatever their order, the server drops columns first, and then adds those that are new.
    for (List<Token> action : actions) {
      Words dropped = new Words(action);
      if (isDropped(dropped) && dropped.atName()) {
        columns.drop(dropped.rest().get(0).value());
      }
    }
    for (List<Token> action : actions) {
      Words added = new Words(action);
      if (isAdded(added) && !isConstraint(added)) {
        declare(added, columns);
      }
    }
    for (List<Token> action : actions) {
      action(new Words(action), columns, new TypeChanges.Place(only, actions.size() == 1));
    }
  }

  /** Skips ADD COLUMN, if it stands there. */
  private static boolean isAdded(Words words) {
    if (!words.skip("add")) {
      return false;
    }
    words.skip("column");
    words.skip("if", "not", "exists");
    return true;
  }

  /** Skips DROP COLUMN, if it stands there. */
  private static boolean isDropped(Words words) {
    if (!words.skip("drop") || words.next("constraint")) {
      return false;
    }
    words.skip("column");
    words.skip("if", "exists");
    return true;
  }

  private void action(Words words, TableColumns columns, TypeChanges.Place place) {
    if (isAdded(words)) {
      element(words, columns);
    } else if (words.skip("alter")) {
      words.skip("column");
      alterColumn(words, columns, place);
    } else if (words.skip("attach", "partition")) {
      new PartitionBounds(context, columns).check(words.rest());
    } else if (!words.skipAny(
        "drop",
        "rename",
        "owner",
        "set",
        "reset",
        "enable",
        "disable",
        "force",
        "no",
        "replica",
        "cluster",
        "inherit",
        "validate",
        "detach",
        "not")) {
      throw Refusal.of("ALTER TABLE", "this form is not understood");
    }
  }

  private void alterColumn(Words words, TableColumns columns, TypeChanges.Place place) {
    if (words.skip("constraint") || !words.atName()) {
      return;
    }
    Token name = words.rest().get(0);
    String column = name.value();
    words.step();
    if (words.skip("set", "data", "type") || words.skip("type")) {
      type(words, name, columns, place);
    } else if (words.skip("set", "default")) {
      if (!columns.isEncrypted(column)) {
        columns.checkNullTests(words.rest(), "DEFAULT");
      } else if (!words.next("null") || words.rest().size() > 1) {
        columns.defaultValue(column, words.rest(), false);
      }
    } else if (words.next("add", "generated") && columns.isEncrypted(column)) {
      throw columns.refusal(column, "GENERATED", PLAINTEXT);
    } else {
      columns.checkNullTests(words.rest(), "ALTER COLUMN"); // SET EXPRESSION among others
    }
  }

  private void type(Words words, Token column, TableColumns columns, TypeChanges.Place place) {
    Optional<ColumnType.Encrypted> to = typeOf(new Words(words.rest()));
    if (to.isPresent()) {
      typeOf(words);
    }
    if (to.isPresent() || columns.isEncrypted(column.value())) {
      new TypeChanges(context).check(columns, column, to, words, place);
    } else {
      columns.checkNullTests(words.rest(), "USING");
    }
  }
}
