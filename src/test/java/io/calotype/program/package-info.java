/// Tests of the whole server, with real sockets, files and renderers.
///
/// Start reading at [io.calotype.program.Server]. A [io.calotype.program.Program] is a process, as
/// users start it. A server [io.calotype.program.InJvm] runs in the JVM of the tests: a start costs
/// a third of the processor time. The examples of the documents, the command line, the browser,
/// crashes and the history of three nodes use processes.
@NullMarked
package io.calotype.program;

import org.jspecify.annotations.NullMarked;
