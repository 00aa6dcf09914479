package io.github.cofferjdbc.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.envelope.Mode;
import io.github.cofferjdbc.value.BaseType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PinnedViewTest {
  private static final ColumnType.Encrypted SSN =
      type(BaseType.TEXT, Mode.EQ, 0, "encrypted", "text_eq");
  private static final ColumnType.Encrypted NOTE =
      type(BaseType.TEXT, Mode.RANDOM, 0, "encrypted", "text_random");
  private static final ColumnType.Encrypted PRICE =
      type(BaseType.NUMERIC, Mode.EQ, 1, "public", "price");
  private static final ColumnType TEXT = new ColumnType.Plain(25, "text");
  private static final ColumnType INT8 = new ColumnType.Plain(20, "int8");

  private static final Relation PATIENT =
      table("public", "patient", column("id", INT8), column("ssn", SSN), column("city", TEXT));
  private static final Routine FIND =
      new Routine(
          900,
          "public",
          "find",
          List.of(SSN),
          List.of(new Column(1, "find", INT8)),
          false,
          Routine.Calling.BY_POSITION);

  private static final Pin PIN =
      Pin.of(
          1,
          Instant.parse("2026-01-02T03:04:05Z"),
          List.of(PATIENT),
          List.of(FIND),
          List.of(SSN, NOTE, PRICE));

  private final Server server = new Server();
  private final PinnedView view = PinnedView.of(server, PIN);

  @Test
  void answersWhatIsAsItWasPinned() {
    assertThat(view.relation(name(null, "patient"))).isEqualTo(found(PATIENT));
    assertThat(view.encryptedType(name("public", "price"))).contains(PRICE);
    assertThat(view.routines(name(null, "find"))).containsExactly(FIND);
  }

  @Test
  void leavesOtherNamesToTheServer() {
    Relation city = table("public", "city", column("name", TEXT));
    server.relations.put(name(null, "city"), found(city));
    assertThat(view.relation(name(null, "city"))).isEqualTo(found(city));
    assertThat(view.relation(name(null, "unheard"))).isEqualTo(new CatalogView.Lookup.Unknown());
    assertThat(view.mentions("city")).isFalse();
  }

  @Test
  void mentionsPinnedNamesThatTheServerNoLongerCallsProtected() {
    server.mentioned = Set.of();
    assertThat(List.of("patient", "find", "price", "text_eq")).allMatch(view::mentions);
  }

  @Test
  void takesColumnsAddedBehindAndOtherPlainTypes() {
    Relation wider =
        table(
            "public",
            "patient",
            column("id", TEXT),
            column("ssn", SSN),
            column("city", TEXT),
            column("extra", NOTE));
    server.relations.put(name(null, "patient"), found(wider));
    assertThat(view.relation(name(null, "patient"))).isEqualTo(found(wider));
  }

  @Test
  void refusesEveryOtherChangeOfATable() {
    refuses(
        table("public", "patient", column("id", INT8), column("ssn", TEXT), column("city", TEXT)),
        "another type in column ssn");
    refuses(
        table("public", "patient", column("id", INT8), column("ssn", NOTE), column("city", TEXT)),
        "another type in column ssn");
    refuses(
        table("public", "patient", column("id", INT8), column("city", TEXT), column("ssn", SSN)),
        "has column city where ssn was");
    refuses(table("public", "patient", column("id", INT8)), "has lost column ssn");
    refuses(
        table("public", "patient", column("id", INT8), column("ssn", SSN), column("city", NOTE)),
        "another type in column city");
    refuses(
        new Relation(5, "public", "patient", 'v', PATIENT.columns()), "another kind of relation");
  }

  @Test
  void refusesAnotherObjectOfAPinnedNameAndNone() {
    refuses(table("pg_temp_3", "patient", column("id", INT8)), "which is not pinned");
    refuses(new Relation(5, "early", "patient", 'r', PATIENT.columns()), "which is not pinned");
    server.relations.put(name(null, "patient"), new CatalogView.Lookup.Absent());
    assertThatThrownBy(() -> view.relation(name(null, "patient")))
        .isInstanceOf(PinViolation.class)
        .hasMessageContaining("is not there");
  }

  @Test
  void refusesAnAddedAndAMissingRoutineOfAPinnedName() {
    Routine overload =
        new Routine(
            901,
            "public",
            "find",
            List.of(NOTE),
            FIND.results(),
            false,
            Routine.Calling.BY_POSITION);
    server.routines = List.of(FIND, overload);
    assertThatThrownBy(() -> view.routines(name(null, "find"))).isInstanceOf(PinViolation.class);
    server.routines = List.of();
    assertThatThrownBy(() -> view.routines(name(null, "find"))).isInstanceOf(PinViolation.class);
    server.routines = List.of(overload);
    assertThat(view.routines(name(null, "other"))).isEmpty();
  }

  @Test
  void refusesEverythingOnceADomainIsGoneOrChanged() {
    for (ColumnType.@Nullable Encrypted now :
        Arrays.<ColumnType.@Nullable Encrypted>asList(
            null, type(BaseType.NUMERIC, Mode.EQ, 2, "public", "price"))) {
      Server other = new Server();
      other.types.remove(name("public", "price"));
      if (now != null) {
        other.types.put(name("public", "price"), now);
      }
      PinnedView changed = PinnedView.of(other, PIN);
      assertThatThrownBy(() -> changed.relation(name(null, "patient")))
          .isInstanceOf(PinViolation.class)
          .hasMessageContaining("price");
    }
  }

  @Test
  void refusesAPinnedTypeNameThatMeansAnotherType() {
    server.types.remove(name(null, "price"));
    assertThatThrownBy(() -> view.encryptedType(name(null, "price")))
        .isInstanceOf(PinViolation.class);
  }

  @Test
  void keepsTheVersionWhileServerAndPinAreTheSame() {
    assertThat(PinnedView.of(server, PIN).version()).isEqualTo(view.version());
    assertThat(view.version()).isNotEqualTo(server.version());
    Pin later = Pin.of(2, PIN.created(), List.of(), List.of(), List.of());
    assertThat(PinnedView.of(server, later).version()).isNotEqualTo(view.version());
  }

  @Test
  void comesBackFromItsText() throws Exception {
    assertThat(PinText.read(PinText.write(PIN))).isEqualTo(PIN);
  }

  @Test
  void refusesATextOfALaterFormat() {
    String later = PinText.write(PIN).replace("\"format\":1", "\"format\":2");
    assertThat(later).isNotEqualTo(PinText.write(PIN));
    assertThatThrownBy(() -> PinText.read(later))
        .hasMessageContaining("update Coffer")
        .extracting("SQLState")
        .isEqualTo("KE006");
  }

  @Test
  void tellsWhatHasChanged() {
    Relation visit = table("public", "visit", column("note", NOTE));
    Pin now = Pin.of(2, PIN.created(), List.of(visit), List.of(FIND), List.of(SSN, NOTE, PRICE));
    assertThat(PIN.changesTo(now))
        .containsExactly("gone: \"public\".\"patient\"", "new: \"public\".\"visit\"");
    assertThat(PIN.changesTo(PIN)).isEmpty();
    assertThat(PIN.sameObjects(now)).isFalse();
  }

  private void refuses(Relation now, String difference) {
    server.relations.put(name(null, "patient"), found(now));
    assertThatThrownBy(() -> view.relation(name(null, "patient")))
        .isInstanceOf(PinViolation.class)
        .hasMessageContaining(difference)
        .hasMessageContaining("coffer pin");
  }

  private static RelationName name(@Nullable String schema, String name) {
    return new RelationName(schema, name);
  }

  private static CatalogView.Lookup found(Relation relation) {
    return new CatalogView.Lookup.Found(relation);
  }

  private static Column column(String name, ColumnType type) {
    return new Column(1, name, type);
  }

  private static Relation table(String schema, String name, Column... columns) {
    List<Column> numbered = new ArrayList<>();
    for (Column column : columns) {
      numbered.add(new Column(numbered.size() + 1, column.name(), column.type()));
    }
    return new Relation(5, schema, name, 'r', numbered);
  }

  private static ColumnType.Encrypted type(
      BaseType base, Mode mode, int scope, String schema, String name) {
    return new ColumnType.Encrypted(
        new EncryptedType(base, mode, scope), new DomainName(77, schema, name), null, false);
  }

  /** A server that says what a test has it say. */
  private static final class Server implements CatalogView {
    private final Map<RelationName, Lookup> relations = new HashMap<>();
    private final Map<RelationName, ColumnType.Encrypted> types = new HashMap<>();
    private List<Routine> routines = List.of(FIND);
    private Set<String> mentioned = Set.of("patient", "find", "price");

    Server() {
      relations.put(name(null, "patient"), found(PATIENT));
      types.put(name("encrypted", "text_eq"), SSN);
      types.put(name("encrypted", "text_random"), NOTE);
      types.put(name("public", "price"), PRICE);
      types.put(name(null, "price"), PRICE);
    }

    @Override
    public long version() {
      return -7;
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
      return relations.getOrDefault(name, new Lookup.Unknown());
    }

    @Override
    public Optional<ColumnType.Encrypted> encryptedType(RelationName name) {
      return Optional.ofNullable(types.get(name));
    }

    @Override
    public List<Routine> routines(RelationName name) {
      return routines.stream().filter(each -> each.name().equals(name.name())).toList();
    }

    @Override
    public Set<Relation> protectedRelations() {
      return Set.of(PATIENT);
    }
  }
}
