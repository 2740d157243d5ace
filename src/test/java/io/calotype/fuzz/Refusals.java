package io.calotype.fuzz;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import java.util.Optional;
import java.util.concurrent.Callable;

/// The permitted reaction of a parser to senseless input: a refusal in words of Calotype.
public final class Refusals {
  private static final int LONGEST = 400;

  private Refusals() {}

  /// The result of `parser`; empty if it refuses its input with a `BadRequest` fit to be shown.
  /// Everything else that it throws is a bug.
  public static <T> Optional<T> parsed(Callable<T> parser) throws Exception {
    try {
      return Optional.of(parser.call());
    } catch (MediaException refused) {
      if (refused.failure() instanceof Failure.SizeNotAllowed
          || refused.failure() instanceof Failure.NoSuchPreset) {
        return Optional.empty();
      }
      if (!(refused.failure() instanceof Failure.BadRequest(String detail)) || !fit(detail)) {
        throw new AssertionError(refused);
      }
      return Optional.empty();
    }
  }

  /// Short, and without a character that a terminal or a page could stumble over.
  private static boolean fit(String detail) {
    return detail.length() <= LONGEST && detail.chars().allMatch(c -> c == '…' || isPlain(c));
  }

  private static boolean isPlain(int c) {
    return c >= ' ' && c <= '~';
  }
}
