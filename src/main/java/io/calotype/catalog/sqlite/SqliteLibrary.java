package io.calotype.catalog.sqlite;

import io.calotype.telemetry.EventLog;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
  /// in full length. If that fails, the driver does as by default. Has no effect after the first
  /// connection of this process.
  public static void installIn(Path folder) {
    Path file = folder.resolve("libsqlitejdbc-" + SQLiteJDBCLoader.getVersion() + ".so");
    try {
      URLConnection resource = resource().openConnection();
      if (!Files.exists(file) || Files.size(file) != resource.getContentLengthLong()) {
        write(resource, file);
      }
      System.setProperty("org.sqlite.lib.path", String.valueOf(folder.toAbsolutePath()));
      System.setProperty("org.sqlite.lib.name", String.valueOf(file.getFileName()));
    } catch (IOException failed) {
      EventLog.debug("sqlite.library-not-written", "cause", failed);
    }
  }

  private static URL resource() throws IOException {
    String name = "/org/sqlite/native/" + OSInfo.getNativeLibFolderPathForCurrentOS() + "/" + FILE;
    URL resource = SQLiteJDBCLoader.class.getResource(name);
    if (resource == null) {
      throw new IOException("not bundled: " + name);
    }
    return resource;
  }

  private static void write(URLConnection resource, Path file) throws IOException {
    Path unfinished = Files.createTempFile(file.toAbsolutePath().getParent(), FILE, ".tmp");
    try (InputStream in = resource.getInputStream()) {
      Files.copy(in, unfinished, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
