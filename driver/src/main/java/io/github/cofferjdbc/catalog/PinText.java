package io.github.cofferjdbc.catalog;

import io.github.cofferjdbc.catalog.Pin.PinnedColumn;
import io.github.cofferjdbc.catalog.Pin.PinnedDomain;
import io.github.cofferjdbc.catalog.Pin.PinnedRelation;
import io.github.cofferjdbc.catalog.Pin.PinnedRoutine;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.json.Json;
import io.github.cofferjdbc.json.MalformedJsonException;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A pin as the text that the key store's record holds: JSON, format 1.
 *
 * <pre>
 * format     1
 * version    number, from 1
 * created    instant, to the second
 * relations  list of {schema, name, kind, columns: list of [name, type]}
 * routines   list of {schema, name, arguments: list of type, results: list of [name, type], set}
 * domains    list of {schema, name, type}
 * </pre>
 *
 * <p>The text is authenticated by the record's MAC before it is read, so what it does not
 * understand is of a newer version, and refused. No state.
 */
public final class PinText {

  private static final int FORMAT = 1;

  private PinText() {}

  /** Returns the text of a pin. */
  public static String write(Pin pin) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("format", FORMAT);
    out.put("version", pin.version());
    out.put("created", pin.created().toString());
    out.put("relations", pin.relations().stream().map(PinText::relation).toList());
    out.put("routines", pin.routines().stream().map(PinText::routine).toList());
    out.put("domains", pin.domains().stream().map(PinText::domain).toList());
    return Json.write(out);
  }

  private static Map<String, @Nullable Object> relation(PinnedRelation relation) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("schema", relation.schema());
    out.put("name", relation.name());
    out.put("kind", String.valueOf(relation.kind()));
    out.put("columns", columns(relation.columns()));
    return out;
  }

  private static Map<String, @Nullable Object> routine(PinnedRoutine routine) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("schema", routine.schema());
    out.put("name", routine.name());
    out.put("arguments", routine.arguments());
    out.put("results", columns(routine.results()));
    out.put("set", routine.returnsSet());
    return out;
  }

  private static Map<String, @Nullable Object> domain(PinnedDomain domain) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("schema", domain.schema());
    out.put("name", domain.name());
    out.put("type", domain.type());
    return out;
  }

  private static List<List<String>> columns(List<PinnedColumn> columns) {
    return columns.stream().map(column -> List.of(column.name(), column.type())).toList();
  }

  /**
   * Returns the pin that the text holds.
   *
   * @throws SQLException KE006 if this version of Coffer does not understand it
   */
  public static Pin read(String text) throws SQLException {
    try {
      Map<?, ?> json = typed(Json.parse(text), Map.class);
      if (number(json, "format") != FORMAT) {
        throw new IllegalArgumentException("format");
      }
      List<PinnedRelation> relations = new ArrayList<>();
      for (Object each : member(json, "relations", List.class)) {
        relations.add(relation(typed(each, Map.class)));
      }
      List<PinnedRoutine> routines = new ArrayList<>();
      for (Object each : member(json, "routines", List.class)) {
        routines.add(routine(typed(each, Map.class)));
      }
      List<PinnedDomain> domains = new ArrayList<>();
      for (Object each : member(json, "domains", List.class)) {
        domains.add(domain(typed(each, Map.class)));
      }
      Instant created = Instant.parse(member(json, "created", String.class));
      return new Pin(number(json, "version"), created, relations, routines, domains);
    } catch (MalformedJsonException
        | IllegalArgumentException
        | ArithmeticException
        | DateTimeException e) {
      throw CofferState.NOT_TRUSTWORTHY.exception(
          "The pin in the key store is not one that this version of Coffer understands: update"
              + " Coffer, or run coffer pin.",
          e);
    }
  }

  private static PinnedRelation relation(Map<?, ?> json) {
    String kind = member(json, "kind", String.class);
    if (kind.length() != 1) {
      throw new IllegalArgumentException("kind");
    }
    return new PinnedRelation(
        member(json, "schema", String.class),
        member(json, "name", String.class),
        kind.charAt(0),
        readColumns(member(json, "columns", List.class)));
  }

  private static PinnedRoutine routine(Map<?, ?> json) {
    List<String> arguments = new ArrayList<>();
    for (Object type : member(json, "arguments", List.class)) {
      arguments.add(typed(type, String.class));
    }
    return new PinnedRoutine(
        member(json, "schema", String.class),
        member(json, "name", String.class),
        arguments,
        readColumns(member(json, "results", List.class)),
        member(json, "set", Boolean.class));
  }

  private static PinnedDomain domain(Map<?, ?> json) {
    return new PinnedDomain(
        member(json, "schema", String.class),
        member(json, "name", String.class),
        member(json, "type", String.class));
  }

  private static List<PinnedColumn> readColumns(List<?> json) {
    List<PinnedColumn> columns = new ArrayList<>();
    for (Object each : json) {
      List<?> pair = typed(each, List.class);
      if (pair.size() != 2) {
        throw new IllegalArgumentException("column");
      }
      columns.add(
          new PinnedColumn(typed(pair.get(0), String.class), typed(pair.get(1), String.class)));
    }
    return columns;
  }

  private static int number(Map<?, ?> json, String name) {
    return member(json, name, BigDecimal.class).intValueExact();
  }

  private static <T> T member(Map<?, ?> json, String name, Class<T> type) {
    return typed(json.get(name), type);
  }

  private static <T> T typed(@Nullable Object value, Class<T> type) {
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(type.getSimpleName());
    }
    return type.cast(value);
  }
}
