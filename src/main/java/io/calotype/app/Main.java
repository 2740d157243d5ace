package io.calotype.app;

/// The entry point of the jar.
public final class Main {
  private Main() {}

  /// Runs the command that `args` name.
  public static void main(String[] args) {
    System.exit(args.length);
  }
}
