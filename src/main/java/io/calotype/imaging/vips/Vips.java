package io.calotype.imaging.vips;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;

/// libvips, loaded permanently into this process, with one thread and without an operation cache.
@SuppressWarnings("restricted")
public final class Vips {
  private static final long LONGEST_MESSAGE = 64 * 1024;

  private final NativeCalls calls;
  private final NativeCalls libc = new NativeCalls(Linker.nativeLinker().defaultLookup());

  private Vips(NativeCalls calls) {
    this.calls = calls;
  }

  /// Loads the library at `file` and starts it.
  public static Vips load(Path file) {
    Vips vips = new Vips(new NativeCalls(SymbolLookup.libraryLookup(file, Arena.global())));
    vips.start();
    return vips;
  }

  private void start() {
    if (calls.integer("vips_init", "calotype") != 0) {
      throw failure();
    }
    calls.run("vips_concurrency_set", 1);
    calls.run("vips_cache_set_max", 0);
  }

  NativeCalls calls() {
    return calls;
  }

  /// Whether libvips is of that version or newer.
  boolean atLeast(int major, int minor) {
    int ours = calls.integer("vips_version", 0);
    return ours > major || (ours == major && calls.integer("vips_version", 1) >= minor);
  }

  /// Blocks every loader except the class `loader` and its subclasses, for example
  /// `VipsForeignLoadJpeg`, and the loader of PNGs in memory, which we make ourselves.
  void allowOnly(String loader) {
    calls.run("vips_operation_block_set", "VipsForeignLoad", 1);
    calls.run("vips_operation_block_set", loader, 0);
    calls.run("vips_operation_block_set", "VipsForeignLoadPngBuffer", 0);
  }

  /// The libvips error of the last failed call. Clears the error buffer, so that no message remains
  /// for the next job.
  VipsException failure() {
    VipsException failure = new VipsException(complaints());
    clearErrors();
    return failure;
  }

  /// The messages since the last [#clearErrors], one a line. A decoder may report a fault and still
  /// return pixels.
  String complaints() {
    return calls.pointer("vips_error_buffer").reinterpret(LONGEST_MESSAGE).getString(0).strip();
  }

  /// Clears the error buffer of libvips.
  void clearErrors() {
    calls.run("vips_error_clear");
  }

  /// Returns unused memory to the system.
  public void trim() {
    libc.integer("malloc_trim", 0L);
  }
}
