package io.calotype.cache;

import io.calotype.disk.FileOperations;
import io.calotype.disk.LocalFiles;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.List;

/// The real disk, with something in the way of what lists folders in the background.
abstract class Stumbling implements FileOperations {
  private final FileOperations disk = new LocalFiles();

  /// Comes before `folder` is listed in the background.
  abstract void count(Path folder) throws IOException;

  @Override
  public List<Path> list(Path folder) throws IOException {
    if (Thread.currentThread().getName().equals("disk-cache")) {
      count(folder);
    }
    return disk.list(folder);
  }

  @Override
  public Stat stat(Path path) throws IOException {
    return disk.stat(path);
  }

  @Override
  public SeekableByteChannel open(Path file) throws IOException {
    return disk.open(file);
  }

  @Override
  public WritableByteChannel create(Path file) throws IOException {
    return disk.create(file);
  }

  @Override
  public WritableByteChannel createPrivate(Path file) throws IOException {
    return disk.createPrivate(file);
  }

  @Override
  public WritableByteChannel append(Path file, long length) throws IOException {
    return disk.append(file, length);
  }

  @Override
  public void link(Path file, Path name) throws IOException {
    disk.link(file, name);
  }

  @Override
  public void createFolder(Path folder) throws IOException {
    disk.createFolder(folder);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    disk.move(from, to);
  }

  @Override
  public void copy(Path from, Path to) throws IOException {
    disk.copy(from, to);
  }

  @Override
  public void sync(Path path) throws IOException {
    disk.sync(path);
  }

  @Override
  public void touch(Path file, long modified) throws IOException {
    disk.touch(file, modified);
  }

  @Override
  public void delete(Path path) throws IOException {
    disk.delete(path);
  }
}
