/// Figures of nodes for operators, and their sums: the answers of `GET /api/stats`.
///
/// Start reading at [io.calotype.http.statistics.Statistics]. A node publishes its figures as the
/// text of its own answer; the node that is asked reads those of the others and adds them up. A
/// member that another version does not write counts as zero.
///
/// Threads: any. Reading the figures evaluates gauges, and may block.
///
/// Depends on the meters of features and on `cluster`, and not on Vert.x.
@NullMarked
package io.calotype.http.statistics;

import org.jspecify.annotations.NullMarked;
