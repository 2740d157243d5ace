package io.calotype.legacy;

import io.calotype.originals.StagedFile;
import io.calotype.store.Uploaded;
import io.calotype.upload.Provenance;
import io.calotype.upload.UploadOptions;
import io.calotype.upload.Uploads;

/// Stores uploads. Imports a legacy record under the same id first.
///
/// @param legacyImport imports legacy records
/// @param uploads stores uploads
public record ImportingUploads(LegacyImport legacyImport, Uploads uploads) {

  /// Stores `staged` as [Uploads#store] does. Takes ownership of `staged` in every case.
  ///
  /// Errors: those of [Uploads#store].
  public Uploaded store(StagedFile staged, UploadOptions options, Provenance provenance) {
    boolean vacant;
    try {
      vacant = legacyImport.vacant(options);
      if (!vacant) {
        legacyImport.settle(staged, options, provenance);
      }
    } catch (RuntimeException refused) {
      staged.close();
      throw refused;
    }
    return vacant
        ? uploads.storeNew(staged, options, provenance)
        : uploads.store(staged, options, provenance);
  }
}
