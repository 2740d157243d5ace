package io.calotype.warming;

import io.calotype.failure.Failure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The progress of one call of [Warming]. For one thread.
public final class WarmProgress {
  private final List<Failed> failed = new ArrayList<>();
  private int media;
  private int skip;
  private int made;
  private int present;
  private int gone;
  private int steps;

  /// A failed rendition.
  ///
  /// @param failure null for a fault of the server, which the log describes
  public record Failed(WarmRequest.Step step, @Nullable Failure failure) {}

  /// Creates the progress of a call.
  ///
  /// @param skip the number of renditions of the first media that are done
  WarmProgress(int skip) {
    this.skip = skip;
  }

  /// The number of media that are done.
  public int media() {
    return media;
  }

  /// The number of renditions of the current media that are done.
  public int skip() {
    return skip;
  }

  /// The number of renditions that this call rendered.
  public int made() {
    return made;
  }

  /// The number of renditions that existed before.
  public int present() {
    return present;
  }

  /// The number of media that no longer exist.
  public int gone() {
    return gone;
  }

  public List<Failed> failed() {
    return Collections.unmodifiableList(failed);
  }

  /// Whether no rendition has been processed.
  boolean nothing() {
    return steps == 0;
  }

  /// Counts a rendition that exists. `now`: this call rendered it.
  void addPrepared(boolean now) {
    made += now ? 1 : 0;
    present += now ? 0 : 1;
    step();
  }

  /// Counts a failed rendition.
  void addFailed(WarmRequest.Step step, @Nullable Failure failure) {
    failed.add(new Failed(step, failure));
    step();
  }

  private void step() {
    steps++;
    skip++;
  }

  /// Counts a media that no longer exists.
  void addGone() {
    gone++;
    steps++;
  }

  /// Completes the current media.
  void finish() {
    media++;
    skip = 0;
  }
}
