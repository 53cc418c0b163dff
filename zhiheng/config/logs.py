"""Log lines that a machine can read: one JSON object a line, without what a person typed."""

import logging

import msgspec


class JsonLine(logging.Formatter):
    """Moment, level, logger and message of a record, and of an exception its kind and place.

    Neither the request's query nor an exception's message is written: both may hold personal data.
    """

    def format(self, record: logging.LogRecord) -> str:
        """One line of JSON."""
        line: dict[str, object] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage().partition("?")[0],
        }
        status = getattr(record, "status_code", None)
        if status is not None:
            line["status"] = status
        if record.exc_info and record.exc_info[0]:
            kind, _, place = record.exc_info
            line["error"] = kind.__name__
            while place is not None and place.tb_next is not None:
                place = place.tb_next
            if place is not None:
                line["place"] = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}"
        return msgspec.json.encode(line).decode()
