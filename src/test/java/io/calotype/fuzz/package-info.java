/// Fuzzing with Jazzer: properties of parsers that hold for any input.
///
/// Start reading at [io.calotype.fuzz.FuzzTarget]. There is one target for each parser of what a
/// client or a renderer says, in the package of the parser, and one for all of them together. A
/// target without `JAZZER_FUZZ=1` only replays its seeds and what has been found before.
@NullMarked
package io.calotype.fuzz;

import org.jspecify.annotations.NullMarked;
