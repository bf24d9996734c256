"""JSON on standard error, one object a line: request ids and counts, never payloads or names."""

import logging
import sys

import structlog

_SHARED = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
)


def configure(level: str) -> None:
    """Send structlog and the standard library's logging through one JSON renderer.

    Args:
        level: Name of the lowest level that is written.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHARED,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [
        kept for kept in root.handlers if not getattr(kept, "licet", False)
    ]
    handler.licet = True  # type: ignore[attr-defined]  # a mark to find our own handler again
    root.addHandler(handler)
    root.setLevel(level)
    # These write whole request lines and SQL; both can hold names.
    for noisy in ("django.request", "django.security.csrf", "django.db.backends"):
        logging.getLogger(noisy).setLevel("ERROR")
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
