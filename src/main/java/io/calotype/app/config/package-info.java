/// The configuration: a text for each setting, parsed into typed groups.
///
/// Start reading at [io.calotype.app.config.Config]. Each group parses its own settings, and each
/// setting belongs to one group. All mistakes are reported at once. A `Config` that a caller
/// receives has none.
///
/// Reads files and environment variables at start only. Knows no component of the server except the
/// types of its values.
@NullMarked
package io.calotype.app.config;

import org.jspecify.annotations.NullMarked;
