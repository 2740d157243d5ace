package io.calotype.disk;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// A small file in memory that the kernel shares with its page cache. To send it costs one copy, as
/// from any memory, and no read.
///
/// The program itself must not read the bytes: a file that has become shorter would end the access
/// with an error of the JVM. The kernel reads them on the way to a socket, and then reports
/// `EFAULT`.
///
/// Java can end a mapping at once only after a handshake with every thread, which costs more than a
/// hundred reads. The owner counts the users instead.
public final class MappedFile implements Closeable {
  private static final MethodHandle MUNMAP = munmap();

  private final MemorySegment mapped;
  private final ByteBuffer view;

  @SuppressWarnings("restricted")
  private MappedFile(MemorySegment mapped) {
    this.mapped = mapped;
    this.view =
        MemorySegment.ofAddress(mapped.address()).reinterpret(mapped.byteSize()).asByteBuffer();
  }

  @SuppressWarnings("restricted")
  private static MethodHandle munmap() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("munmap"),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
  }

  /// Maps the first `length` bytes of `file`. The mapping does not need the file to stay open.
  public static MappedFile of(FileChannel file, long length) throws IOException {
    return new MappedFile(file.map(FileChannel.MapMode.READ_ONLY, 0, length, Arena.global()));
  }

  /// The bytes, for the kernel to read, until [#close]. Java does not know that they are read-only,
  /// because Netty refuses buffers of which it does. The pages are.
  public ByteBuffer view() {
    return view.duplicate();
  }

  /// Removes the mapping, once. Any later access to a [#view] is undefined.
  @Override
  public void close() {
    try {
      int failed = (int) MUNMAP.invokeExact(mapped, mapped.byteSize());
      if (failed != 0) {
        throw new IllegalStateException("munmap has failed");
      }
    } catch (RuntimeException | Error failed) {
      throw failed;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
