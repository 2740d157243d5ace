/// Prepares the text of an SVG before libvips draws it: its root element, its size, the pictures
/// inside it.
///
/// Start reading at [io.calotype.imaging.svg.SvgText]. Every function scans its text once from left
/// to right, for any input, without an XML parser. All bytes outside the changed places stay
/// identical.
///
/// Threads: everything is a function of its arguments.
///
/// Depends on `media` only. It does not know how a drawing is drawn.
@NullMarked
package io.calotype.imaging.svg;

import org.jspecify.annotations.NullMarked;
