package io.calotype.cli.command;

import io.calotype.cli.client.StatsScope;
import io.calotype.media.Group;
import io.calotype.media.ListOrder;
import io.calotype.media.MediaId;
import io.calotype.media.MediaKind;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Converts command-line arguments to ids, groups, kinds, orders, scopes and durations.
final class CliConverters {
  private static final String ALPHABET = " is 1 to 128 of A-Z a-z 0-9 _ -";

  private CliConverters() {}

  static final class Ids implements ITypeConverter<MediaId> {
    @Override
    public MediaId convert(String text) {
      return MediaId.parse(text).orElseThrow(() -> new TypeConversionException("an id" + ALPHABET));
    }
  }

  static final class Groups implements ITypeConverter<Group> {
    @Override
    public Group convert(String text) {
      return Group.parse(text).orElseThrow(() -> new TypeConversionException("a group" + ALPHABET));
    }
  }

  static final class Kinds extends Words<MediaKind> {
    Kinds() {
      super("a kind is image or video", MediaKind.values(), MediaKind::text);
    }
  }

  static final class Orders extends Words<ListOrder> {
    Orders() {
      super("an order is newest or oldest", ListOrder.values(), ListOrder::text);
    }
  }

  static final class Scopes extends Words<StatsScope> {
    Scopes() {
      super("a scope is node or cluster", StatsScope.values(), StatsScope::text);
    }
  }

  /// Converts the word for each value of an enum, and lists the words for completion.
  abstract static class Words<T> implements ITypeConverter<T>, Iterable<String> {
    private final Map<String, T> values = new LinkedHashMap<>();
    private final String usage;

    Words(String usage, T[] values, Function<T, String> word) {
      this.usage = usage;
      for (T value : values) {
        this.values.put(word.apply(value), value);
      }
    }

    @Override
    public Iterator<String> iterator() {
      return values.keySet().iterator();
    }

    @Override
    public T convert(String text) {
      T value = values.get(text);
      if (value == null) {
        throw new TypeConversionException(usage);
      }
      return value;
    }
  }

  static final class Durations implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        return TextParsers.duration(text);
      } catch (IllegalArgumentException | ArithmeticException wrong) {
        throw new TypeConversionException("it is " + wrong.getMessage());
      }
    }
  }
}
