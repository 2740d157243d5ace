/// The public contract as the server publishes it: the OpenAPI document, and a page for each type
/// of problem.
///
/// Start reading at [io.calotype.http.contract.ContractHandler]. `openapi.yaml` and `problems.yaml`
/// are resources of this package. Tests compare the document with the route table, the problems and
/// the parameters of the program.
///
/// Threads: handlers begin on an event loop and answer from memory. The first request for a
/// document makes it on a virtual thread; a start reads nothing.
///
/// Depends on the public contract only. Knows neither media nor stores.
@NullMarked
package io.calotype.http.contract;

import org.jspecify.annotations.NullMarked;
