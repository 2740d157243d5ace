package io.calotype.video;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Films in a folder of their own for each test.
abstract class FilmFixture {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @SuppressWarnings("NullAway.Init")
  Films films;

  @BeforeEach
  void openFilms() {
    films = Films.in(folder);
  }
}
