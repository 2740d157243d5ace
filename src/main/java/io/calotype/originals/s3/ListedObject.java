package io.calotype.originals.s3;

import io.calotype.originals.BlobKey;
import io.calotype.originals.BlobStore;
import io.calotype.originals.s3.sources.SourceCache;
import software.amazon.awssdk.services.s3.model.S3Object;

/// A blob that a listing has found.
///
/// @param key its name
/// @param found its object at that time
record ListedObject(BlobKey key, S3Object found, S3Objects objects, SourceCache sources)
    implements BlobStore.StoredBlob {

  @Override
  public String name() {
    return objects.keys().relative(found.key());
  }

  @Override
  public long bytes() {
    return found.size();
  }

  @Override
  public boolean delete() {
    if (!unchanged()) {
      return false;
    }
    objects.delete(found.key());
    sources.drop(key);
    return true;
  }

  @Override
  public boolean setAside() {
    if (!unchanged()) {
      return false;
    }
    objects.copy(found.key(), objects.keys().aside(key));
    objects.delete(found.key());
    sources.drop(key);
    return true;
  }

  private boolean unchanged() {
    return objects.head(found.key()).filter(now -> now.eTag().equals(found.eTag())).isPresent();
  }
}
