/// The latest events of all media in memory, for any number of subscribers.
///
/// Start reading at [io.calotype.events.EventFeed]. One thread reads the journal of the catalog.
/// Subscribers have a place in the memory of all, and no queue of their own: a slow one costs
/// nothing, and learns that it has missed events. An event is added after the copies of its record
/// on this node are dropped.
///
/// Threads: any thread may call any method. Only [io.calotype.events.EventFeed#open] blocks.
///
/// Depends on `catalog` and `cluster`. Knows nothing about callers, rights or HTTP.
@NullMarked
package io.calotype.events;

import org.jspecify.annotations.NullMarked;
