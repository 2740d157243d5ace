package io.calotype.originals.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/// Uploads the parts of one object, three at a time. The first failure ends the upload.
final class ParallelParts {
  private static final int LANES = 3;

  private final AtomicInteger next = new AtomicInteger(1);
  private final CompletedPart[] done;

  ParallelParts(int count) {
    this.done = new CompletedPart[count];
  }

  /// Returns the results of `upload` for the numbers from 1 to the count of parts. Blocks until no
  /// part is being uploaded.
  ///
  /// Errors: the first one of `upload`.
  CompletedPart[] run(IntFunction<CompletedPart> upload) {
    List<CompletableFuture<Void>> lanes = new ArrayList<>();
    for (int lane = 0; lane < Math.min(LANES, done.length); lane++) {
      lanes.add(CompletableFuture.runAsync(() -> lane(upload), Thread::startVirtualThread));
    }
    try {
      CompletableFuture.allOf(lanes.toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
    }
    return done;
  }

  private void lane(IntFunction<CompletedPart> upload) {
    for (int number = next.getAndIncrement();
        number <= done.length;
        number = next.getAndIncrement()) {
      try {
        done[number - 1] = upload.apply(number);
      } catch (RuntimeException failed) {
        next.set(done.length + 1); // the other lanes begin no part
        throw failed;
      }
    }
  }
}
