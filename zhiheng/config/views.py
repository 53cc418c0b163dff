"""Pages that belong to the service as a whole."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zhiheng.record.entitlement import public


@public
@require_safe
@never_cache
def health(_request: HttpRequest) -> JsonResponse:
    """Whether the service can read its database: 200 and ``{"status": "ok"}``, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        return JsonResponse({"status": "no database"}, status=503)
    return JsonResponse({"status": "ok"})
