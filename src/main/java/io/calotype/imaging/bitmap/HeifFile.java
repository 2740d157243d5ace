package io.calotype.imaging.bitmap;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The items of a HEIF file, such as an AVIF: the primary item, the properties of each, and the
/// location of its data (ISO/IEC 23008-12, ISO/IEC 14496-12 section 8.11).
public final class HeifFile {
  private static final int META = 0x6d657461;
  private static final String ALPHA_NAME = "alpha";
  private static final int MAX_BOXES = 1 << 16;
  private static final int MAX_EXTENTS = 16; // only the first is used; more indicate damage

  private final ByteBuffer file;
  private final List<ByteBuffer> properties = new ArrayList<>();
  private final Map<Integer, List<Integer>> associations = new HashMap<>();
  private final Map<Integer, HeifExtent> extents = new HashMap<>();
  private final List<Reference> references = new ArrayList<>();
  private Optional<Box> idat = Optional.empty();
  private int primary;

  private HeifFile(ByteBuffer file) {
    this.file = file;
  }

  /// The location of the data of an item.
  private record HeifExtent(boolean inIdat, long offset, long length) {}

  private record Reference(int type, int from, List<Integer> to) {}

  /// A box without its header.
  private record Box(int type, ByteBuffer body) {}

  /// Reads the items of a file; empty if they cannot be read.
  public static Optional<HeifFile> read(ByteBuffer file) {
    try {
      HeifFile heif = new HeifFile(file.slice());
      for (Box box : boxes(heif.file)) {
        if (box.type() == META) {
          heif.meta(box.body());
          return Optional.of(heif);
        }
      }
      return Optional.empty();
    } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException damaged) {
      return Optional.empty();
    }
  }

  /// The primary item.
  public int primary() {
    return primary;
  }

  /// The item that is the alpha plane of `item`.
  public Optional<Integer> alphaOf(int item) {
    return references.stream()
        .filter(reference -> reference.type() == type("auxl") && reference.to().contains(item))
        .map(Reference::from)
        .filter(this::alpha)
        .findFirst();
  }

  private boolean alpha(int item) {
    return property(item, "auxC")
        .map(body -> {
          byte[] name = new byte[body.remaining()];
          body.get(0, name);
          String text = new String(name, StandardCharsets.ISO_8859_1);
          return text.contains(ALPHA_NAME) || text.contains("hevc:2015:auxid:1");
        })
        .orElse(false);
  }

  /// The item that contains coded data: the first tile of a grid, otherwise the item itself.
  public int coded(int item) {
    return references.stream()
        .filter(reference -> reference.type() == type("dimg") && reference.from() == item)
        .flatMap(reference -> reference.to().stream())
        .findFirst()
        .orElse(item);
  }

  /// The body of an item's first property of that type, for example `colr`.
  public Optional<ByteBuffer> property(int item, String type) {
    return properties(item, type).stream().findFirst();
  }

  /// The bodies of all properties of that type of an item.
  public List<ByteBuffer> properties(int item, String type) {
    return associations.getOrDefault(item, List.of()).stream()
        .filter(index -> index >= 1 && index <= properties.size())
        .map(index -> properties.get(index - 1))
        .filter(box -> box.getInt(4) == type(type))
        .map(box -> box.slice(8, box.limit() - 8))
        .toList();
  }

  /// The first extent of the data of an item.
  public Optional<ByteBuffer> data(int item) {
    HeifExtent extent = extents.get(item);
    if (extent == null || (extent.inIdat() && idat.isEmpty())) {
      return Optional.empty();
    }
    ByteBuffer within = extent.inIdat() ? idat.orElseThrow().body() : file;
    if (extent.offset() < 0 || extent.offset() >= within.limit()) {
      return Optional.empty();
    }
    int from = (int) extent.offset();
    long rest = within.limit() - (long) from;
    boolean open = extent.length() <= 0 || extent.length() > rest;
    return Optional.of(within.slice(from, (int) (open ? rest : extent.length())));
  }

  private void meta(ByteBuffer body) {
    for (Box box : boxes(body.slice(4, body.limit() - 4))) {
      switch (name(box.type())) {
        case "pitm" -> primary = new Fields(box.body()).item(box.body().get(0) > 0);
        case "iprp" -> iprp(box.body());
        case "iref" -> iref(box.body());
        case "iloc" -> iloc(box.body());
        case "idat" -> idat = Optional.of(box);
        default -> {} // not needed
      }
    }
  }

  private void iprp(ByteBuffer body) {
    for (Box box : boxes(body)) {
      if (box.type() == type("ipco")) {
        raw(box.body());
      } else if (box.type() == type("ipma")) {
        ipma(box.body());
      }
    }
  }

  private void raw(ByteBuffer body) {
    for (int at = 0; at + 8 <= body.limit(); ) {
      int size = body.getInt(at);
      if (size < 8) {
        throw new IllegalArgumentException("a property of " + size + " bytes");
      }
      properties.add(body.slice(at, size));
      at += size;
    }
  }

  private void ipma(ByteBuffer body) {
    Fields fields = new Fields(body);
    boolean wide = (body.get(3) & 1) != 0;
    int entries = fields.u32();
    for (int i = 0; i < entries; i++) {
      int item = fields.item(body.get(0) > 0);
      int count = fields.u8();
      List<Integer> indices = associations.computeIfAbsent(item, key -> new ArrayList<>());
      for (int k = 0; k < count; k++) {
        indices.add(wide ? fields.u16() & 0x7fff : fields.u8() & 0x7f);
      }
    }
  }

  private void iref(ByteBuffer body) {
    boolean wide = body.get(0) > 0;
    for (Box box : boxes(body.slice(4, body.limit() - 4))) {
      Fields fields = new Fields(box.body(), 0);
      int from = fields.item(wide);
      int count = fields.u16();
      List<Integer> to = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        to.add(fields.item(wide));
      }
      references.add(new Reference(box.type(), from, to));
    }
  }

  private void iloc(ByteBuffer body) {
    int version = body.get(0);
    Fields fields = new Fields(body);
    int sizes = fields.u16();
    int items = version < 2 ? fields.u16() : fields.u32();
    for (int i = 0; i < items; i++) {
      int item = fields.item(version >= 2);
      boolean inIdat = version > 0 && (fields.u16() & 15) == 1;
      fields.u16(); // data reference
      long base = fields.sized(sizes >> 4 & 15);
      int count = fields.u16();
      for (int k = 0; k < Math.min(count, MAX_EXTENTS); k++) {
        fields.sized(version > 0 ? sizes & 15 : 0);
        long offset = fields.sized(sizes >> 12 & 15);
        long length = fields.sized(sizes >> 8 & 15);
        extents.putIfAbsent(item, new HeifExtent(inIdat, base + offset, length));
      }
    }
  }

  private static List<Box> boxes(ByteBuffer bytes) {
    List<Box> boxes = new ArrayList<>();
    for (long at = 0; at + 8 <= bytes.limit() && boxes.size() < MAX_BOXES; ) {
      int from = (int) at;
      long size = Integer.toUnsignedLong(bytes.getInt(from));
      int header = size == 1 ? 16 : 8;
      size = size == 1 ? bytes.getLong(from + 8) : size == 0 ? bytes.limit() - at : size;
      if (size < header || size > bytes.limit() - at) {
        break; // truncated: the boxes before it are kept
      }
      boxes.add(new Box(bytes.getInt(from + 4), bytes.slice(from + header, (int) size - header)));
      at += size;
    }
    return boxes;
  }

  private static int type(String name) {
    return ByteBuffer.wrap(name.getBytes(StandardCharsets.US_ASCII)).getInt();
  }

  private static String name(int type) {
    byte[] letters = ByteBuffer.allocate(Integer.BYTES).putInt(type).array();
    return new String(letters, StandardCharsets.ISO_8859_1);
  }

  /// The fields of a full box after its version and flags, one after the other.
  private static final class Fields {
    private final ByteBuffer bytes;

    Fields(ByteBuffer body) {
      this(body, 4);
    }

    Fields(ByteBuffer body, int from) {
      bytes = body.slice(from, body.limit() - from);
    }

    int u8() {
      return (int) sized(1);
    }

    int u16() {
      return (int) sized(2);
    }

    int u32() {
      return (int) sized(4);
    }

    int item(boolean wide) {
      return (int) sized(wide ? 4 : 2);
    }

    long sized(int count) {
      long number = 0;
      for (int i = 0; i < count; i++) {
        if (!bytes.hasRemaining()) {
          throw new IndexOutOfBoundsException("a box is too short");
        }
        number = number << 8 | Byte.toUnsignedInt(bytes.get());
      }
      return number;
    }
  }
}
