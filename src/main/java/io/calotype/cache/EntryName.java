package io.calotype.cache;

import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The file name of an entry, `<name>.<length>-<crc32c>.<extension>`: all that is known of its
/// bytes before they are read, and what they are measured against afterwards.
///
/// @param name which of its owner's entries it is
/// @param length how many bytes it must have, at least 1
/// @param checksum their CRC-32C (RFC 3720, appendix B.4), eight lower-case hexadecimal digits in
///   the text
/// @param extension the file name ending, without the dot
record EntryName(String name, long length, int checksum, String extension) {
  private static final Pattern FORM =
      Pattern.compile("([^.]+)\\.([1-9][0-9]{0,17})-([0-9a-f]{8})\\.([^.]+)");
  private static final long BLOCK = 4096;

  /// The entry that `file` names; null where it is foreign.
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

  /// Whether this is an entry of `key`, whoever its owner is.
  boolean names(CacheKey key) {
    return name.equals(key.name()) && extension.equals(key.extension());
  }

  /// The key of this entry in the folder of `owner`.
  CacheKey key(String owner) {
    return new CacheKey(owner, name, extension);
  }

  /// What the entry counts for against the budget.
  long charge() {
    return charge(length);
  }

  /// What `length` bytes take on a disk with blocks of 4 KiB.
  static long charge(long length) {
    return (length + BLOCK - 1) / BLOCK * BLOCK;
  }
}
