/// The program: its command line, its configuration, and the composition root.
///
/// Start reading at [io.calotype.app.App]. Only this package refers to adapters.
@NullMarked
package io.calotype.app;

import org.jspecify.annotations.NullMarked;
