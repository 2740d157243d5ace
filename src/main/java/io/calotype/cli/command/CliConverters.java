package io.calotype.cli.command;

import io.calotype.media.Group;
import io.calotype.media.ListOrder;
import io.calotype.media.MediaId;
import io.calotype.media.MediaKind;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Converts command-line arguments to ids, groups, kinds, orders and durations.
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

  static final class Kinds implements ITypeConverter<MediaKind>, Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(MediaKind.values()).map(MediaKind::text).iterator();
    }

    @Override
    public MediaKind convert(String text) {
      return Arrays.stream(MediaKind.values())
          .filter(kind -> kind.text().equals(text))
          .findFirst()
          .orElseThrow(() -> new TypeConversionException("a kind is image or video"));
    }
  }

  static final class Orders implements ITypeConverter<ListOrder>, Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(ListOrder.values()).map(ListOrder::text).iterator();
    }

    @Override
    public ListOrder convert(String text) {
      return Arrays.stream(ListOrder.values())
          .filter(order -> order.text().equals(text))
          .findFirst()
          .orElseThrow(() -> new TypeConversionException("an order is newest or oldest"));
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
