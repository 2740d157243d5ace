package io.calotype.http.exchange;

import io.calotype.access.Caller;
import io.calotype.failure.MediaException;
import io.calotype.http.connection.ClientAddress;
import io.calotype.media.Owner;
import io.calotype.rendition.Charge;
import io.calotype.tickets.Ticket;
import io.calotype.upload.CallerKey;
import io.calotype.upload.Incoming;
import io.vertx.core.http.HttpHeaders;

/// The limits on the expensive work of the caller of one request.
public final class CallerBudget implements Charge {
  private static final CharSequence FORWARDED = HttpHeaders.createOptimized("x-forwarded-for");

  private final HttpExchange exchange;
  private final ClientPolicy.Limits limits;

  CallerBudget(HttpExchange exchange, ClientPolicy.Limits limits) {
    this.exchange = exchange;
    this.limits = limits;
  }

  /// Takes one unit of expensive work from the caller's rate limit. All tickets of an owner have
  /// one together, beside that of the owner.
  @Override
  public void pay() {
    String caller =
        exchange.caller() instanceof Caller.Ticketed ? "tickets of " + owner() : key().text();
    limits.rate().require(caller, stranger());
  }

  /// False if the limit is exceeded, or if the caller cannot be identified from memory.
  @Override
  public boolean tryPay() {
    try {
      boolean known = exchange.access().callerKnown();
      if (known) {
        pay();
      }
      return known;
    } catch (MediaException limited) {
      return false;
    }
  }

  /// Registers an upload of the caller that announces so many bytes; 0 if it announces none.
  ///
  /// Errors: those of [Incoming#open].
  public Incoming.Slot beginUpload(long announced) {
    return limits.incoming().open(key(), announced);
  }

  /// The key of the caller's limits: the ticket, the owner of a key or token, or else the network
  /// address. Signed URLs and anonymous callers at one address have separate limits.
  public CallerKey key() {
    return exchange.caller() instanceof Caller.Ticketed(Ticket ticket)
        ? CallerKey.of(ticket)
        : new CallerKey(owner(), false);
  }

  private String owner() {
    Owner owner = exchange.caller().owner();
    if (owner != null) {
      return owner.text();
    }
    String network = ClientAddress.budget(address());
    return stranger() ? network : "trusted " + network;
  }

  private boolean stranger() {
    Caller caller = exchange.caller();
    boolean nameless = caller instanceof Caller.Anonymous || caller instanceof Caller.Rejected;
    return nameless && !exchange.access().byUrl();
  }

  private String address() {
    String peer = exchange.request().remoteAddress().hostAddress();
    return ClientAddress.of(peer, exchange.list(FORWARDED), limits.proxies());
  }
}
