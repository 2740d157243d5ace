/// Client of a Calotype server, on `java.net.http` alone.
///
/// Start reading at [io.calotype.client.Calotype]. Requests are blocking; threads may share a
/// client. Every failure of a call is a [io.calotype.client.CalotypeException]. A value that may be
/// null says it.
package io.calotype.client;
