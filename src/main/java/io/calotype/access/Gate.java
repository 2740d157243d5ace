package io.calotype.access;

import io.calotype.media.Media;
import io.calotype.media.Owner;
import io.calotype.media.Visibility;
import io.calotype.tickets.Ticket;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Decides which actions a caller may perform. A pure function of the caller, the action and the
/// media.
public final class Gate {
  private Gate() {}

  /// Decides about `action` if it concerns no single media, or before the media is looked up.
  public static Decision decide(Caller caller, Action action) {
    return switch (caller) {
      case Caller.Local _ -> Decision.ALLOWED;
      case Caller.Anonymous _, Caller.Rejected _ -> Decision.UNAUTHORIZED;
      case Caller.Signed _ -> allowedIf(reads(action) && action != Action.SIGN);
      case Caller.Ticketed _ -> allowedIf(action == Action.UPLOAD);
      case Caller.Known known -> allowedIf(mayAtAll(known.role(), action));
    };
  }

  private static boolean mayAtAll(Role role, Action action) {
    return switch (role) {
      case METRICS -> action == Action.SCRAPE;
      case VIEWER -> reads(action);
      case EDITOR -> action != Action.ADMINISTER;
      case ADMIN -> true;
    };
  }

  /// Decides about `action` on `media`. Call [#open] first, which needs no caller.
  public static Decision decide(Caller caller, Action action, Media media) {
    return decide(caller, action, media.labels().visibility(), media.owner());
  }

  /// Decides about `action` on a media of that visibility and owner.
  ///
  /// @param owner null if the media has none
  public static Decision decide(
      Caller caller, Action action, Visibility visibility, @Nullable Owner owner) {
    if (visibility == Visibility.PRIVATE && hidden(caller, action, owner)) {
      return Decision.HIDDEN;
    }
    Decision general = decide(caller, action);
    boolean others = caller instanceof Caller.Known known && !mayTouch(known, owner);
    return general == Decision.ALLOWED && others ? allowedIf(reads(action)) : general;
  }

  /// Whether private media look absent to `caller`. Actions on records require a role before the
  /// look-up. Only deliveries therefore hide media from callers without a role.
  private static boolean hidden(Caller caller, Action action, @Nullable Owner owner) {
    return switch (caller) {
      case Caller.Anonymous _, Caller.Ticketed _ -> action.delivers();
      case Caller.Known known ->
          mayAtAll(known.role(), action) ? !mayTouch(known, owner) : action.delivers();
      case Caller.Local _, Caller.Rejected _, Caller.Signed _ -> false;
    };
  }

  private static boolean mayTouch(Caller.Known caller, @Nullable Owner owner) {
    return caller.role() != Role.EDITOR || caller.owner().equals(owner);
  }

  /// Whether the uploader of the same bytes may see `media`, which was stored before. The holder of
  /// a ticket sees what the issuer of the ticket has uploaded.
  public static boolean shows(Caller caller, Media media) {
    return caller instanceof Caller.Ticketed(Ticket ticket)
        ? media.open() || Objects.equals(media.owner(), ticket.owner())
        : decide(caller, Action.READ, media) == Decision.ALLOWED;
  }

  /// Decides about an id without media. The decision equals the one about private media of another
  /// owner.
  public static Decision absent(Caller caller) {
    return caller instanceof Caller.Rejected ? Decision.UNAUTHORIZED : Decision.HIDDEN;
  }

  /// Whether `action` on `media` needs no credentials.
  public static boolean open(Action action, Media media, PublicOriginals originals) {
    return switch (action) {
      case VIEW -> media.open();
      case DOWNLOAD -> originals.opens(media);
      default -> false;
    };
  }

  private static boolean reads(Action action) {
    return switch (action) {
      case LIST, READ, VIEW, DOWNLOAD, SIGN, OPERATE, SCRAPE -> true;
      case UPLOAD, INVITE, RETRY, CHANGE, DELETE, ADMINISTER -> false;
    };
  }

  private static Decision allowedIf(boolean allowed) {
    return allowed ? Decision.ALLOWED : Decision.FORBIDDEN;
  }
}
