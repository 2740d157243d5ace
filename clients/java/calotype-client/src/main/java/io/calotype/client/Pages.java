package io.calotype.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Iterates over the records of a list. It reads a page when its first record is wanted, and keeps
/// that page only.
final class Pages implements Iterator<Media> {
  private final Function<ListOptions, Members> read;
  private final ListOptions options;
  private final Deque<Media> page = new ArrayDeque<>();
  private ListOptions next; // null after the last page

  private Pages(Function<ListOptions, Members> read, ListOptions options) {
    this.read = read;
    this.options = options;
    this.next = options;
  }

  /// @param read reads a page
  static Stream<Media> stream(Function<ListOptions, Members> read, ListOptions options) {
    int traits = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(new Pages(read, options), traits), false);
  }

  @Override
  public boolean hasNext() {
    while (page.isEmpty() && next != null) { // a page that is not the last may be empty
      Members members = read.apply(next);
      members.objects("items").forEach(item -> page.add(Media.of(item, null)));
      next = members.has("next") ? options.after(members.text("next")) : null;
    }
    return !page.isEmpty();
  }

  @Override
  public Media next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return page.remove();
  }
}
