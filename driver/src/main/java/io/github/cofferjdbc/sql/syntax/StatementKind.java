package io.github.cofferjdbc.sql.syntax;

/** What a statement is, told from its first words; what it does beyond that the tree says. */
public enum StatementKind {
  /** SELECT, VALUES, TABLE or WITH … SELECT. */
  SELECT,
  INSERT,
  UPDATE,
  DELETE,
  MERGE,
  EXPLAIN,
  PREPARE,
  EXECUTE,
  DEALLOCATE,
  DECLARE,
  /** FETCH and MOVE: rows of a cursor. */
  FETCH,
  CLOSE,
  /** CREATE TABLE … AS, CREATE MATERIALIZED VIEW … AS. */
  CREATE_TABLE_AS,
  CREATE_VIEW,
  COPY,
  CALL,
  /** SET of a variable, also SET ROLE, SET SESSION AUTHORIZATION, SET TIME ZONE. */
  SET,
  RESET,
  /** SET TRANSACTION, SET CONSTRAINTS, SET SESSION CHARACTERISTICS. */
  SET_TRANSACTION,
  SHOW,
  DISCARD,
  /** BEGIN, START TRANSACTION. */
  BEGIN,
  COMMIT,
  /** ROLLBACK and ABORT, which also undo SET. */
  ROLLBACK,
  SAVEPOINT,
  RELEASE,
  ROLLBACK_TO,
  /** PREPARE TRANSACTION. */
  PREPARE_TRANSACTION,
  /** DO: a block of code. */
  DO,
  /** CREATE [OR REPLACE] FUNCTION or PROCEDURE. */
  CREATE_FUNCTION,
  /** Any other CREATE, and SELECT INTO is a SELECT. */
  CREATE,
  ALTER,
  DROP,
  TRUNCATE,
  COMMENT,
  GRANT,
  /** LOCK, VACUUM, ANALYZE, CLUSTER, REINDEX, REFRESH, CHECKPOINT. */
  MAINTENANCE,
  /** LISTEN, NOTIFY, UNLISTEN. */
  NOTIFICATION,
  /** Nothing but white space, comments and semicolons. */
  EMPTY,
  /** Anything else. */
  OTHER
}
