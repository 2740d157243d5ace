package io.calotype.http.gallery;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The files of the gallery. The list is read once; a file is read at its first use, and stays in
/// memory. All files together have less than 2 MiB.
public final class GalleryFiles {
  private static final String LIST = "files";

  private final Map<String, GalleryFile> files;
  private final Map<String, byte[]> bodies = new ConcurrentHashMap<>();
  private final Folder folder;

  /// The folder of the built files.
  @FunctionalInterface
  interface Folder {
    /// Opens the file `name`; null if there is none.
    @Nullable InputStream open(String name);
  }

  private GalleryFiles(Map<String, GalleryFile> files, Folder folder) {
    this.files = Map.copyOf(files);
    this.folder = folder;
  }

  /// Returns the files in the jar; none if it was built without them.
  public static GalleryFiles ofJar() {
    return of(name -> GalleryFiles.class.getResourceAsStream("/web/" + name));
  }

  /// Returns the files in `folder`; none if it has no list.
  static GalleryFiles of(Folder folder) {
    Map<String, GalleryFile> files = new HashMap<>();
    byte[] list = read(folder, LIST);
    if (list != null) {
      new String(list, StandardCharsets.UTF_8)
          .lines()
          .map(GalleryFile::parse)
          .forEach(file -> files.put(file.name(), file));
    }
    return new GalleryFiles(files, folder);
  }

  /// The file `name`; null if there is none.
  @Nullable GalleryFile find(String name) {
    return files.get(name);
  }

  /// The bytes of `file` in `coding`, if they are in memory; null otherwise.
  byte @Nullable [] loaded(GalleryFile file, String coding) {
    return bodies.get(file.storedName(coding));
  }

  /// The bytes of `file` in `coding`. May block.
  byte[] load(GalleryFile file, String coding) {
    return bodies.computeIfAbsent(file.storedName(coding), this::body);
  }

  private byte[] body(String name) {
    byte[] bytes = read(folder, name);
    if (bytes == null) {
      throw new IllegalStateException("the list has a file that is missing: " + name);
    }
    return bytes;
  }

  private static byte @Nullable [] read(Folder folder, String name) {
    try (InputStream in = folder.open(name)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
