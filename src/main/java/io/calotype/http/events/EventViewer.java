package io.calotype.http.events;

import io.calotype.access.Action;
import io.calotype.access.Caller;
import io.calotype.access.Decision;
import io.calotype.access.Gate;
import io.calotype.access.SignedUrl;
import io.calotype.catalog.Readers;
import io.calotype.http.exchange.HttpExchange;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The rights of the caller of a response.
///
/// @param caller sees the events of the media whose records it may read
/// @param ends the end of its token or signature; null if it has none
record EventViewer(Caller caller, @Nullable Instant ends) {
  private static final Caller SIGNED = new Caller.Signed();

  /// The rights of the caller of `exchange`, which the route has admitted. May block like
  /// [HttpExchange#caller].
  static EventViewer of(HttpExchange exchange) {
    if (exchange.access().urlSigned()) {
      SignedUrl url = SignedUrl.of(exchange.path(), exchange.parameters().entries());
      return new EventViewer(SIGNED, url.ends().orElse(null));
    }
    Caller caller = exchange.caller();
    return new EventViewer(caller, caller instanceof Caller.Known known ? known.expires() : null);
  }

  /// Whether the caller may read the record of a media with these readers.
  boolean sees(Readers readers) {
    return Gate.decide(caller, Action.READ, readers.visibility(), readers.owner())
        == Decision.ALLOWED;
  }

  /// Whether the right has ended at `now`.
  boolean over(Instant now) {
    return ends != null && !now.isBefore(ends);
  }
}
