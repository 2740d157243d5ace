/// The program: its command line, its configuration, and the one place where its parts are put
/// together.
///
/// Start reading at [io.calotype.app.App]. Only this package sees adapters.
@NullMarked
package io.calotype.app;

import org.jspecify.annotations.NullMarked;
