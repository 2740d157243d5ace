/// Tickets: permissions to upload that a program gives to pages and phones, which have no key.
///
/// Start reading at [io.calotype.tickets.Ticket]; [io.calotype.tickets.TicketStore] keeps tickets
/// and counts their uses, in the database of the catalog.
///
/// Threads: a store may block. Depends on `media` and `json`. Knows neither how a request carries a
/// ticket nor how an upload is checked against one.
@NullMarked
package io.calotype.tickets;

import org.jspecify.annotations.NullMarked;
