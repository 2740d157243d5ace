/// The real program, started as its users start it, over real sockets.
@NullMarked
package io.calotype.program;

import org.jspecify.annotations.NullMarked;
