package io.calotype.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.provider.MethodSource;

/// One parser, and the properties that hold for any input. A subclass defines both.
///
/// A finding becomes a seed, or a test of its own if it has a name.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class FuzzTarget {
  private static final Logger LOG = Logger.getLogger("io.calotype");

  static {
    if (System.getenv("JAZZER_FUZZ") != null) {
      LOG.setLevel(Level.OFF); // every refusal is worth a line, but not a million of them
    }
  }

  /// Sensible inputs, for the fuzzer to start from.
  protected abstract Stream<byte[]> seeds();

  /// Throws where `sent` is not handled as it must be.
  public abstract void check(byte[] sent) throws Exception;

  @MethodSource("seeds")
  @FuzzTest
  void check_anythingSent_holds(byte[] sent) throws Exception {
    check(sent);
  }

  /// Bytes as the server sees them in a head: a character each.
  protected static String text(byte[] sent) {
    return new String(sent, StandardCharsets.ISO_8859_1);
  }

  /// The lines of `sent`, no more than `count`, and empty ones where there are fewer: a header has
  /// no line break, so it can part several.
  protected static String[] lines(byte[] sent, int count) {
    String[] lines = new String[count];
    String[] found = text(sent).split("\n", count);
    for (int i = 0; i < count; i++) {
      lines[i] = i < found.length ? found[i] : "";
    }
    return lines;
  }

  /// One seed for each text.
  protected static Stream<byte[]> texts(String... texts) {
    return Stream.of(texts).map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Fails unless `holds`.
  protected static void require(boolean holds, Object what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
