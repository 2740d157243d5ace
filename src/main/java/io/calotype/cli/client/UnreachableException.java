package io.calotype.cli.client;

import io.calotype.cli.text.TextFormat;
import java.io.IOException;
import javax.net.ssl.SSLException;

/// No response: the connection was refused or has broken. The message is one line.
public final class UnreachableException extends RuntimeException {
  UnreachableException(String url, IOException cause) {
    super(
        "the server at "
            + TextFormat.line(url)
            + " cannot be reached"
            + (cause instanceof SSLException ? ": no TLS connection can be made to it" : ""),
        cause);
  }
}
