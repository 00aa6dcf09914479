package io.github.cofferjdbc.config;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every setting of Coffer: the one source of the URL parser, the data source's setters, {@code
 * getPropertyInfo} and {@code docs/settings.md}.
 *
 * <p>Immutable and thread safe.
 */
public enum Setting {
  CLUSTER(
      "cluster",
      Kind.TEXT,
      null,
      "ARN or name of the cluster; default: the only one in the key store."),
  DATABASE(
      "database",
      Kind.UUID,
      null,
      "Id of the database that the connection must reach; another, or none, is KE006."),
  KEY_STORE(
      "keyStore",
      Kind.TEXT,
      "file:${user.home}/.coffer",
      "Where wrapped keys are kept: file:PATH, or jdbc:postgresql://… on another server than the data."),
  KEY_STORE_INSECURE(
      "keyStoreInsecure",
      Kind.FLAG,
      "false",
      "Allows a jdbc: key store without TLS verify-full on another host than loopback."),
  KEY_STORE_USER("keyStoreUser", Kind.TEXT, null, "User of a jdbc: key store."),
  KEY_STORE_PASSWORD(
      "keyStorePassword", Kind.SECRET, null, "Password of a jdbc: key store; not in a URL."),
  MASTER_KEY(
      "masterKey",
      Kind.TEXT,
      null,
      "Master key: aws-kms:ARN, pkcs11:…, jce:… or local:PATH; default: the one that the key store names."),
  NEXT_MASTER_KEY(
      "nextMasterKey",
      Kind.TEXT,
      null,
      "Master key that the cluster is about to be moved to; taken beside masterKey, so that rotate master --to stops no application."),
  KMS_REGION(
      "kmsRegion", Kind.TEXT, null, "AWS region of the KMS key; default: the region in its ARN."),
  KMS_ENDPOINT(
      "kmsEndpoint",
      Kind.TEXT,
      null,
      "Endpoint of the key service instead of AWS's own; https unless loopback."),
  KMS_PROFILE(
      "kmsProfile", Kind.TEXT, null, "Profile of the AWS credentials and configuration files."),
  LOCAL_PASSWORD(
      "localPassword",
      Kind.SECRET,
      null,
      "Password of a local: master key; not in a URL; also COFFER_LOCAL_PASSWORD."),
  LOCAL_PASSWORD_FILE(
      "localPasswordFile",
      Kind.TEXT,
      null,
      "File whose first line is the password of a local: master key."),
  DATABASE_KEY_TTL(
      "databaseKeyTtl",
      Kind.DURATION,
      "PT1H",
      "How long unwrapped database keys are used before they are fetched again."),
  OUTAGE_GRACE(
      "outageGrace",
      Kind.DURATION,
      "PT4H",
      "How much longer they serve while the key service cannot be reached."),
  BLOCK_BYTES(
      "blockBytes",
      Kind.NUMBER,
      "1048576",
      "Bytes of plaintext under one data key; at most 67108864.",
      1,
      64L << 20),
  BLOCK_VALUES(
      "blockValues",
      Kind.NUMBER,
      "65536",
      "Values under one data key; at most 1048576.",
      1,
      1L << 20),
  POLICY(
      "policy",
      Kind.CHOICE,
      "catalog",
      "Whom Coffer believes about which columns are protected: catalog, or pinned.",
      List.of("catalog", "pinned")),
  CATALOG_TTL(
      "catalogTtl",
      Kind.DURATION,
      "PT30S",
      "How long the protected columns of a database are cached."),
  PADDING(
      "padding",
      Kind.CHOICE,
      "none",
      "Pads randomized text, bytea, json and jsonb: none, 16, 32, 64 (bytes) or padme.",
      List.of("none", "16", "32", "64", "padme")),
  LOOK_AHEAD(
      "lookAhead",
      Kind.FLAG,
      "true",
      "Reads long scans with a fetch size one fetch ahead, in a thread that opens their values besides."),
  AUDIT_LOG("auditLog", Kind.TEXT, null, "Where uses of keys are recorded: file:PATH."),
  ACCEPT_PLAIN_URLS(
      "acceptPlainUrls",
      Kind.FLAG,
      "false",
      "Also answers jdbc:postgresql: URLs when the driver's class is named.");

  /** The prefix of every setting's name. */
  public static final String PREFIX = "coffer.";

  /** What values a setting takes. */
  public enum Kind {
    TEXT,
    /** Like text, but never in a URL and never shown. */
    SECRET,
    /** {@code true} or {@code false}. */
    FLAG,
    /** A decimal number between the setting's minimum and maximum. */
    NUMBER,
    /** ISO 8601, such as {@code PT30S}. */
    DURATION,
    /** Canonical text of a UUID. */
    UUID,
    /** One of the setting's choices. */
    CHOICE
  }

  private final String key;
  private final Kind kind;
  private final @Nullable String defaultValue;
  private final String sentence;
  private final long minimum;
  private final long maximum;

  @SuppressWarnings("ImmutableEnumChecker") // only ever an unmodifiable list
  private final List<String> choices;

  Setting(String name, Kind kind, @Nullable String defaultValue, String sentence) {
    this(name, kind, defaultValue, sentence, 0, Long.MAX_VALUE, List.of());
  }

  Setting(
      String name,
      Kind kind,
      @Nullable String defaultValue,
      String sentence,
      long minimum,
      long maximum) {
    this(name, kind, defaultValue, sentence, minimum, maximum, List.of());
  }

  Setting(
      String name,
      Kind kind,
      @Nullable String defaultValue,
      String sentence,
      List<String> choices) {
    this(name, kind, defaultValue, sentence, 0, Long.MAX_VALUE, choices);
  }

  Setting(
      String name,
      Kind kind,
      @Nullable String defaultValue,
      String sentence,
      long minimum,
      long maximum,
      List<String> choices) {
    this.key = "coffer." + name;
    this.kind = kind;
    this.defaultValue = defaultValue;
    this.sentence = sentence;
    this.minimum = minimum;
    this.maximum = maximum;
    this.choices = choices;
  }

  /** Returns the setting with this full name, such as {@code coffer.keyStore}, or empty. */
  public static Optional<Setting> ofKey(String key) {
    for (Setting setting : values()) {
      if (setting.key.equals(key)) {
        return Optional.of(setting);
      }
    }
    return Optional.empty();
  }

  /** Returns the full name, such as {@code coffer.keyStore}. */
  public String key() {
    return key;
  }

  public Kind kind() {
    return kind;
  }

  /** Returns the default as it would be written, or empty if the setting is then absent. */
  public Optional<String> defaultValue() {
    return Optional.ofNullable(defaultValue);
  }

  /** Returns one sentence that says what the setting does. */
  public String sentence() {
    return sentence;
  }

  /** Returns the choices of a {@link Kind#CHOICE}; empty for other kinds. */
  public List<String> choices() {
    return choices;
  }

  /** Returns the smallest number of a {@link Kind#NUMBER}. */
  public long minimum() {
    return minimum;
  }

  /** Returns the greatest number of a {@link Kind#NUMBER}. */
  public long maximum() {
    return maximum;
  }

  /** Tells whether the value must never be shown, nor stand in a URL. */
  public boolean secret() {
    return kind == Kind.SECRET;
  }
}
