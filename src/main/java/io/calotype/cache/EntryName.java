package io.calotype.cache;

import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The file name of an entry, `<name>.<length>-<crc32c>.<extension>`. It holds the length and
/// checksum that the content is verified against.
///
/// @param name the name of the entry, unique for its owner and extension
/// @param length the length of its content in bytes, at least 1
/// @param checksum the CRC-32C of its content (RFC 3720, appendix B.4), eight lower-case
///   hexadecimal digits in the text
/// @param extension the file name extension, without the dot
record EntryName(String name, long length, int checksum, String extension) {
  private static final Pattern FORM =
      Pattern.compile("([^.]+)\\.([1-9][0-9]{0,17})-([0-9a-f]{8})\\.([^.]+)");
  private static final long BLOCK = 4096;

  /// Parses the file name of an entry. Returns null for a foreign file.
  static @Nullable EntryName parse(String file) {
    Matcher form = FORM.matcher(file);
    if (!form.matches() || !CacheKey.safe(form.group(1)) || !CacheKey.safe(form.group(4))) {
      return null;
    }
    int checksum = HexFormat.fromHexDigits(form.group(3));
    return new EntryName(form.group(1), Long.parseLong(form.group(2)), checksum, form.group(4));
  }

  /// The file name.
  String text() {
    return name + '.' + length + '-' + HexFormat.of().toHexDigits(checksum) + '.' + extension;
  }

  /// Returns whether this is an entry of `key`, regardless of the owner.
  boolean names(CacheKey key) {
    return name.equals(key.name()) && extension.equals(key.extension());
  }

  /// The key of this entry in the folder of `owner`.
  CacheKey key(String owner) {
    return new CacheKey(owner, name, extension);
  }

  /// The bytes of the budget that the entry takes.
  long charge() {
    return charge(length);
  }

  /// The space that `length` bytes take on a disk with blocks of 4 KiB.
  static long charge(long length) {
    return (length + BLOCK - 1) / BLOCK * BLOCK;
  }
}
