/// The program: its entry point, the composition root, and the commands that need no running
/// server.
///
/// Start reading at [io.calotype.app.ObjectGraph]. Only this package refers to adapters.
@NullMarked
package io.calotype.app;

import org.jspecify.annotations.NullMarked;
