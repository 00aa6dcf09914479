package io.github.cofferjdbc.admin.bulk;

import io.github.cofferjdbc.admin.ConnectionSource;
import io.github.cofferjdbc.admin.DatabaseIds;
import io.github.cofferjdbc.admin.Pinning;
import io.github.cofferjdbc.admin.Rotate;
import io.github.cofferjdbc.admin.ScopeRegistration;
import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.keys.store.KeyStore;
import io.github.cofferjdbc.testing.KillPoints;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;

/** The commands that {@link CutOffByKillIT} kills, and the process in which each is run. */
enum KillableCommand {
  ROTATE_MASTER {
    @Override
    void run(ConnectionSource source, KeyStore store, Settings settings, String to)
        throws SQLException {
      Rotate.master(store, settings.with(Setting.MASTER_KEY, null), Optional.of(to));
    }
  },
  ROTATE_CLUSTER {
    @Override
    void run(ConnectionSource source, KeyStore store, Settings settings, String unused)
        throws SQLException {
      Rotate.cluster(store, settings);
    }
  },
  ROTATE_DATABASE {
    @Override
    void run(ConnectionSource source, KeyStore store, Settings settings, String unused)
        throws SQLException {
      Rotate.database(store, settings, id(source));
    }
  },
  ROTATE_INDEX {
    @Override
    void run(ConnectionSource source, KeyStore store, Settings settings, String unused)
        throws SQLException {
      Rotate.index(store, settings, id(source));
    }
  },
  TYPE {
    @Override
    void run(ConnectionSource source, KeyStore store, Settings settings, String domain)
        throws SQLException {
      try (Connection connection = source.open()) {
        ScopeRegistration.run(connection, store, settings, domain, null);
      }
    }
  },
  RESEAL {
    @Override
    void run(ConnectionSource source, KeyStore store, Settings settings, String unused)
        throws SQLException {
      Reseal.run(source, settings, ResealRequest.of(Optional.empty(), 1), Progress.NONE);
    }
  },
  ENCRYPT {
    @Override
    void run(ConnectionSource source, KeyStore store, Settings settings, String column)
        throws SQLException {
      ColumnMigration.run(
          source,
          settings,
          MigrationRequest.encrypt(ObjectName.parse(column), "encrypted.text_eq", 1),
          Progress.NONE);
    }
  },
  DECRYPT {
    @Override
    void run(ConnectionSource source, KeyStore store, Settings settings, String column)
        throws SQLException {
      ColumnMigration.run(
          source, settings, MigrationRequest.decrypt(ObjectName.parse(column), 1), Progress.NONE);
    }
  },
  DECRYPT_BY_RENAMING {
    @Override
    void run(ConnectionSource source, KeyStore store, Settings settings, String column)
        throws SQLException {
      ColumnMigration.run(
          source,
          settings,
          MigrationRequest.decrypt(ObjectName.parse(column), 1)
              .with(MigrationRequest.SwapMode.RENAME),
          Progress.NONE);
    }
  },
  PIN {
    @Override
    void run(ConnectionSource source, KeyStore store, Settings settings, String unused)
        throws SQLException {
      try (Connection connection = source.open()) {
        Pinning.run(connection, store, settings, false);
      }
    }
  },
  DESTROY_KEY {
    @Override
    void run(ConnectionSource source, KeyStore store, Settings settings, String keyId)
        throws SQLException {
      DestroyKey.unneeded(source, store, settings, id(source), keyId, LATER);
    }
  },
  SHRED_KEY {
    @Override
    void run(ConnectionSource source, KeyStore store, Settings settings, String keyId)
        throws SQLException {
      shred(Optional.of(source), store, settings, id(source), keyId);
    }
  },
  SHRED_INDEX_KEY {
    @Override
    void run(ConnectionSource source, KeyStore store, Settings settings, String keyId)
        throws SQLException {
      shred(Optional.of(source), store, settings, id(source), keyId);
    }
  },
  SHRED_DATABASE {
    @Override
    void run(ConnectionSource source, KeyStore store, Settings settings, String id)
        throws SQLException {
      shred(Optional.empty(), store, settings, UUID.fromString(id), id);
    }
  };

  private static final Clock LATER = Clock.offset(Clock.systemUTC(), Duration.ofHours(6));

  abstract void run(ConnectionSource source, KeyStore store, Settings settings, String argument)
      throws SQLException;

  private static void shred(
      Optional<ConnectionSource> source, KeyStore store, Settings settings, UUID id, String what)
      throws SQLException {
    String name = DestroyKey.nameOf(store, settings, id, what);
    DestroyKey.shred(source, store, settings, id, what, name);
  }

  private static UUID id(ConnectionSource source) throws SQLException {
    try (Connection connection = source.open()) {
      return DatabaseIds.of(connection);
    }
  }

  /** Returns the arguments for {@link #main}. */
  List<String> arguments(
      Path settings, String url, String user, String password, String argument, int fatal) {
    return List.of(
        settings.toString(), url, user, password, name(), argument, Integer.toString(fatal));
  }

  /** Runs the command and halts at the given point. */
  public static void main(String[] arguments) throws Exception {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(arguments[0]))) {
      properties.load(reader);
    }
    Map<String, String> map = new HashMap<>();
    properties.stringPropertyNames().forEach(key -> map.put(key, properties.getProperty(key)));
    Settings settings = Settings.of(map);
    KillPoints points = new KillPoints(Integer.parseInt(arguments[6]));
    ConnectionSource source =
        points.counted(() -> DriverManager.getConnection(arguments[1], arguments[2], arguments[3]));
    try (KeyStore store = points.store(settings)) {
      valueOf(arguments[4]).run(source, store, settings, arguments[5]);
    }
    points.reached("end");
  }
}
