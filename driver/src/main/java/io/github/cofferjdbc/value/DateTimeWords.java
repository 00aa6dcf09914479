package io.github.cofferjdbc.value;

import java.util.Map;
import java.util.Set;

/** The words of date and time literals, in lower case. */
final class DateTimeWords {

  /** What a word means. */
  enum Meaning {
    BEFORE_CHRIST,
    ANNO_DOMINI,
    TIME_FOLLOWS,
    GREENWICH,
    EPOCH,
    INFINITY,
    MINUS_INFINITY,
    /** PostgreSQL reads it, Coffer does not. */
    REFUSED,
    /** Perhaps the name of a time zone. */
    UNKNOWN
  }

  private static final Map<String, Meaning> READ =
      Map.ofEntries(
          Map.entry("bc", Meaning.BEFORE_CHRIST),
          Map.entry("ad", Meaning.ANNO_DOMINI),
          Map.entry("t", Meaning.TIME_FOLLOWS),
          Map.entry("z", Meaning.GREENWICH),
          Map.entry("zulu", Meaning.GREENWICH),
          Map.entry("utc", Meaning.GREENWICH),
          Map.entry("ut", Meaning.GREENWICH),
          Map.entry("uct", Meaning.GREENWICH),
          Map.entry("gmt", Meaning.GREENWICH),
          Map.entry("epoch", Meaning.EPOCH),
          Map.entry("infinity", Meaning.INFINITY),
          Map.entry("+infinity", Meaning.INFINITY),
          Map.entry("-infinity", Meaning.MINUS_INFINITY));

  /** PostgreSQL's fixed words that Coffer does not read. */
  private static final Set<String> REFUSED =
      Set.of(
          ("now today tomorrow yesterday allballs am pm at on dst"
                  + " jan january feb february mar march apr april may jun june jul july aug august"
                  + " sep sept september oct october nov november dec december"
                  + " sun sunday mon monday tue tues tuesday wed weds wednesday thu thur thurs"
                  + " thursday fri friday sat saturday"
                  + " d dow doy h isodow isoyear j jd julian m mm s y")
              .split(" "));

  /** PostgreSQL's default set of time zone abbreviations. */
  private static final Set<String> ABBREVIATIONS =
      Set.of(
          ("acdt acsst acst act acwst adt aedt aesst aest aft akdt akst almst almt amst amt anast"
                  + " anat arst art ast awsst awst azost azot azst azt bdst bdt bnt bort bot bra"
                  + " brst brt bst btt cadt cast cct cdt cest cet cetdst chadt chast chut ckt clst"
                  + " clt cot cst cxt davt ddut easst east eat edt eest eet eetdst egst egt est fet"
                  + " fjst fjt fkst fkt fnst fnt galt gamt gest get gft gilt gyt hkt hst ict idt"
                  + " iot irkst irkt irt ist jayt jst kdt kgst kgt kost krast krat kst lhdt lhst"
                  + " ligt lint lkt magst magt mart mawt mdt mest mesz met metdst mez mht mmt mpt"
                  + " msd msk mst must mut mvt myt ndt nft novst novt npt nst nut nzdt nzst nzt"
                  + " omsst omst pdt pet petst pett pgt pht pkst pkt pmdt pmst pont pst pwt pyst"
                  + " pyt ret sadt sast sct sgt taht tft tjt tkt tmt tot trut tvt ulast ulat uyst"
                  + " uyt uzst uzt vet vlast vlat volt vut wadt wakt wast wat wdt wet wetdst wft"
                  + " wgst wgt xjt yakst yakt yapt yekst yekt")
              .split(" "));

  private DateTimeWords() {}

  static Meaning of(String word) {
    Meaning meaning = READ.get(word);
    if (meaning != null) {
      return meaning;
    }
    return REFUSED.contains(word) || ABBREVIATIONS.contains(word)
        ? Meaning.REFUSED
        : Meaning.UNKNOWN;
  }

  /** Tells whether this is one of PostgreSQL's words other than names of time zones. */
  static boolean isKnown(String word) {
    Meaning meaning = READ.get(word);
    return meaning == null ? REFUSED.contains(word) : meaning != Meaning.GREENWICH;
  }

  /** Tells whether this is the name of a month. */
  static boolean isMonth(String word) {
    return word.length() >= 3
        && REFUSED.contains(word)
        && "janfebmaraprmayjunjulaugsepoctnovdec".indexOf(word.substring(0, 3)) % 3 == 0;
  }
}
