/// One request and its response: body, query parameters, access, JSON.
///
/// Start reading at [io.calotype.http.exchange.HttpExchange]. The exchange answers every failure of
/// a request with a problem document. An expired media is refused in
/// [io.calotype.http.exchange.MediaLookup].
///
/// Threads: the event loop of the request, unless a method says otherwise. Depends on `problem`,
/// `semantics` and `connection`. Does not know which resource is requested.
@NullMarked
package io.calotype.http.exchange;

import org.jspecify.annotations.NullMarked;
