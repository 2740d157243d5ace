package io.calotype.catalog.sqlite;

import io.calotype.disk.UnpackedFile;
import io.calotype.telemetry.EventLog;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.OSInfo;

/// The native library of SQLite, which the system can load only from a file.
///
/// By default the driver writes it into the temporary folder at each start, compares it byte by
/// byte, and leaves it there when the program is killed. Programs may not be allowed to run there.
public final class SqliteLibrary {
  private static final String FILE = "libsqlitejdbc.so";

  private SqliteLibrary() {}

  /// Makes the driver load the library from `folder`, where this method writes it unless it exists
  /// in full length: `libsqlitejdbc-<CRC-32 of its content>.so`. If that fails, the driver does as
  /// by default. Has no effect after the first connection of this process.
  public static void installIn(Path folder) {
    try {
      URLConnection resource = resource().openConnection();
      Path file = folder.resolve("libsqlitejdbc-" + checksum(resource) + ".so");
      UnpackedFile.ensure(file, resource.getContentLengthLong(), resource::getInputStream);
      System.setProperty("org.sqlite.lib.path", String.valueOf(folder.toAbsolutePath()));
      System.setProperty("org.sqlite.lib.name", String.valueOf(file.getFileName()));
    } catch (IOException failed) {
      EventLog.debug("sqlite.library-not-written", "cause", failed);
    }
  }

  /// The CRC-32 in the directory of the jar. The driver does not know its version in a jar of
  /// several libraries, and an earlier library must not be loaded after an upgrade.
  private static String checksum(URLConnection resource) throws IOException {
    if (resource instanceof JarURLConnection inJar) {
      return String.format("%08x", inJar.getJarEntry().getCrc());
    }
    throw new IOException("not in a jar: " + resource.getURL());
  }

  private static URL resource() throws IOException {
    String name = "/org/sqlite/native/" + OSInfo.getNativeLibFolderPathForCurrentOS() + "/" + FILE;
    URL resource = SQLiteJDBCLoader.class.getResource(name);
    if (resource == null) {
      throw new IOException("not bundled: " + name);
    }
    return resource;
  }
}
