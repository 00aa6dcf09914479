package io.github.cofferjdbc.admin.bulk;

import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.envelope.Mode;
import io.github.cofferjdbc.field.FieldCipher;
import io.github.cofferjdbc.value.Coercion;
import io.github.cofferjdbc.value.Source;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The change of a column's type, either way. Immutable.
 *
 * @param encrypting whether the column becomes protected
 * @param type the encrypted type that it gets, or has
 * @param facts the column as it was when the command began
 * @param renaming whether the column beside is to take the name ({@link Renaming})
 */
record Migration(
    boolean encrypting, ColumnType.Encrypted type, ColumnFacts facts, boolean renaming) {

  /** The longest entry of a btree, less what the entry's own header and alignment take. */
  private static final int BTREE_LIMIT = 2650;

  /** Returns the new type in SQL. */
  String newType() {
    return encrypting ? sqlType(type) : Decryption.plainType(type);
  }

  /** Returns the same change of the column as it is now. */
  Migration with(ColumnFacts now) {
    return new Migration(encrypting, type, now, renaming);
  }

  private static String sqlType(ColumnType.Encrypted type) {
    return Sql.name(type.domain().schema(), type.domain().name()) + (type.array() ? "[]" : "");
  }

  /** Returns what turns values, with a cipher that the caller closes. */
  Conversion conversion(FieldCipher cipher) {
    return encrypting
        ? new Encryption(Source.ofOid(plainOid()), type, longest(), cipher)
        : new Decryption(type, cipher);
  }

  private int plainOid() {
    return facts.array() ? facts.elementOid() : facts.typeOid();
  }

  private int longest() {
    return facts.indexes().stream().anyMatch(index -> index.method().equals("btree"))
        ? BTREE_LIMIT
        : Integer.MAX_VALUE;
  }

  /** Returns what stands against the change, for people; none if it can begin. */
  List<String> obstacles() {
    List<String> obstacles = new ArrayList<>(facts.obstacles());
    if (encrypting) {
      typeObstacles(obstacles);
    }
    for (ColumnFacts.IndexFacts index : facts.indexes()) {
      if (!index.plain()) {
        obstacles.add(
            "index "
                + index.name()
                + " has an expression, a condition or an operator class of its own: drop it first");
      } else if (index.key() && encrypting && type.type().mode() == Mode.RANDOM) {
        obstacles.add(
            "index "
                + index.name()
                + " is over it, and randomized values cannot be compared: drop it, or take "
                + type.type().base().typeName()
                + "_eq");
      } else if (index.key() && !List.of("btree", "hash").contains(index.method())) {
        obstacles.add("index " + index.name() + " is neither btree nor hash: drop it first");
      }
    }
    facts.views().forEach(view -> obstacles.add(view + " uses it: drop it and make it again"));
    return obstacles;
  }

  private void typeObstacles(List<String> obstacles) {
    EncryptedType encrypted = type.type();
    String whether = facts.typeName() + " does not become " + type.domain().name();
    if (encrypted.mode() != Mode.RANDOM && encrypted.mode() != Mode.EQ) {
      obstacles.add("this version writes values of the modes random and eq only");
      return;
    }
    if (type.array() != facts.array()) {
      obstacles.add(whether + ": write [] behind the type for a column of arrays, and only there");
      return;
    }
    if (facts.kindOfType() == 'd') {
      obstacles.add(
          "its type " + facts.typeName() + " is a domain: alter it to the base type first");
      return;
    }
    Source source = Source.ofOid(plainOid());
    if (!keepsEverything(source, encrypted)) {
      obstacles.add(
          whether
              + " without loss: take the encrypted type of the same base, or alter the type first");
    }
  }

  private static boolean keepsEverything(Source source, EncryptedType encrypted) {
    boolean known =
        switch (source) {
          case UNKNOWN, OTHER, TIMETZ -> false;
          case VARCHAR, TEXT -> encrypted.base().typeName().equals("text");
          case INT2 -> List.of("int2", "int4", "int8").contains(encrypted.base().typeName());
          case INT4 -> List.of("int4", "int8").contains(encrypted.base().typeName());
          case FLOAT4 -> List.of("float4", "float8").contains(encrypted.base().typeName());
          default -> source.oid() == encrypted.base().oid();
        };
    try {
      if (known) {
        Coercion.assignNull(encrypted.base(), source);
      }
      return known;
    } catch (SQLException e) {
      return false;
    }
  }

  /** Returns what the user should know before it begins. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (renaming) {
      notes.add(
          "the column becomes the table's last: INSERT without a list of columns, SELECT * and a pin"
              + " see another order");
      notes.add(
          "the old values take up room in the rows until these are written anew (VACUUM FULL writes"
              + " all of them)");
    }
    if (encrypting && facts.modified()) {
      notes.add(
          facts.typeName()
              + " limits or rounds new values, "
              + type.domain().name()
              + " does not, unless its domain was registered with a modifier");
    }
    if (encrypting) {
      for (ColumnFacts.IndexFacts index : facts.indexes()) {
        if (index.key() && index.method().equals("btree")) {
          notes.add("index " + index.name() + " serves = afterwards, not < or ORDER BY");
        }
      }
    }
    return notes;
  }
}
