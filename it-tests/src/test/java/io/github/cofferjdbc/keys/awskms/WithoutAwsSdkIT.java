package io.github.cofferjdbc.keys.awskms;

import static io.github.cofferjdbc.testing.KeyFailures.misconfigured;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.keys.MasterKeyPreparation;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The AWS SDK is an optional dependency. */
class WithoutAwsSdkIT {

  /** Runs inside a class loader that does not see the SDK. */
  public static final class Inside {
    private Inside() {}

    /** Begins a connection's preparation; returns what its thread died of, or null. */
    public static @Nullable Throwable prepare() throws Exception {
      AtomicReference<Throwable> died = new AtomicReference<>();
      Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
      Thread.setDefaultUncaughtExceptionHandler((thread, cause) -> died.set(cause));
      try {
        MasterKeyPreparation.begin(
            Settings.of(Map.of(Setting.MASTER_KEY.key(), "aws-kms:alias/none")));
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
          if (thread.getName().equals(MasterKeyPreparation.THREAD)) {
            thread.join();
          }
        }
      } finally {
        Thread.setDefaultUncaughtExceptionHandler(before);
      }
      return died.get();
    }

    /** Opens a key; called by reflection. */
    public static void open() throws SQLException {
      KmsKeys.open(
          "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
          Settings.defaults(),
          io.github.cofferjdbc.keys.spi.MasterKeyRequest.Purpose.USE);
    }
  }

  /** Remembers which classes of the SDK were looked for, in vain. */
  private static final class Loader extends URLClassLoader {
    private final Set<String> missed = ConcurrentHashMap.newKeySet();

    Loader(URL[] rest) {
      super(rest, ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith("software.amazon.awssdk.")) {
        missed.add(name);
      }
      return super.findClass(name);
    }
  }

  @Test
  void preparingAConnectionFailsWithoutAWord() throws Exception {
    try (Loader loader = withoutSdk()) {
      Method prepare = loader.loadClass(Inside.class.getName()).getMethod("prepare");

      assertThat(prepare.invoke(null)).isNull();
      assertThat(loader.missed).as("the preparation began").isNotEmpty();
    }
  }

  @Test
  void tellsWhichLibrariesAreMissing() throws Exception {
    try (Loader loader = withoutSdk()) {
      Method open = loader.loadClass(Inside.class.getName()).getMethod("open");

      assertThat(misconfigured(() -> invoke(open))).contains("software.amazon.awssdk:kms");
    }
  }

  private static Loader withoutSdk() throws MalformedURLException {
    List<URL> rest = new ArrayList<>();
    for (String entry :
        System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator), -1)) {
      if (!entry.contains("awssdk")) {
        rest.add(new File(entry).toURI().toURL());
      }
    }
    return new Loader(rest.toArray(URL[]::new));
  }

  private static void invoke(Method method) throws Throwable {
    try {
      method.invoke(null);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
