package io.calotype.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/// Build metadata, read from `/build.properties` in the jar.
public final class Build {
  private Build() {}

  /// The version of the project, for example `0.1.0`.
  public static String version() {
    try (InputStream file = Build.class.getResourceAsStream("/build.properties")) {
      Properties build = new Properties();
      build.load(java.util.Objects.requireNonNull(file));
      return build.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
