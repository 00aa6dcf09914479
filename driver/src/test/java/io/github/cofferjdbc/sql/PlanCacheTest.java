package io.github.cofferjdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.catalog.CatalogView;
import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.catalog.Relation;
import io.github.cofferjdbc.catalog.RelationName;
import io.github.cofferjdbc.catalog.Routine;
import io.github.cofferjdbc.sql.plan.Analysis;
import io.github.cofferjdbc.sql.syntax.Reading;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanCacheTest {

  private static final String TEXT = "SELECT ssn FROM patient WHERE ssn = ?";

  private final CountingCatalog catalog = new CountingCatalog(1, GoldenCatalog.read());

  /** A state of the golden catalog that counts how often it is asked. */
  private static class CountingCatalog implements CatalogView {

    private final long version;
    private final CatalogView golden;
    private final AtomicInteger asked = new AtomicInteger();

    CountingCatalog(long version, CatalogView golden) {
      this.version = version;
      this.golden = golden;
    }

    /** Returns how often it was asked since this was called last. */
    int asked() {
      return asked.getAndSet(0);
    }

    @Override
    public long version() {
      return version;
    }

    @Override
    public boolean installed() {
      return golden.installed();
    }

    @Override
    public boolean mentions(String name) {
      asked.incrementAndGet();
      return golden.mentions(name);
    }

    @Override
    public Lookup relation(RelationName name) {
      return golden.relation(name);
    }

    @Override
    public Optional<ColumnType.Encrypted> encryptedType(RelationName name) {
      return golden.encryptedType(name);
    }

    @Override
    public List<Routine> routines(RelationName name) {
      return golden.routines(name);
    }

    @Override
    public Set<Relation> protectedRelations() {
      return golden.protectedRelations();
    }
  }

  /** What the catalog of a search path that begins with another schema says of {@code patient}. */
  private CountingCatalog whereThePathBeginsWithApp(long version) {
    return new CountingCatalog(version, catalog) {
      @Override
      public Lookup relation(RelationName name) {
        return super.relation(name.schema() == null ? new RelationName("app", name.name()) : name);
      }
    };
  }

  private static boolean passes(Analysis analysis) {
    return analysis instanceof Analysis.Accepted accepted && accepted.plan().passthrough();
  }

  @Test
  void analysesATextOnceForEachStateOfTheCatalog() {
    PlanCache cache = new PlanCache();

    Analysis first = cache.analyse(TEXT, Reading.JDBC, catalog);

    assertThat(catalog.asked()).isPositive();
    assertThat(cache.analyse(TEXT, Reading.JDBC, catalog)).isSameAs(first);
    assertThat(catalog.asked()).isZero();
  }

  @Test
  void servesConnectionsThatSeeTheSameStateTogether() {
    PlanCache cache = new PlanCache();
    CountingCatalog ofAnother = new CountingCatalog(1, GoldenCatalog.read());

    Analysis first = cache.analyse(TEXT, Reading.JDBC, catalog);

    assertThat(cache.analyse(TEXT, Reading.JDBC, ofAnother)).isSameAs(first);
    assertThat(ofAnother.asked()).isZero();
  }

  @Test
  void analysesATextAnewOnceANameMeansAnotherTable() {
    PlanCache cache = new PlanCache();
    String text = "SELECT title FROM patient";

    Analysis before = cache.analyse(text, Reading.JDBC, catalog);
    Analysis after = cache.analyse(text, Reading.JDBC, whereThePathBeginsWithApp(2));

    assertThat(before).as("no such column").isInstanceOf(Analysis.Refused.class);
    assertThat(passes(after)).isTrue();
    assertThat(cache.analyse(text, Reading.JDBC, catalog)).isSameAs(before);
  }

  @Test
  void keepsTheReadingsOfATextApart() {
    PlanCache cache = new PlanCache();

    Analysis prepared = cache.analyse(TEXT, Reading.JDBC, catalog);

    assertThat(prepared).isInstanceOf(Analysis.Accepted.class);
    assertThat(cache.analyse(TEXT, Reading.NATIVE, catalog))
        .as("? is an operator")
        .isInstanceOf(Analysis.Refused.class);
    assertThat(cache.analyse(TEXT, Reading.JDBC, catalog)).isSameAs(prepared);
  }

  @Test
  void keepsTextsApartThatDifferInAConstantOrABlank() {
    PlanCache cache = new PlanCache();

    Analysis one = cache.analyse("SELECT 1 FROM patient WHERE ssn = 'a'", Reading.JDBC, catalog);
    Analysis other = cache.analyse("SELECT 1 FROM patient WHERE ssn = 'b'", Reading.JDBC, catalog);

    assertThat(other).isNotEqualTo(one);
    cache.analyse("SELECT  1 FROM patient WHERE ssn = 'a'", Reading.JDBC, catalog);
    assertThat(cache.count()).isEqualTo(3);
  }

  @Test
  void keepsRefusals() {
    PlanCache cache = new PlanCache();
    String text = "SELECT upper(ssn) FROM patient";

    Analysis refused = cache.analyse(text, Reading.JDBC, catalog);

    assertThat(refused).isInstanceOf(Analysis.Refused.class);
    assertThat(cache.analyse(text, Reading.JDBC, catalog)).isSameAs(refused);
  }

  @Test
  void keepsNothingForWhichTheCatalogHasToBeLoadedFirst() {
    PlanCache cache = new PlanCache();
    String text = "SELECT ssn FROM patient, later";

    assertThat(cache.analyse(text, Reading.JDBC, catalog)).isInstanceOf(Analysis.Needs.class);

    assertThat(cache.count()).isZero();
    CountingCatalog loaded =
        new CountingCatalog(1, catalog) {
          @Override
          public Lookup relation(RelationName name) {
            return name.name().equals("later") ? new Lookup.Absent() : super.relation(name);
          }
        };
    assertThat(cache.analyse(text, Reading.JDBC, loaded)).isNotInstanceOf(Analysis.Needs.class);
  }

  @Test
  void keepsNoTextLongerThanItsBound() {
    PlanCache cache = new PlanCache(10, TEXT.length());

    Analysis first = cache.analyse(TEXT + " ", Reading.JDBC, catalog);

    assertThat(cache.count()).isZero();
    assertThat(cache.analyse(TEXT + " ", Reading.JDBC, catalog))
        .isNotSameAs(first)
        .isEqualTo(first);
    cache.analyse(TEXT, Reading.JDBC, catalog);
    assertThat(cache.count()).isOne();
  }

  @Test
  void holdsNoMorePlansThanItsBound() {
    PlanCache cache = new PlanCache(10, 1_000);

    IntStream.range(0, 500)
        .forEach(i -> cache.analyse("SELECT " + i + " FROM patient", Reading.JDBC, catalog));

    assertThat(cache.count()).isBetween(1L, 10L);
  }

  @Test
  void longTextsCountForSeveral() {
    PlanCache cache = new PlanCache(10, 10_000);
    String padding = " ".repeat(512 * 4);

    IntStream.range(0, 100)
        .forEach(i -> cache.analyse("SELECT " + i + padding, Reading.JDBC, catalog));

    assertThat(cache.count()).isBetween(1L, 2L);
  }
}
