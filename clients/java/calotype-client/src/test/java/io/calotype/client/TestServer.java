package io.calotype.client;

import java.util.Optional;

/// The server of the tests, as the environment names it. Its key is that of an editor.
final class TestServer {
  static final String URL = variable("CALOTYPE_URL");
  static final String KEY = variable("CALOTYPE_KEY");
  static final String SIGNING_KEY = variable("CALOTYPE_SIGNING_KEYS");

  private TestServer() {}

  private static String variable(String name) {
    return Optional.ofNullable(System.getenv(name))
        .orElseThrow(() -> new IllegalStateException("these tests need a server: set " + name));
  }

  static Calotype client() {
    return Calotype.of(URL, KEY);
  }
}
