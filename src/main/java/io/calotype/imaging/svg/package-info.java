/// The text of an SVG before libvips draws it: its root element, its size, the pictures inside it.
///
/// Start reading at [io.calotype.imaging.svg.SvgText]. Every function reads its text once from the
/// left to the right, whatever the text is, and needs no parser of XML: a drawing that is changed
/// here stays byte for byte the same everywhere else.
///
/// Threads: everything is a function of its arguments.
///
/// Depends on `media` only. It does not know how a drawing is drawn.
@NullMarked
package io.calotype.imaging.svg;

import org.jspecify.annotations.NullMarked;
