/// One request and its response: body, query parameters, access, JSON, problems.
///
/// Start reading at [io.calotype.http.exchange.HttpExchange]. Every failure of a request becomes a
/// problem document in [io.calotype.http.exchange.Problems], and nowhere else. An expired media is
/// refused in [io.calotype.http.exchange.MediaLookup].
///
/// Threads: the event loop of the request, unless a method says otherwise. Depends on `semantics`
/// and `connection`. Does not know which resource is requested.
@NullMarked
package io.calotype.http.exchange;

import org.jspecify.annotations.NullMarked;
