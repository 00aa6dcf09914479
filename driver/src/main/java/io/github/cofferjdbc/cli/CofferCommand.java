package io.github.cofferjdbc.cli;

/** A command with the common options. */
interface CofferCommand {
  CommonOptions options();
}
