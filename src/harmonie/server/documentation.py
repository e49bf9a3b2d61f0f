"""/docs/: the built documentation, as files; nothing outside its folder is ever read."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import http_date
from django.views.decorators.http import require_safe


@require_safe
@csp_replace(
    {
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "worker-src": ["'self'"],
    }
)
def page(request: HttpRequest, path: str = "") -> HttpResponse:
    """A file of ``DOCS_ROOT``; a folder gives its index.html; without a build, how to build."""
    root = Path(settings.DOCS_ROOT).resolve()
    if not (root / "index.html").is_file():
        return render(request, "server/no_docs.html", status=404)
    if "\0" in path:
        raise Http404
    target = (root / path).resolve()
    if not target.is_relative_to(root):
        raise Http404
    if target.is_dir():
        if path and not path.endswith("/"):
            return redirect(f"{request.path}/")
        target = target / "index.html"
    if not target.is_file():
        raise Http404
    kind = mimetypes.guess_type(target.name)[0] or "application/octet-stream"
    response = HttpResponse(target.read_bytes(), content_type=kind)
    response.headers["Last-Modified"] = http_date(target.stat().st_mtime)
    response.headers["Cache-Control"] = "public, max-age=300"
    return response
