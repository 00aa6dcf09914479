package io.github.cofferjdbc.keys.store;

import io.github.cofferjdbc.keys.spi.KeyFailure;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the records of clusters and changes them by compare-and-set.
 *
 * <p>A store does not read records: authenticity, format and roll-back are checked by those who
 * read the text. Clusters are named by their ARN. Failures are those of {@link KeyFailure}: OUTAGE
 * unreachable, GONE where the place that the setting names does not exist, DENIED where the user
 * has no right to it, UNUSABLE where what is there is not a record. Thread safe, also between
 * processes.
 */
public interface KeyStore extends AutoCloseable {

  /**
   * Returns the canonical name of the place, without secrets: two settings that reach one store
   * give one name. Roll-backs are noticed per place and cluster.
   */
  String place();

  /** Returns the ARNs of all clusters, sorted; empty if the place does not exist yet. */
  List<String> clusters() throws SQLException;

  /**
   * Returns the newest record of the cluster, or empty if there is none (also where the place does
   * not exist yet).
   */
  Optional<StoredRecord> load(String clusterArn) throws SQLException;

  /**
   * Stores the record if the stored revision is still the one expected, and makes it durable before
   * it returns true. Makes the place if it does not exist.
   *
   * @param expectedRevision 0 if there must be no record yet; the record's own revision is one more
   * @return false if another revision is stored; nothing was changed then
   * @throws SQLException if it is not known whether the record was stored; the caller loads again
   */
  boolean compareAndSet(String clusterArn, long expectedRevision, StoredRecord record)
      throws SQLException;

  /**
   * Lets a role of the store's server read the records, as an application does.
   *
   * @throws SQLException MISCONFIGURED if the store is not kept on a server with roles, or has no
   *     such role; DENIED if the user may not grant it
   */
  default void grantRead(String role) throws SQLException {
    throw KeyFailure.MISCONFIGURED.exception(
        "Only a jdbc: key store has roles to grant rights to; for "
            + place()
            + " give the files to the application's user instead.");
  }

  /**
   * Tells whether the store is kept on the server that this JDBC URL names, where whoever takes the
   * data takes the wrapped keys with it.
   */
  default boolean onServerOf(String dataUrl) {
    return false;
  }

  /** Releases what the store holds open. */
  @Override
  void close();
}
