package io.calotype.http.shortpath;

import io.calotype.http.exchange.Repeatable;
import io.calotype.http.routing.RouteClass;
import io.netty.buffer.ByteBuf;

/// The answer to one request, without the value of `Date` and the body.
///
/// @param basis decides whether the answer is still valid
/// @param route the class of the request in metrics
/// @param status 200 or 304
/// @param head the status line and all headers, read by index only
/// @param dateAt the index of the value of `Date` in `head`
/// @param body the part that the bytes of the rendition have in it
/// @param length the length of those bytes; 0 for [Body#NONE]
record KnownAnswer(
    Repeatable basis,
    RouteClass route,
    int status,
    ByteBuf head,
    int dateAt,
    Body body,
    long length) {

  /// The part of a rendition's bytes in an answer.
  enum Body {
    /// They are not looked up: a 304.
    NONE,
    /// They are in memory and not sent: the answer to a `HEAD`.
    HELD,
    /// They are in memory and sent.
    SENT,
    /// They are in an open file, not in memory, and sent.
    FILE
  }
}
