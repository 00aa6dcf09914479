package io.github.cofferjdbc.keys.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.json.Json;
import io.github.cofferjdbc.keys.spi.EnvelopeMasterKey;
import io.github.cofferjdbc.keys.spi.GeneratedKey;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import io.github.cofferjdbc.keys.spi.MasterKeyProvider;
import io.github.cofferjdbc.keys.spi.MasterKeyRequest;
import io.github.cofferjdbc.keys.spi.MasterKeyRequest.Purpose;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalProviderTest {

  private static final Map<String, String> CONTEXT =
      Map.of("aws:redshift:arn", "arn:x", "aws:redshift:createtime", "20150206T1832Z");
  private static final int FEW = 100_000;

  @TempDir private Path folder;

  private EnvelopeMasterKey open(Purpose purpose, String password) throws SQLException {
    return open(purpose, Settings.defaults().with(Setting.LOCAL_PASSWORD, password));
  }

  private EnvelopeMasterKey open(Purpose purpose, Settings settings) throws SQLException {
    return (EnvelopeMasterKey)
        new LocalProvider(name -> "", FEW)
            .open(new MasterKeyRequest("local:" + file(), settings, purpose));
  }

  private Path file() {
    return folder.resolve("keys").resolve("master.json");
  }

  private static void assertState(String sqlState, ThrowingCallable code) {
    assertThatThrownBy(code)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).as("%s", e).isEqualTo(sqlState));
  }

  @Test
  void isFoundByTheServiceLoader() {
    assertThat(ServiceLoader.load(MasterKeyProvider.class))
        .anySatisfy(provider -> assertThat(provider.scheme()).isEqualTo("local"));
  }

  @Test
  void unwrapsWhatItWrappedAfterBeingOpenedAgain() throws SQLException {
    GeneratedKey generated;
    String identity;
    try (EnvelopeMasterKey key = open(Purpose.NEW_CLUSTER, "geheim ü")) {
      generated = key.generateClusterKey(CONTEXT);
      identity = key.identity();
    }
    try (EnvelopeMasterKey key = open(Purpose.USE, "geheim ü")) {
      assertThat(key.identity()).isEqualTo(identity);
      assertThat(key.reference()).isEqualTo("local:" + file());
      assertThat(key.unwrapClusterKey(generated.wrapped(), CONTEXT))
          .isEqualTo(generated.plaintext())
          .hasSize(32);
      Map<String, String> other =
          Map.of("aws:redshift:arn", "arn:y", "aws:redshift:createtime", "20150206T1832Z");
      assertState("KE006", () -> key.unwrapClusterKey(generated.wrapped(), other));
    }
  }

  /** Files that Java 17 and 25 wrote, and a cluster key (of 32 bytes 0x2a) wrapped by each. */
  @ParameterizedTest
  @CsvSource({
    "java-17, 89ad572e1bb979890ea2e9a7b1ee0f0a6666281f29255e63705558ec93e4102a97341d238ecc179c93025949d8435aeaddcdeab35ce6f10d2396a7eb",
    "java-25, 205ef2416b66d5fa2a3616869c11718643d43b23846f9d46b07e25a16d642253c3e49038173f92ec380c93caebae29f4604816401459f482cd429804"
  })
  void opensFilesOfOtherVersionsOfJava(String name, String wrapped) throws Exception {
    Files.createDirectories(file().getParent());
    try (InputStream json = LocalProviderTest.class.getResourceAsStream(name + ".json")) {
      Files.copy(Objects.requireNonNull(json), file());
    }
    try (EnvelopeMasterKey key = open(Purpose.USE, "only for tests ü")) {
      assertThat(key.unwrapClusterKey(HexFormat.of().parseHex(wrapped), CONTEXT))
          .hasSize(32)
          .containsOnly(0x2a);
    }
    assertState("KE008", () -> open(Purpose.USE, "only for tests u"));
  }

  @Test
  void makesAFileOnlyForANewClusterAndNeverReplacesOne() throws Exception {
    assertState("KE009", () -> open(Purpose.USE, "a"));
    assertThat(file()).doesNotExist();
    open(Purpose.NEW_CLUSTER, "a").close();
    String made = Files.readString(file());
    open(Purpose.NEW_CLUSTER, "a").close();
    assertThat(Files.readString(file())).isEqualTo(made);
    try (Stream<Path> files = Files.list(file().getParent())) {
      assertThat(files).containsExactly(file());
    }
  }

  @Test
  void tellsAMissingFileAsAnOutageToKeysInMemory() {
    assertThatThrownBy(() -> open(Purpose.USE, "a"))
        .isInstanceOfSatisfying(SQLException.class, e -> assertThat(KeyFailure.outage(e)).isTrue());
  }

  @Test
  void givesTheFileToItsOwnerOnly() throws Exception {
    assumeTrue(
        folder.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "the file system has no POSIX modes");
    open(Purpose.NEW_CLUSTER, "a").close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void refusesAWrongPassword() throws SQLException {
    open(Purpose.NEW_CLUSTER, "right").close();
    assertState("KE008", () -> open(Purpose.USE, "wrong"));
  }

  @Test
  void asksForAPassword() {
    assertState("KE009", () -> open(Purpose.NEW_CLUSTER, Settings.defaults()));
    assertThat(file()).doesNotExist();
  }

  @Test
  void takesThePasswordFromAFileOrTheEnvironment() throws Exception {
    open(Purpose.NEW_CLUSTER, "right").close();
    Path password = Files.writeString(folder.resolve("password"), "right\nsecond line\n");
    Settings byFile = Settings.defaults().with(Setting.LOCAL_PASSWORD_FILE, password.toString());
    open(Purpose.USE, byFile).close();
    new LocalProvider(name -> name.equals("COFFER_LOCAL_PASSWORD") ? "right" : "", FEW)
        .open(new MasterKeyRequest("local:" + file(), Settings.defaults(), Purpose.USE))
        .close();
    Files.delete(password);
    assertState("KE009", () -> open(Purpose.USE, byFile));
  }

  @Test
  void refusesACorruptFile() throws Exception {
    open(Purpose.NEW_CLUSTER, "a").close();
    String made = Files.readString(file());
    Files.writeString(file(), made.substring(0, made.length() / 2));
    assertState("KE006", () -> open(Purpose.USE, "a"));
    Files.writeString(file(), made.replace("\"format\": 1", "\"format\": 2"));
    assertState("KE006", () -> open(Purpose.USE, "a"));
    Files.writeString(file(), made.replace("\"format\"", "\"x\": 1, \"format\""));
    assertState("KE006", () -> open(Purpose.USE, "a"));
    Files.writeString(file(), "");
    assertState("KE006", () -> open(Purpose.USE, "a"));
    Files.delete(file());
    Files.createDirectory(file());
    assertState("KE006", () -> open(Purpose.USE, "a"));
  }

  @Test
  void writesWhatOpensslReads() throws Exception {
    open(Purpose.NEW_CLUSTER, "a").close();
    Map<?, ?> json = (Map<?, ?>) Objects.requireNonNull(Json.parse(Files.readString(file())));
    Path der = folder.resolve("key.der");
    Files.write(der, Base64.getDecoder().decode((String) json.get("key")));
    Process openssl;
    try {
      openssl =
          new ProcessBuilder("openssl", "asn1parse", "-inform", "DER", "-in", der.toString())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      assumeTrue(false, "openssl is not installed");
      return;
    }
    String told = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(openssl.waitFor()).isZero();
    assertThat(told).contains(":PBES2", ":PBKDF2", ":hmacWithSHA256", ":aes-256-cbc", ":0186A0");
  }

  @Test
  void takesSixHundredThousandIterations() {
    assertThat(PasswordEncryption.ITERATIONS).isEqualTo(600_000);
  }

  @Test
  void showsNoSecret() throws SQLException {
    try (EnvelopeMasterKey key = open(Purpose.NEW_CLUSTER, "a")) {
      assertThat(key.toString()).contains("<hidden>");
      assertThat(key.generateClusterKey(CONTEXT).toString()).contains("<hidden>");
    }
  }
}
