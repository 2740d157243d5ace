/// The composition root: a running server from its configuration.
///
/// Start reading at [io.calotype.app.ObjectGraph]. Only this package refers to adapters.
@NullMarked
package io.calotype.app;

import org.jspecify.annotations.NullMarked;
