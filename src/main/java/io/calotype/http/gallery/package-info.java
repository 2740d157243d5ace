/// The gallery: a page at `/`, with its scripts and styles under `/assets/`.
///
/// Start reading at [io.calotype.http.gallery.GalleryHandler]. `web/build` writes the files into
/// the jar, with a list of them. The name of an asset contains its digest: its bytes never change.
/// Each text exists in several content codings, compressed by the build.
///
/// Threads: handlers begin on an event loop and answer from memory. The first request for a file
/// reads it from the jar on a virtual thread.
///
/// The page uses the public API only, and has no rights of its own. A jar may have no gallery: the
/// routes then answer 404.
@NullMarked
package io.calotype.http.gallery;

import org.jspecify.annotations.NullMarked;
