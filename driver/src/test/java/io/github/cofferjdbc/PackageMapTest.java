package io.github.cofferjdbc;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Holds the code against the package map of ARCHITECTURE.md. */
class PackageMapTest {

  private static final String ROOT = "io.github.cofferjdbc";

  /** Imports go from a lower number to a higher one; packages of one number are strangers. */
  private static final Map<String, Integer> FLOORS =
      Map.ofEntries(
          Map.entry("", 0),
          Map.entry("cli", 1),
          Map.entry("admin", 2),
          Map.entry("jdbc", 3),
          Map.entry("forward", 4),
          Map.entry("sql", 4),
          Map.entry("field", 5),
          Map.entry("catalog", 6),
          Map.entry("keys", 7),
          Map.entry("envelope", 8),
          Map.entry("value", 9),
          Map.entry("copy", 9),
          Map.entry("crypto", 10),
          Map.entry("audit", 10),
          Map.entry("config", 11),
          Map.entry("observe", 11),
          Map.entry("cache", 12),
          Map.entry("files", 12),
          Map.entry("json", 12),
          Map.entry("error", 12));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void importsGoDownThePackageMap() {
    TreeSet<String> wrong = new TreeSet<>();
    for (JavaClass each : CLASSES) {
      for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (target.getPackageName().startsWith(ROOT) && !mayImport(each, target)) {
          wrong.add(each.getName() + " imports " + target.getName());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static boolean mayImport(JavaClass from, JavaClass to) {
    String fromPackage = area(from);
    String toPackage = area(to);
    return fromPackage.equals(toPackage) || floor(fromPackage) < floor(toPackage);
  }

  private static int floor(String area) {
    return Objects.requireNonNull(FLOORS.get(area), "the package " + area + " is not on the map");
  }

  /** Returns the first part of the package below the root, empty for the root itself. */
  private static String area(JavaClass type) {
    String rest = type.getPackageName().substring(ROOT.length());
    return rest.isEmpty() ? "" : rest.substring(1).split("\\.", 2)[0];
  }

  @Test
  void cryptographyStaysInCryptoAndKeys() {
    noClasses()
        .that(resideInAPackage(ROOT + ".."))
        .and(not(resideInAnyPackage(ROOT + ".crypto..", ROOT + ".keys..")))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("javax.crypto..")
        .check(CLASSES);
  }

  @Test
  void theAwsSdkStaysInItsProvider() {
    noClasses()
        .that(not(resideInAPackage(ROOT + ".keys.awskms..")))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("software.amazon..")
        .check(CLASSES);
  }

  @Test
  void thePicocliLibraryStaysInTheCommandLine() {
    noClasses()
        .that(not(resideInAPackage(ROOT + ".cli..")))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(CLASSES);
  }

  @Test
  void theInternalTypesOfPgjdbcStayWhereJdbcIsWrapped() {
    noClasses()
        .that(not(resideInAnyPackage(ROOT + ".jdbc..", ROOT + ".forward..", ROOT + ".catalog..")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.postgresql.core..", "org.postgresql.jdbc..")
        .check(CLASSES);
  }

  @Test
  void providersOfMasterKeysAreStrangersToOneAnother() {
    List<String> providers = List.of("local", "awskms", "pkcs11", "jce");
    for (String provider : providers) {
      noClasses()
          .that(resideInAPackage(ROOT + ".keys." + provider + ".."))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  providers.stream()
                      .filter(other -> !other.equals(provider))
                      .map(other -> ROOT + ".keys." + other + "..")
                      .toArray(String[]::new)))
          .allowEmptyShould(true)
          .check(CLASSES);
    }
  }

  @Test
  void providersOfMasterKeysNeedTypesOfTheJdkOnly() {
    classes()
        .that(resideInAPackage(ROOT + ".keys.spi.."))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "java..",
                "org.jspecify..",
                ROOT + ".keys.spi..",
                ROOT + ".config..",
                ROOT + ".error.."))
        .check(CLASSES);
  }
}
