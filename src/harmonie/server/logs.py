"""Logs as JSON lines without personal data: ids, kinds, times; never texts, names or addresses."""

from __future__ import annotations

from typing import Any

#: Keys that could carry what a person wrote or who they are; a mistake in a call is cut here.
_PRIVATE = frozenset(
    [
        "text",
        "body",
        "message_text",
        "email",
        "e_mail",
        "name",
        "password",
        "token",
        "secret",
        "authorization",
        "cookie",
        "ip",
        "remote_addr",
        "user_agent",
        "query",
        "query_string",
    ]
)

#: Request lines are ours (server.middleware): those of Django hold paths, and paths hold tokens.
_QUIET = {
    "django.server": "ERROR",
    "django.request": "CRITICAL",
    "django.security": "ERROR",
    "httpx": "WARNING",
    "asyncio": "WARNING",
}


def drop_private(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """A structlog processor: replace private values by their absence."""
    for key in list(event):
        if key.lower() in _PRIVATE:
            event[key] = "[removed]"
    return event


def logging_settings(level: str, *, is_json: bool) -> dict[str, Any]:
    """Django's ``LOGGING``: everything, standard library included, through structlog."""
    import structlog

    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        drop_private,
    ]
    _configure(shared)
    last: list[Any] = [structlog.dev.ConsoleRenderer()]
    if is_json:
        last = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        "foreign_pre_chain": shared,
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {name: {"level": quiet} for name, quiet in _QUIET.items()},
    }


def _configure(shared: list[Any]) -> None:
    import structlog

    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.processors.StackInfoRenderer(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
