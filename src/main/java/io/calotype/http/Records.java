package io.calotype.http;

import io.calotype.access.Action;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.Visibility;
import io.calotype.upload.Lifting;
import java.time.Clock;

/// Records as handlers want them.
final class Records {
  private final Lifting lifting;
  private final Visibility standard;
  private final Clock clock;

  /// @param standard the visibility of what nobody has given one
  Records(Lifting lifting, Visibility standard, Clock clock) {
    this.lifting = lifting;
    this.standard = standard;
    this.clock = clock;
  }

  /// The record of `id`, if the caller may do `action` to it. Blocks.
  ///
  /// Errors: `NotFound`, those of [Lifting#find], `RateLimited` where it has to be lifted.
  Media require(Exchange exchange, Action action, MediaId id) {
    Media media =
        lifting
            .find(id, () -> admit(exchange, action))
            .orElseThrow(() -> new MediaException(new Failure.NotFound(id)));
    exchange.require(action, media);
    return media;
  }

  /// Lifting is expensive: it is for those who may see what comes of it.
  private void admit(Exchange exchange, Action action) {
    if (standard != Visibility.PUBLIC) {
      exchange.require(action);
    }
    exchange.pay();
  }

  /// Errors: `Gone` where the life of `media` is over.
  void requireAlive(Media media) {
    requireAlive(media, clock);
  }

  /// The same by `clock`.
  static void requireAlive(Media media, Clock clock) {
    if (media.life().expires() != null && media.life().over(clock.instant())) {
      throw new MediaException(new Failure.Gone(media.id()));
    }
  }
}
