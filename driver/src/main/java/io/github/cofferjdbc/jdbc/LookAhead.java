package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.field.FieldCipher;
import io.github.cofferjdbc.value.SessionTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Tuple;

/**
 * The rows of a long scan with a fetch size, of which one fetch is read ahead, so that a second
 * processor opens the values that the program is about to ask for, and that the server works while
 * the program does. Opening is more than half of the client's work in a scan, and while pgjdbc
 * waits for the next fetch nobody would do it.
 *
 * <p>Looking ahead begins only after {@value #PATIENCE} rows, and opens only the columns that the
 * program has been reading. The program sees each row, NULL, position and error where it would
 * without: what was not opened ahead, or did not open, is opened when it is asked for. Two things
 * differ: up to two fetches are in memory, and a later row's error on the server, though it is
 * thrown at its row, has ended the transaction a fetch sooner. So no fetch is made ahead once
 * another statement of the connection was executed during the scan.
 *
 * <p>Forward only and read only. Not thread safe.
 */
final class LookAhead {

  /** The name of the threads that fetch rows and open values. */
  static final String THREAD = "coffer-look-ahead";

  /** Shorter fetches are made by the reader: another thread would cost more than it saves. */
  private static final int WORTH_A_THREAD = 128;

  private static final int PATIENCE = 4096;

  /** Only after shorter fetches the next one is made ahead, in bytes of values. */
  private static final long MOST_BYTES = 8L << 20;

  /** How many rows are looked at in one go if all that are left are in memory. */
  private static final int UNFETCHED = 1024;

  /** The columns of a result, of which some are opened ahead. */
  interface Columns {
    /**
     * Returns which columns were opened in most of the last rows, and counts anew.
     *
     * @param rows how many there were
     */
    List<FetchedRows.Column> wanted(long rows) throws SQLException;

    /**
     * Reads from these rows from now on.
     *
     * @param row stands on the current row
     * @param ahead knows what was opened of it
     */
    void readFrom(ResultSet row, LookAhead ahead);
  }

  /** What may lock rows, which a fetch made ahead would lock too early. */
  private static final Pattern LOCKING = Pattern.compile("\\bfor\\b", Pattern.CASE_INSENSITIVE);

  private final Session session;
  private final ResultSet rows;
  private final boolean locks;
  private final Columns columns;
  private final int columnCount;
  private final int fetchSize;

  /** What {@link Session#statements} was when the scan began. */
  private final long statements;

  private boolean possible = true;

  /** The rows that pgjdbc handed out before looking ahead, then those before the current ones. */
  private long rowsBefore;

  private @Nullable FetchedRows current;
  private @Nullable PendingFetch following;
  private int at;
  private final Tuple tuple;
  private @Nullable ResultSet row;

  private LookAhead(Session session, ResultSet rows, Columns columns, boolean locks)
      throws SQLException {
    this.session = session;
    this.rows = rows;
    this.locks = locks;
    this.columns = columns;
    this.columnCount = rows.getMetaData().getColumnCount();
    this.fetchSize = rows.getFetchSize();
    this.statements = session.statements();
    this.tuple = new Tuple(columnCount);
  }

  /**
   * Returns what reads these rows ahead when there are many, or null if nothing may.
   *
   * @param planned the text that returned them, or null if it is not known
   */
  static @Nullable LookAhead in(
      ResultSet rows, @Nullable Cells cells, Session session, @Nullable Planned planned)
      throws SQLException {
    return cells instanceof Columns columns
            && rows.getFetchSize() > 0
            && session.looksAhead()
            && rows.getType() == ResultSet.TYPE_FORWARD_ONLY
            && rows.getConcurrency() == ResultSet.CONCUR_READ_ONLY
            && Pgjdbc.fetchedEvenly(rows)
        ? new LookAhead(
            session, rows, columns, planned == null || LOCKING.matcher(planned.text()).find())
        : null;
  }

  /** Moves to the next row, as {@link ResultSet#next} does. */
  boolean next() throws SQLException {
    FetchedRows read = current;
    if (read == null) {
      if (!begins()) {
        boolean more = rows.next();
        rowsBefore += more ? 1 : 0;
        return more;
      }
      read = new FetchedRows();
      current = read;
    }
    if (rows.isClosed()) {
      return rows.next(); // complains
    }
    if (at + 1 >= read.size() && !read.last()) {
      read = advance(read);
    } else {
      at++;
    }
    if (at >= read.size()) {
      at = read.size();
      return false;
    }
    read.read(at);
    Tuple values = read.row(at);
    for (int i = 0; i < columnCount; i++) {
      tuple.set(i, values.get(i));
    }
    return true;
  }

  /** Tells whether looking ahead begins here, where the next row is the first of a fetch. */
  private boolean begins() throws SQLException {
    if (!possible || rowsBefore < PATIENCE || rowsBefore % fetchSize != 0) {
      return false;
    }
    possible = rows.getFetchSize() == fetchSize && Pgjdbc.fetchedEvenly(rows);
    if (!possible || columns.wanted(rowsBefore).isEmpty()) {
      return false;
    }
    ResultSet like = Pgjdbc.rowLike(rows, tuple);
    possible = like != null;
    if (like != null) {
      row = like;
      columns.readFrom(like, this);
    }
    return possible;
  }

  /** Goes on to the rows of the next fetch, and makes the one behind it. */
  private FetchedRows advance(FetchedRows read) throws SQLException {
    if (read.error() != null) {
      throw read.error();
    }
    List<FetchedRows.Column> wanted = columns.wanted(Math.max(1, read.size()));
    PendingFetch next = following == null ? PendingFetch.made(fetching(wanted)) : following;
    following = next;
    FetchedRows fetched = next.rows();
    SQLException error = fetched.error();
    if (error != null && fetched.size() == 0) {
      throw error;
    }
    rowsBefore += read.size();
    at = 0;
    current = fetched;
    following = mayFetch(fetched) ? ahead(fetching(wanted)) : null;
    return fetched;
  }

  private boolean mayFetch(FetchedRows before) {
    return !locks
        && !before.last()
        && before.error() == null
        && before.bytes() <= MOST_BYTES
        && session.statements() == statements;
  }

  private PendingFetch ahead(Callable<FetchedRows> fetch) {
    return fetchSize < WORTH_A_THREAD ? PendingFetch.made(fetch) : session.begin(fetch);
  }

  private Callable<FetchedRows> fetching(List<FetchedRows.Column> wanted) throws SQLException {
    int size = rows.getFetchSize() == 0 ? UNFETCHED : rows.getFetchSize();
    FieldCipher cipher = wanted.isEmpty() ? null : session.aheadCipher();
    return () -> {
      FetchedRows fetched = fetched(size);
      if (cipher != null) {
        fetched.wanted(wanted, cipher);
      }
      return fetched;
    };
  }

  private FetchedRows fetched(int size) {
    FetchedRows fetched = new FetchedRows();
    try {
      while (fetched.size() < size && !fetched.last()) {
        if (rows.next()) {
          fetched.add(values());
        } else {
          fetched.end();
        }
      }
    } catch (SQLException e) {
      fetched.fail(e);
    }
    return fetched;
  }

  private Tuple values() throws SQLException {
    Tuple values = new Tuple(columnCount);
    for (int i = 0; i < columnCount; i++) {
      values.set(i, rows.getBytes(i + 1));
    }
    return values;
  }

  private boolean onRow() throws SQLException {
    FetchedRows read = current;
    return read != null && at < read.size() && !rows.isClosed();
  }

  /** Returns what stands on the current row: pgjdbc's own rows while they do, and at the end. */
  ResultSet row() throws SQLException {
    ResultSet ahead = row;
    return ahead != null && onRow() ? ahead : rows;
  }

  /**
   * Returns a value of the current row that was opened ahead, or null if it was not.
   *
   * @param column counts from 0
   */
  byte @Nullable [] opened(int column, SessionTime time) {
    FetchedRows read = current;
    return read == null || at >= read.size() ? null : read.opened(at, column, time);
  }

  /** Returns the current row's number as {@link ResultSet#getRow} does. */
  int getRow() throws SQLException {
    return onRow() ? (int) (rowsBefore + at + 1) : rows.getRow();
  }

  /** Tells what {@link ResultSet#isLast} does; may ask the server. */
  boolean isLast() throws SQLException {
    FetchedRows read = current;
    if (read == null || !onRow()) {
      return rows.isLast();
    }
    if (at + 1 < read.size()) {
      return false;
    }
    PendingFetch next = following;
    if (read.last() || next == null) {
      return read.last() || rows.isLast();
    }
    FetchedRows behind = next.rows();
    SQLException error = behind.error();
    if (error != null && behind.size() == 0) {
      throw error;
    }
    return behind.size() == 0;
  }

  /** Waits until no other thread touches the result set. */
  void settle() {
    PendingFetch next = following;
    if (next != null) {
      next.await();
    }
  }

  /** Forgets what was read ahead. */
  void close() {
    PendingFetch next = following;
    if (next != null) {
      next.close();
    }
    FetchedRows read = current;
    if (read != null) {
      read.cancel();
    }
    current = null;
    following = null;
    possible = false;
  }

  /** Makes a thread that keeps no process alive and knows nothing of the program. */
  static Thread thread(Runnable task) {
    Thread thread = new Thread(null, task, THREAD, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    return thread;
  }
}
