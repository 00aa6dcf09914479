package io.github.cofferjdbc.admin;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds columns that are not protected though their names look as if they should be: a help for
 * people, no more. It looks at English names alone, and at no value. No state.
 */
public final class SensitiveColumns {

  /**
   * A plain column whose name looks sensitive. Immutable.
   *
   * @param table schema and name
   * @param column name
   * @param type as PostgreSQL writes it
   */
  public record SensitiveColumn(String table, String column, String type) {}

  /** Parts of names, between the beginning or an underscore and an underscore or the end. */
  private static final String WORDS =
      String.join(
          "|",
          List.of(
              "ssn|social_?security(_?(no|number))?|tax_?(id|no|number)|national_?id|passport(_?(no|number))?",
              "iban|bic|(bank_?)?account_?(no|number)|card_?(no|number)|credit_?card|pan|cvv|cvc|pin",
              "password|passwd|secret|token|api_?key|private_?key",
              "birth_?(day|date)|date_?of_?birth|dob|born|maiden_?name",
              "e?mails?|email_?address|phones?|phone_?(no|number)|mobile|fax|street|address(_?line)?|postcode|zip_?code",
              "diagnos(is|es|e)|icd|medications?|prescriptions?|allerg(y|ies)|blood_?(group|type)|hiv|anamnesis",
              "salary|wages?|income|insurance_?(id|no|number)|policy_?(no|number)",
              "first_?name|last_?name|surname|given_?name|family_?name|full_?name",
              "religion|ethnicity|race|gender|sexual_?orientation|genome|dna|fingerprint"));

  private static final String QUERY =
      """
      SELECT n.nspname || '.' || c.relname, a.attname,
        pg_catalog.format_type(a.atttypid, a.atttypmod)
      FROM pg_catalog.pg_attribute AS a
      JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
      JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
      WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'f')
        AND NOT c.relispartition
        AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'encrypted', 'coffer_keystore')
        AND n.nspname NOT LIKE 'pg\\_%' AND t.typname <> 'bool'
        AND a.attname ~* '(^|_)(WORDS)(_|$)'
      ORDER BY 1, a.attnum
      """
          .replace("WORDS", WORDS);

  private SensitiveColumns() {}

  /**
   * Returns all columns of tables with such names, protected or not, by table.
   *
   * @param connection of the wrapped driver
   */
  static List<SensitiveColumn> of(Connection connection) throws SQLException {
    List<SensitiveColumn> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(QUERY)) {
      while (row.next()) {
        found.add(new SensitiveColumn(row.getString(1), row.getString(2), row.getString(3)));
      }
    }
    return found;
  }
}
