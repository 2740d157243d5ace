/// Recorded calls to the nodes of one data set, and the rules that they must keep. Pure: values in,
/// violations out. Start at [io.calotype.history.HistoryChecker].
@org.jspecify.annotations.NullMarked
package io.calotype.history;
