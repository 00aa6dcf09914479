package io.github.cofferjdbc.observe;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The Flight Recorder event of one load of a database's keys. */
@Name("io.github.cofferjdbc.KeyLoad")
@Label("Key Load")
@Category("Coffer")
@Description("The keys of a database were fetched from the key store and unwrapped")
@StackTrace(false)
final class KeyLoadEvent extends Event {

  @Label("Database Id")
  String databaseId = "";

  @Label("Outcome")
  @Description("ok, or the SQLState of the failure")
  String outcome = "";
}
