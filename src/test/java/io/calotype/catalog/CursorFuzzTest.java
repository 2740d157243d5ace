package io.calotype.catalog;

import io.calotype.fuzz.FuzzTarget;
import java.util.stream.Stream;

/// The cursor of a list: what is read can be written and read again.
public final class CursorFuzzTest extends FuzzTarget {
  @Override
  protected Stream<byte[]> seeds() {
    return texts(
        "MTIzNDU2Nzg5MDEyMzphLV85",
        "MTIzOmE",
        "LTk6YQ",
        "b2xkZXN0OjEyMzph",
        "",
        "OmE",
        "!!!",
        "OTIyMzM3MjAzNjg1NDc3NTgwNzph");
  }

  @Override
  public void check(byte[] sent) {
    Cursor.parse(text(sent))
        .ifPresent(cursor ->
            require(Cursor.parse(cursor.text()).filter(cursor::equals).isPresent(), cursor));
  }
}
