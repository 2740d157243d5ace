package io.calotype.access;

import io.calotype.media.Media;

/// Decides who may do what. A pure function of the caller, the action and the media.
public final class Gate {
  private Gate() {}

  /// Whether `caller` may do `action` where no single media is meant, or before it is looked up.
  public static Decision decide(Caller caller, Action action) {
    return switch (caller) {
      case Caller.Local _ -> Decision.ALLOWED;
      case Caller.Anonymous _, Caller.Rejected _ -> Decision.UNAUTHORIZED;
      case Caller.Signed _ -> allowedIf(reads(action));
      case Caller.Known known -> allowedIf(mayAtAll(known.role(), action));
    };
  }

  private static boolean mayAtAll(Role role, Action action) {
    return switch (role) {
      case VIEWER -> reads(action);
      case EDITOR -> action != Action.ADMINISTER;
      case ADMIN -> true;
    };
  }

  /// Whether `caller` may do `action` to `media`. What everybody may view needs no caller: see
  /// [#open].
  public static Decision decide(Caller caller, Action action, Media media) {
    if (open(action, media)) {
      return Decision.ALLOWED;
    }
    Decision general = decide(caller, action);
    return general == Decision.ALLOWED && caller instanceof Caller.Known known
        ? decide(known, action, media)
        : general;
  }

  /// Whether everybody may do `action` to `media`, whoever they are.
  public static boolean open(Action action, Media media) {
    return action == Action.VIEW && media.open();
  }

  private static Decision decide(Caller.Known caller, Action action, Media media) {
    boolean own = caller.owner().equals(media.owner());
    if (caller.role() != Role.EDITOR || own) {
      return Decision.ALLOWED;
    }
    if (!media.open()) {
      return Decision.HIDDEN;
    }
    return allowedIf(reads(action));
  }

  private static boolean reads(Action action) {
    return switch (action) {
      case LIST, READ, VIEW, OPERATE -> true;
      case UPLOAD, RETRY, DELETE, ADMINISTER -> false;
    };
  }

  private static Decision allowedIf(boolean allowed) {
    return allowed ? Decision.ALLOWED : Decision.FORBIDDEN;
  }
}
