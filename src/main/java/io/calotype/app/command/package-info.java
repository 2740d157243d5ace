/// The entry point, `serve`, and the commands that need no running server.
@NullMarked
package io.calotype.app.command;

import org.jspecify.annotations.NullMarked;
