package io.github.cofferjdbc.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.KeyGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * SoftHSM tokens of this JVM's tests, in a folder of their own. A test that asks for them is
 * skipped, with the reason, where SoftHSM is not installed (Debian: {@code softhsm2}).
 *
 * <p>SoftHSM reads the path of its configuration from the environment of the process ({@code
 * SOFTHSM2_CONF}, set by the build) when its library is first used, so all tokens are made before
 * that. Thread safe.
 */
public final class SoftHsm {

  /** The label of a token with a key of each kind. */
  public static final String TOKEN = "coffer";

  /** The label of another token, which holds a key named {@link #KEY} as well. */
  public static final String OTHER_TOKEN = "Coffer, büro";

  /** The label of two tokens. */
  public static final String TWIN_TOKEN = "twin";

  /** An AES-256 key as it should be. */
  public static final String KEY = "kek1";

  /** Another one. */
  public static final String SECOND_KEY = "kek 2; neu?";

  /** A key that can be read. */
  public static final String EXTRACTABLE_KEY = "not-sensitive";

  /** A key that cannot be read but can leave the token wrapped. */
  public static final String WRAPPABLE_KEY = "extractable";

  /** A key of 128 bits. */
  public static final String SHORT_KEY = "short";

  /** A triple DES key. */
  public static final String DES_KEY = "des";

  private static final String PIN = "87654321";
  private static final List<Path> LIBRARIES =
      List.of(
          Path.of("/usr/lib/softhsm/libsofthsm2.so"),
          Path.of("/usr/lib64/softhsm/libsofthsm2.so"),
          Path.of("/usr/lib64/pkcs11/libsofthsm2.so"),
          Path.of("/usr/local/lib/softhsm/libsofthsm2.so"),
          Path.of("/opt/homebrew/lib/softhsm/libsofthsm2.so"));
  private static final AtomicInteger PROVIDERS = new AtomicInteger();

  private static @Nullable SoftHsm shared;
  private static @Nullable String missing;

  private final Path library;
  private final Path folder;
  private final Map<String, Long> slots = new TreeMap<>();

  private SoftHsm(Path library, Path folder) {
    this.library = library;
    this.folder = folder;
  }

  /** Returns the tokens, and makes them if this is the first call; skips the test if it cannot. */
  public static synchronized SoftHsm shared() {
    if (shared == null && missing == null) {
      try {
        shared = make();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
    return shared == null ? Assumptions.abort(String.valueOf(missing)) : shared;
  }

  private static @Nullable SoftHsm make() throws IOException, GeneralSecurityException {
    String configuration = System.getenv("SOFTHSM2_CONF");
    Path library = LIBRARIES.stream().filter(Files::isRegularFile).findFirst().orElse(null);
    if (library == null) {
      missing = "SoftHSM is not installed (Debian: apt-get install softhsm2)";
      return null;
    }
    if (configuration == null) {
      missing = "SOFTHSM2_CONF is not in the environment; run the tests with Maven";
      return null;
    }
    Path folder = Files.createTempDirectory("coffer-softhsm");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
    Path tokens = Files.createDirectory(folder.resolve("tokens"));
    Files.createDirectories(Path.of(configuration).toAbsolutePath().getParent());
    Files.writeString(
        Path.of(configuration),
        "directories.tokendir = "
            + tokens
            + "\nobjectstore.backend = file\nlog.level = ERROR\nslots.removable = false\n");
    SoftHsm hsm = new SoftHsm(library, folder);
    for (String label : List.of(TOKEN, OTHER_TOKEN, TWIN_TOKEN, TWIN_TOKEN)) {
      hsm.makeToken(label);
    }
    hsm.makeKey(TOKEN, KEY, "AES", 256, true, false);
    hsm.makeKey(TOKEN, SECOND_KEY, "AES", 256, true, false);
    hsm.makeKey(TOKEN, EXTRACTABLE_KEY, "AES", 256, false, true);
    hsm.makeKey(TOKEN, WRAPPABLE_KEY, "AES", 256, true, true);
    hsm.makeKey(TOKEN, SHORT_KEY, "AES", 128, true, false);
    hsm.makeKey(TOKEN, DES_KEY, "DESede", 168, true, false);
    hsm.makeKey(OTHER_TOKEN, KEY, "AES", 256, true, false);
    return hsm;
  }

  /** Returns the PKCS#11 library. */
  public Path library() {
    return library;
  }

  /** Returns a file whose first line is the PIN of every token. */
  public Path pinFile() {
    return pinFile(PIN);
  }

  /** Returns a file with a PIN, right or not. */
  public synchronized Path pinFile(String pin) {
    try {
      Path file = folder.resolve("pin-" + Integer.toHexString(pin.hashCode()));
      return Files.exists(file) ? file : Files.writeString(file, pin + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the value of {@code coffer.masterKey} for a key of {@link #TOKEN}. */
  public String masterKey(String object) {
    return masterKey(TOKEN, object);
  }

  /** Returns the value of {@code coffer.masterKey} for a key of a token, by their labels. */
  public String masterKey(String token, String object) {
    return "pkcs11:token=" + encoded(token) + ";object=" + encoded(object) + query();
  }

  /** Returns the part of the URI that says how the token is reached. */
  public String query() {
    return "?module-path=" + library + "&pin-source=file:" + pinFile();
  }

  /** Returns the number of the slot that a token is in. */
  public long slot(String token) {
    Long slot = slots.get(token);
    if (slot == null) {
      throw new IllegalArgumentException(token);
    }
    return slot;
  }

  /** Returns the text percent-encoded as RFC 7512 wants it. */
  public static String encoded(String text) {
    StringBuilder out = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      out.append(c < 0x80 && Character.isLetterOrDigit(c) ? c + "" : String.format("%%%02x", b));
    }
    return out.toString();
  }

  private void makeToken(String label) throws IOException {
    String said =
        run(
            "softhsm2-util",
            "--init-token",
            "--free",
            "--label",
            label,
            "--so-pin",
            "12345678",
            "--pin",
            PIN);
    Matcher slot = Pattern.compile("slot (\\d+)").matcher(said);
    if (!slot.find()) {
      throw new IOException("softhsm2-util did not tell the slot: " + said);
    }
    slots.put(label, Long.parseLong(slot.group(1)));
  }

  private void makeKey(
      String token,
      String label,
      String algorithm,
      int bits,
      boolean sensitive,
      boolean extractable)
      throws IOException, GeneralSecurityException {
    Provider provider =
        Security.getProvider("SunPKCS11")
            .configure(
                String.join(
                    "\n",
                    "--name = Test" + PROVIDERS.incrementAndGet(),
                    "library = " + library,
                    "slot = " + slot(token),
                    "attributes(generate, CKO_SECRET_KEY, *) = {",
                    "CKA_SENSITIVE = " + sensitive,
                    "CKA_EXTRACTABLE = " + extractable,
                    "CKA_ENCRYPT = true",
                    "CKA_DECRYPT = true",
                    "}",
                    ""));
    KeyStore keys = KeyStore.getInstance("PKCS11", provider);
    keys.load(null, PIN.toCharArray());
    KeyGenerator generator = KeyGenerator.getInstance(algorithm, provider);
    generator.init(bits);
    keys.setEntry(label, new KeyStore.SecretKeyEntry(generator.generateKey()), null);
    ((AuthProvider) provider).logout();
  }

  private static String run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(command[0] + " failed: " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return said;
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      System.err.println("The tests' SoftHSM tokens remain in " + folder);
    }
  }
}
