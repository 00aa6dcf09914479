package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.cofferjdbc.CofferXADataSource;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.sql.XAConnection;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Branches of distributed transactions that write protected columns. */
class XAConnectionIT {

  private static ProtectedDatabase database;
  private XAConnection xa;
  private XAResource resource;
  private Connection handle;

  /** A branch's name, as a transaction manager makes it. */
  private record Branch(String name) implements Xid {

    @Override
    public int getFormatId() {
      return 7;
    }

    @Override
    public byte[] getGlobalTransactionId() {
      return name.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] getBranchQualifier() {
      return new byte[] {1};
    }

    boolean names(Xid other) {
      return other.getFormatId() == getFormatId()
          && Arrays.equals(other.getGlobalTransactionId(), getGlobalTransactionId())
          && Arrays.equals(other.getBranchQualifier(), getBranchQualifier());
    }
  }

  @BeforeAll
  static void open() throws Exception {
    database =
        ProtectedDatabase.with("CREATE TABLE patient (id int PRIMARY KEY, ssn encrypted.text_eq)");
    try (Connection plain = database.plain();
        Statement statement = plain.createStatement();
        ResultSet shown = statement.executeQuery("SHOW max_prepared_transactions")) {
      shown.next();
      assumeTrue(shown.getInt(1) > 0, "the server has max_prepared_transactions = 0");
    }
  }

  @AfterAll
  static void close() throws Exception {
    database.close();
  }

  @BeforeEach
  void connect() throws Exception {
    database.database().execute("TRUNCATE patient");
    xa = source().getXAConnection();
    resource = xa.getXAResource();
    handle = xa.getConnection();
  }

  private static CofferXADataSource source() throws SQLException {
    CofferXADataSource source = new CofferXADataSource();
    source.setUrl(database.database().cofferUrl());
    source.setUser(database.database().user());
    source.setPassword(database.database().password());
    database.given(source);
    return source;
  }

  @AfterEach
  void disconnect() throws Exception {
    xa.close();
    XAConnection cleaner = source().getXAConnection();
    for (Xid left : cleaner.getXAResource().recover(XAResource.TMSTARTRSCAN)) {
      cleaner.getXAResource().rollback(left);
    }
    cleaner.close();
  }

  private void insert(int id, String ssn) throws SQLException {
    try (PreparedStatement insert = handle.prepareStatement("INSERT INTO patient VALUES (?, ?)")) {
      insert.setInt(1, id);
      insert.setString(2, ssn);
      insert.executeUpdate();
    }
  }

  private static List<String> committed() throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection other = database.coffer();
        Statement select = other.createStatement();
        ResultSet rows = select.executeQuery("SELECT ssn FROM patient ORDER BY id")) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  @Test
  void aBranchThatIsCommittedDuringAScanEndsBehindTheFetchAhead() throws Exception {
    database
        .database()
        .execute("INSERT INTO patient (id) SELECT id FROM generate_series(1, 7000) id");
    handle.setAutoCommit(false); // else nothing is read ahead
    for (int i = 0; i < 20; i++) {
      Branch branch = new Branch("scan " + i);
      resource.start(branch, XAResource.TMNOFLAGS);
      int read = 0;
      String state = "";
      try (Statement statement = handle.createStatement()) {
        statement.setFetchSize(500);
        try (ResultSet rows = statement.executeQuery("SELECT id, ssn FROM patient ORDER BY id")) {
          while (rows.next()) {
            read++;
            rows.getString(2);
            if (read == 5_501) { // the fetch of 6,001 begins
              resource.end(branch, XAResource.TMSUCCESS);
              resource.commit(branch, true);
            }
          }
        } catch (SQLException e) {
          state = e.getSQLState();
        }
      }
      assertThat(read + " " + state).isEqualTo("6500 34000");
    }
  }

  @Test
  void aBranchIsCommittedInOnePhase() throws Exception {
    Branch branch = new Branch("one phase");
    resource.start(branch, XAResource.TMNOFLAGS);
    insert(1, "one");
    assertThat(committed()).isEmpty();
    resource.end(branch, XAResource.TMSUCCESS);
    resource.commit(branch, true);
    assertThat(committed()).containsExactly("one");
  }

  @Test
  void aBranchIsCommittedInTwoPhases() throws Exception {
    Branch branch = new Branch("two phases");
    resource.start(branch, XAResource.TMNOFLAGS);
    insert(1, "one");
    insert(2, "two");
    try (PreparedStatement update =
        handle.prepareStatement("UPDATE patient SET ssn = ? WHERE ssn = ?")) {
      update.setString(1, "three");
      update.setString(2, "two");
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
    resource.end(branch, XAResource.TMSUCCESS);
    assertThat(resource.prepare(branch)).isEqualTo(XAResource.XA_OK);
    assertThat(committed()).isEmpty();
    resource.commit(branch, false);
    assertThat(committed()).containsExactly("one", "three");
  }

  @Test
  void aBranchIsRolledBackBeforeAndAfterItIsPrepared() throws Exception {
    Branch early = new Branch("early");
    resource.start(early, XAResource.TMNOFLAGS);
    insert(1, "undone");
    resource.end(early, XAResource.TMFAIL);
    resource.rollback(early);

    Branch late = new Branch("late");
    resource.start(late, XAResource.TMNOFLAGS);
    insert(1, "undone");
    resource.end(late, XAResource.TMSUCCESS);
    resource.prepare(late);
    resource.rollback(late);
    assertThat(committed()).isEmpty();

    insert(1, "outside a branch");
    assertThat(committed()).containsExactly("outside a branch");
  }

  @Test
  void anotherConnectionRecoversAPreparedBranch() throws Exception {
    Branch branch = new Branch("recovered");
    resource.start(branch, XAResource.TMNOFLAGS);
    insert(1, "one");
    resource.end(branch, XAResource.TMSUCCESS);
    resource.prepare(branch);
    xa.close();

    XAConnection other = source().getXAConnection();
    try {
      XAResource recovery = other.getXAResource();
      assertThat(recovery.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN))
          .hasSize(1)
          .allMatch(branch::names);
      recovery.commit(branch, false);
      assertThat(recovery.recover(XAResource.TMSTARTRSCAN)).isEmpty();
    } finally {
      other.close();
    }
    assertThat(committed()).containsExactly("one");
  }

  @Test
  void theApplicationCannotEndABranchItself() throws Exception {
    Branch branch = new Branch("guarded");
    resource.start(branch, XAResource.TMNOFLAGS);
    insert(1, "one");
    for (ThrowingCallable ending :
        List.<ThrowingCallable>of(
            handle::commit, handle::rollback, () -> handle.setAutoCommit(true))) {
      assertThatThrownBy(ending).hasFieldOrPropertyWithValue("SQLState", "55000");
    }
    resource.end(branch, XAResource.TMSUCCESS);
    resource.commit(branch, true);
    assertThat(committed()).containsExactly("one");
  }

  @Test
  void theProtocolIsPgjdbcs() throws Exception {
    Branch branch = new Branch("protocol");
    assertThatThrownBy(() -> resource.end(branch, XAResource.TMSUCCESS))
        .isInstanceOfSatisfying(
            XAException.class, e -> assertThat(e.errorCode).isEqualTo(XAException.XAER_PROTO));
    assertThatThrownBy(() -> resource.commit(branch, false)).isInstanceOf(XAException.class);
    XAConnection other = source().getXAConnection();
    assertThat(resource.isSameRM(resource)).isTrue();
    assertThat(resource.isSameRM(other.getXAResource())).isFalse();
    assertThat(xa.getXAResource()).isSameAs(resource);
    other.close();
  }

  @Test
  void aTableOfAnUndoneBranchIsForgotten() throws Exception {
    for (boolean prepared : List.of(false, true)) {
      Branch branch = new Branch("ddl " + prepared);
      resource.start(branch, XAResource.TMNOFLAGS);
      try (Statement statement = handle.createStatement()) {
        statement.execute("CREATE TABLE undone (ssn encrypted.text_eq)");
        statement.execute("INSERT INTO undone VALUES ('x')");
      }
      resource.end(branch, XAResource.TMSUCCESS);
      if (prepared) {
        resource.prepare(branch);
      }
      resource.rollback(branch);
      try (Statement statement = handle.createStatement()) {
        assertThatThrownBy(() -> statement.execute("SELECT * FROM undone"))
            .hasFieldOrPropertyWithValue("SQLState", "42P01");
        statement.execute("CREATE TABLE undone (ssn text)");
        statement.execute("INSERT INTO undone VALUES ('plain')");
        try (ResultSet rows =
            statement.executeQuery("SELECT ssn FROM undone WHERE ssn = 'plain'")) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getString(1)).isEqualTo("plain");
        }
        statement.execute("DROP TABLE undone");
      }
    }
  }

  @Test
  void aTableOfAPreparedBranchIsProtectedOnceItIsCommitted() throws Exception {
    Branch branch = new Branch("ddl kept");
    resource.start(branch, XAResource.TMNOFLAGS);
    try (Statement statement = handle.createStatement()) {
      statement.execute("CREATE TABLE kept (ssn encrypted.text_eq)");
    }
    resource.end(branch, XAResource.TMSUCCESS);
    resource.prepare(branch);
    try (Statement statement = handle.createStatement()) {
      assertThatThrownBy(() -> statement.execute("SELECT * FROM kept"))
          .hasFieldOrPropertyWithValue("SQLState", "42P01");
      resource.commit(branch, false);
      statement.execute("INSERT INTO kept VALUES ('secret')");
      try (ResultSet rows = statement.executeQuery("SELECT ssn FROM kept WHERE ssn = 'secret'")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString(1)).isEqualTo("secret");
      }
      statement.execute("DROP TABLE kept");
    }
  }

  @Test
  void statementsEndWithTheirHandleAndTheBranchDoesNot() throws Exception {
    Branch branch = new Branch("handles");
    resource.start(branch, XAResource.TMNOFLAGS);
    insert(1, "one");
    Statement left = handle.createStatement();
    handle.close();
    assertThat(left.isClosed()).isTrue();
    handle = xa.getConnection();
    insert(2, "two");
    resource.end(branch, XAResource.TMSUCCESS);
    resource.prepare(branch);
    resource.commit(branch, false);
    assertThat(committed()).containsExactly("one", "two");
  }
}
