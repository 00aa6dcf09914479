package io.github.cofferjdbc.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the columns of views that may hold ciphertext although the server calls them {@code bytea}:
 * an expression such as CASE or COALESCE over an encrypted column loses the domain unless the casts
 * are written that Coffer writes.
 *
 * <p>Only views that use an encrypted column are looked at, and in them only columns of {@code
 * bytea} or {@code bytea[]}. One that is nothing but a column of a table is the table's own and
 * plain; what else it may be is not decided here, so it counts as lost. The view's stored query is
 * read for that (the node {@code TARGETENTRY} in PostgreSQL's {@code primnodes.h}).
 */
final class LostColumns {

  private static final Set<Integer> BYTEA = Set.of(17, 1001);

  private static final Pattern ENTRY =
      Pattern.compile(
          ":resno (\\d+) :resname (?:\\\\.|[^ \\\\])* :ressortgroupref \\d+"
              + " :resorigtbl (\\d+) :resorigcol (-?\\d+) ");

  private record Place(int relation, int column) {}

  private LostColumns() {}

  /** Returns the relations, with the lost columns of those views that the rows tell of marked. */
  static Map<Integer, Relation> mark(Map<Integer, Relation> relations, List<CatalogRow> rows) {
    Map<Place, Place> origins = new HashMap<>();
    Set<Place> lost = new HashSet<>();
    for (CatalogRow row : rows) {
      Relation view = row.tag().equals("v") ? relations.get(row.oid()) : null;
      if (view != null) {
        Map<Integer, Place> own = origins(row.first());
        for (Column column : view.columns()) {
          if (isBytea(column)) {
            Place place = new Place(view.oid(), column.number());
            Place origin = own.get(column.number());
            if (origin == null || origin.relation() == 0) {
              lost.add(place);
            } else {
              origins.put(place, origin);
            }
          }
        }
      }
    }
    boolean more = !lost.isEmpty();
    while (more) {
      more = false;
      for (Map.Entry<Place, Place> entry : origins.entrySet()) {
        more |= lost.contains(entry.getValue()) && lost.add(entry.getKey());
      }
    }
    Map<Integer, Relation> marked = new HashMap<>(relations);
    for (Place place : lost) {
      marked.computeIfPresent(place.relation(), (oid, one) -> with(one, place));
    }
    return marked;
  }

  private static boolean isBytea(Column column) {
    return column.type() instanceof ColumnType.Plain plain && BYTEA.contains(plain.oid());
  }

  private static Relation with(Relation view, Place lost) {
    List<Column> columns = new ArrayList<>(view.columns());
    columns.replaceAll(
        column ->
            column.number() == lost.column() && column.type() instanceof ColumnType.Plain plain
                ? new Column(
                    column.number(),
                    column.name(),
                    new ColumnType.Lost(plain.oid(), plain.name()),
                    column.generated())
                : column);
    return new Relation(
        view.oid(), view.schema(), view.name(), view.kind(), columns, view.partitionKey());
  }

  /** Returns where each output column of a stored query comes from; relation 0 if from nowhere. */
  private static Map<Integer, Place> origins(String storedQuery) {
    Map<Integer, Place> origins = new HashMap<>();
    Matcher entries = ENTRY.matcher(ownNodes(storedQuery));
    while (entries.find()) {
      origins.put(
          Integer.parseInt(entries.group(1)),
          new Place(
              Integer.parseUnsignedInt(entries.group(2)), Integer.parseInt(entries.group(3))));
    }
    return origins;
  }

  /** Returns the fields of the nodes right below the query, without those of their own nodes. */
  private static String ownNodes(String storedQuery) {
    StringBuilder own = new StringBuilder();
    int depth = 0;
    for (int i = 0; i < storedQuery.length(); i++) {
      char c = storedQuery.charAt(i);
      if (c == '{') {
        depth++;
      } else if (c == '}') {
        depth--;
      } else if (depth == 2) {
        own.append(c);
      }
      if (c == '\\') {
        i++;
        if (depth == 2 && i < storedQuery.length()) {
          own.append(storedQuery.charAt(i));
        }
      }
    }
    return own.toString();
  }
}
