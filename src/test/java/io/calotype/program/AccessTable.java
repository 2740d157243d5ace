package io.calotype.program;

/// Who gets what: a row a request, a column a caller, in the order of `AccessProgramTest.CALLERS`.
final class AccessTable {
  /// The answer to each caller: `ann` has uploaded `open` (public) and `secret` (private). A row is
  /// walked from left to right; `{caller}` is the caller's name.
  static final String TABLE =
      """
      GET    /images/open                           200 200 200 200 200 200 200 200 200 200 200 200
      GET    /images/open/small.jpg                 200 200 200 200 200 200 200 200 200 200 200 200
      GET    /api/media/open/thumbnail              200 200 200 200 200 200 200 200 200 200 200 200
      GET    /api/media/open/content                401 401 401 401 200 200 200 200 200 403 200 200
      GET    /images/secret                         404 401 401 401 200 404 404 200 200 404 200 200
      GET    /images/secret.png                     404 401 401 401 200 404 404 200 200 404 200 200
      GET    /images/secret/large?format=auto       404 401 401 401 200 404 404 200 200 404 200 200
      GET    /api/media/secret/thumbnail?size=small 404 401 401 401 200 404 404 200 200 404 200 200
      GET    /api/media/secret/content              404 401 401 401 200 404 404 200 200 404 200 200
      GET    /images/absent                         404 401 401 401 404 404 404 404 404 404 404 404
      GET    /api/media/absent/content              404 401 401 401 404 404 404 404 404 404 404 404
      GET    /api/media/open                        401 401 401 401 200 200 200 200 200 403 401 200
      GET    /api/media/secret                      401 401 401 401 200 404 404 200 200 403 401 200
      GET    /api/media/absent                      401 401 401 401 404 404 404 404 404 403 401 404
      GET    /api/media/open/renditions             401 401 401 401 200 200 200 200 200 403 401 200
      GET    /api/media/secret/renditions           401 401 401 401 200 404 404 200 200 403 401 200
      GET    /api/media                             401 401 401 401 200 200 200 200 200 403 401 200
      GET    /api/media?limit=x                     401 401 401 401 400 400 400 400 400 403 401 400
      GET    /metrics                               401 401 401 401 200 200 200 200 200 200 401 200
      GET    /api/stats                             401 401 401 401 200 200 200 200 200 403 401 200
      GET    /api/me                                401 401 401 401 200 200 200 200 200 200 401 200
      POST   /api/sign                              401 401 401 401 400 400 400 400 400 403 401 400
      GET    /api/sign                              405 405 405 405 405 405 405 405 405 405 405 405
      POST   /api/cache/clear                       401 401 401 401 403 403 403 403 400 403 401 403
      POST   /api/admin/upkeep                      401 401 401 401 403 403 403 403 200 403 401 403
      GET    /api/admin/upkeep                      401 401 401 401 403 403 403 403 200 403 401 403
      GET    /api/admin/orphans                     401 401 401 401 403 403 403 403 200 403 401 403
      POST   /api/admin/orphans                     401 401 401 401 403 403 403 403 400 403 401 403
      POST   /api/admin/verify                      401 401 401 401 403 403 403 403 400 403 401 403
      GET    /api/admin/usage                       401 401 401 401 403 403 403 403 200 403 401 403
      GET    /api/admin/explain?url=/images/open    401 401 401 401 403 403 403 403 200 403 401 403
      GET    /api/admin/explain                     401 401 401 401 403 403 403 403 400 403 401 403
      GET    /api/admin/move                        401 401 401 401 403 403 403 403 400 403 401 403
      POST   /api/admin/move                        401 401 401 401 403 403 403 403 400 403 401 403
      POST   /api/admin/warm                        401 401 401 401 403 403 403 403 400 403 401 403
      GET    /images/open?w=400&format=avif         200 200 200 200 200 200 200 200 200 200 200 200
      GET    /images/secret?w=400&format=auto       404 401 401 401 200 404 404 200 200 404 200 200
      GET    /images/secret?w=401                   400 400 400 400 400 400 400 400 400 400 400 200
      GET    /images/absent?w=401                   400 400 400 400 400 400 400 400 400 400 400 404
      GET    /api/media/secret?exif=true            401 401 401 401 200 404 404 200 200 403 401 200
      GET    /health/live                           200 200 200 200 200 200 200 200 200 200 200 200
      GET    /health/ready                          200 200 200 200 200 200 200 200 200 200 200 200
      GET    /problems/not-found                    200 200 200 200 200 200 200 200 200 200 200 200
      GET    /                                      200 200 200 200 200 200 200 200 200 200 200 200
      GET    /nothing                               404 404 404 404 404 404 404 404 404 404 404 404
      POST   /api/media                             401 401 401 401 403 201 201 201 201 403 401 201
      PUT    /api/media/new-{caller}                401 401 401 401 403 201 201 201 201 403 401 201
      PUT    /api/media/open                        401 401 401 401 403 200 200 200 200 403 401 200
      PUT    /api/media/secret                      401 401 401 401 403 409 409 200 200 403 401 409
      POST   /api/media/open/retry                  401 401 401 401 403 403 403 200 200 403 401 403
      POST   /api/media/secret/retry                401 401 401 401 403 404 404 200 200 403 401 404
      POST   /api/media/absent/retry                401 401 401 401 403 404 404 404 404 403 401 404
      PATCH  /api/media/open                        401 401 401 401 403 415 415 415 415 403 401 415
      POST   /api/media/batch-delete                401 401 401 401 403 415 415 415 415 403 401 415
      DELETE /api/media?group=none                  401 401 401 401 403 200 200 200 200 403 401 200
      DELETE /api/media                             401 401 401 401 403 400 400 400 400 403 401 400
      DELETE /api/media/absent                      401 401 401 401 403 404 404 404 404 403 401 404
      PATCH  /api/media                             405 405 405 405 405 405 405 405 405 405 405 405
      POST   /images/secret                         405 405 405 405 405 405 405 405 405 405 405 405
      """;

  /// The same for what can be done once.
  static final String LAST =
      """
      DELETE /api/media/open                        401 401 401 401 403 403 403 204 404 403 401 404
      DELETE /api/media/secret                      401 401 401 401 403 404 404 204 404 403 401 404
      """;

  private AccessTable() {}
}
