package io.github.cofferjdbc.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Makes up the people of {@code people.csv}. Nobody is real: the national ids have the form of
 * American ones but begin with 9, which are never issued, and the e-mail domains are reserved for
 * examples (RFC 2606). The same seed gives the same file.
 */
public final class People {

  /** The seed of the file that ships with the examples. */
  public static final long SEED = 20261124;

  /** The number of rows of the file that ships with the examples. */
  public static final int ROWS = 12_000;

  static final List<String> HEADER =
      List.of("id", "name", "email", "national_id", "born", "salary", "note");

  private static final List<String> FIRST =
      List.of(
          "Ada",
          "Amara",
          "Anders",
          "Anna",
          "Aisha",
          "Beatriz",
          "Björn",
          "Carlos",
          "Chiara",
          "Chen",
          "Daniel",
          "Divya",
          "Elena",
          "Emeka",
          "Eva",
          "Farid",
          "Fatima",
          "François",
          "Grace",
          "Hana",
          "Hassan",
          "Ines",
          "Ivan",
          "Jamal",
          "Jiří",
          "João",
          "Julia",
          "Kaito",
          "Katarzyna",
          "Kofi",
          "Lars",
          "Leila",
          "Liam",
          "Lucía",
          "Magnus",
          "Maria",
          "Mei",
          "Miguel",
          "Mira",
          "Nadia",
          "Noah",
          "Olga",
          "Omar",
          "Paula",
          "Priya",
          "Quentin",
          "Rosa",
          "Ruth",
          "Sakura",
          "Samuel",
          "Sofia",
          "Søren",
          "Tariq",
          "Teresa",
          "Thandiwe",
          "Uma",
          "Viktor",
          "Wanjiru",
          "Yara",
          "Zoë");

  private static final List<String> LAST =
      List.of(
          "Abe",
          "Achebe",
          "Andersson",
          "Bauer",
          "Bianchi",
          "Brown",
          "Castillo",
          "Chaudhary",
          "Costa",
          "Dubois",
          "Eriksen",
          "Fernández",
          "Fischer",
          "García",
          "Haddad",
          "Hansen",
          "Horák",
          "Ibrahim",
          "Ivanova",
          "Jansen",
          "Kamau",
          "Khan",
          "Kim",
          "Kowalska",
          "Kumar",
          "Larsen",
          "Lefèvre",
          "Lopez",
          "Martin",
          "Mensah",
          "Müller",
          "Nakamura",
          "Nguyen",
          "Novák",
          "O'Brien",
          "Okafor",
          "Oliveira",
          "Özdemir",
          "Papadopoulos",
          "Patel",
          "Petrov",
          "Popescu",
          "Rahman",
          "Rossi",
          "Ruiz",
          "Sato",
          "Schmidt",
          "Silva",
          "Smith",
          "Suzuki",
          "Svensson",
          "Tanaka",
          "Tran",
          "van den Berg",
          "Wang",
          "Weber",
          "Williams",
          "Yılmaz",
          "Zhang",
          "Zieliński");

  private static final List<String> COMPLAINTS =
      List.of(
          "mild headache since Tuesday",
          "pain in the left knee when climbing stairs",
          "seasonal allergy, sneezing in the morning",
          "routine check before a long journey",
          "sleeps badly, wakes at four",
          "follow-up after a sprained ankle",
          "persistent dry cough",
          "blood pressure control",
          "back pain after moving house",
          "fatigue, asks for a blood count");

  private static final List<String> FINDINGS =
      List.of(
          "No abnormal findings",
          "Blood pressure 128/82",
          "Temperature 37.9 °C",
          "Ferritin low",
          "Lungs clear",
          "Slight swelling, no fracture",
          "Reflexes normal on both sides",
          "Vitamin D below the reference range");

  private static final List<String> ADVICE =
      List.of(
          "rest and drink enough",
          "ibuprofen 400 mg if needed, at most three a day",
          "physiotherapy, six sessions",
          "come again in four weeks",
          "cetirizine 10 mg in the evening",
          "keep a diary for two weeks",
          "iron for three months, then a new test");

  private People() {}

  /** Returns made-up rows of {@link #HEADER}, the same for the same seed. */
  static List<List<String>> rows(long seed, int count) {
    Random random = new Random(seed);
    List<List<String>> rows = new ArrayList<>(count);
    for (int id = 1; id <= count; id++) {
      rows.add(row(random, id));
    }
    return rows;
  }

  private static List<String> row(Random random, int id) {
    String first = pick(random, FIRST);
    String last = pick(random, LAST);
    String email =
        "%s.%s%d@example.%s"
            .formatted(ascii(first), ascii(last), id, pick(random, List.of("com", "org", "net")));
    String nationalId =
        "9%02d-%02d-%04d".formatted(id / 1000 % 100, random.nextInt(100), id % 1000 * 10 + 7);
    LocalDate born = LocalDate.of(1930, 1, 1).plusDays(random.nextInt(28_000));
    BigDecimal salary = BigDecimal.valueOf(1_800_000 + (long) random.nextInt(9_000_000), 2);
    String note =
        "%s. %s; %s."
            .formatted(
                capitalised(pick(random, COMPLAINTS)),
                pick(random, FINDINGS),
                pick(random, ADVICE));
    return List.of(
        Integer.toString(id),
        first + " " + last,
        email,
        nationalId,
        born.toString(),
        salary.toPlainString(),
        note);
  }

  private static String pick(Random random, List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static String ascii(String name) {
    return java.text.Normalizer.normalize(name, java.text.Normalizer.Form.NFD)
        .replaceAll("[^A-Za-z]", "")
        .toLowerCase(Locale.ROOT);
  }

  private static String capitalised(String sentence) {
    return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
  }

  /** Writes the rows as CSV (RFC 4180 with line feeds) with a header. */
  static void write(Path file, List<List<String>> rows) throws IOException {
    try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        CSVPrinter printer =
            CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get().print(writer)) {
      printer.printRecord(HEADER);
      for (List<String> row : rows) {
        printer.printRecord(row);
      }
    }
  }

  /** Writes the file that ships with the examples to the path that is the only argument. */
  public static void main(String[] arguments) {
    try {
      write(Path.of(arguments[0]), rows(SEED, ROWS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
