package io.calotype.app.command;

import io.calotype.failure.MediaException;
import io.calotype.imaging.Output;
import io.calotype.imaging.Priority;
import io.calotype.imaging.Source;
import io.calotype.imaging.Urgency;
import io.calotype.media.MediaType;
import io.calotype.media.geometry.Dimensions;
import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.RenditionSpec;
import io.calotype.rendition.Decoders;
import io.calotype.video.Container;
import io.calotype.video.Ffmpeg;
import io.calotype.video.VideoFacts;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Prints which formats this machine reads and writes. Tries each with a small sample.
///
/// @param decoders the decoders under test
/// @param folder folder for the samples
record FormatTable(Decoders decoders, Path folder) {
  private static final String ROW = "%-10s %-26s %-6s %-7s %s%n";
  private static final Dimensions SAMPLE = new Dimensions(16, 16);

  /// Prints the table. Returns false if a bundled format cannot be read or written.
  boolean print(PrintStream out) {
    out.printf(ROW, "format", "type", "reads", "writes", "to add it");
    boolean sound = true;
    for (MediaType type : MediaType.values()) {
      boolean reads = reads(type);
      Format format = format(type);
      String writes = format == null ? "-" : word(writes(format));
      sound &= (reads && !writes.equals("no")) || type.decoder() != MediaType.Decoder.BUILT_IN;
      String name = type.name().toLowerCase(Locale.ROOT).replace("three_gp", "3gp");
      out.printf(ROW, name, type.contentType(), word(reads), writes, reads ? "" : advice(type));
    }
    return sound;
  }

  private static String word(boolean yes) {
    return yes ? "yes" : "no";
  }

  private static @Nullable Format format(MediaType type) {
    return Arrays.stream(Format.values())
        .filter(format -> format.contentType().equals(type.contentType()))
        .findFirst()
        .orElse(null);
  }

  /// The queue limit of an upload, because the renderers may still be starting.
  private static Urgency patient() {
    return Urgency.of(Priority.UPLOAD);
  }

  private boolean reads(MediaType type) {
    try {
      Source source = sample(type);
      if (type.decoder() == MediaType.Decoder.FFMPEG) {
        film(source);
      } else {
        decoders
            .reader(type)
            .render(patient(), source, header -> List.of(), (spec, length, bytes) -> {});
      }
      return true;
    } catch (MediaException refused) {
      return false;
    }
  }

  private void film(Source source) {
    Ffmpeg ffmpeg = decoders.film(source.type());
    Container container = Container.of(source.type());
    Path poster = folder.resolve(source.type().extension() + ".png");
    Urgency urgency = patient();
    VideoFacts facts = ffmpeg.examine(urgency, source.file(), container);
    ffmpeg.poster(urgency, source.file(), container, facts, poster);
  }

  private boolean writes(Format format) {
    RenditionSpec spec = RenditionSpec.still(SAMPLE, format);
    try {
      decoders
          .engine()
          .render(
              sample(MediaType.PNG),
              header -> List.of(Output.of(spec)),
              (made, length, bytes) -> bytes.skipNBytes(length));
      return true;
    } catch (MediaException refused) {
      return false;
    }
  }

  private Source sample(MediaType type) {
    String name = "sample." + type.extension();
    try (InputStream in =
        Objects.requireNonNull(FormatTable.class.getResourceAsStream("samples/" + name))) {
      Path file = folder.resolve(name);
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      return new Source(type, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String advice(MediaType type) {
    return switch (type.decoder()) {
      case BUILT_IN -> "a fault: this is brought along";
      case FFMPEG -> "apt-get install ffmpeg";
      case SYSTEM ->
          decoders.system().isEmpty()
              ? "apt-get install libvips42 (Debian 12), libvips42t64 (13)"
              : plugin(type);
    };
  }

  /// Names the package with the codec: newer Debian releases ship codecs separately from libvips.
  private static String plugin(MediaType type) {
    return type == MediaType.HEIC
        ? "apt-get install libheif-plugin-libde265"
        : "a libvips that is built with it";
  }
}
