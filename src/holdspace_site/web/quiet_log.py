"""Keeps clients' words out of logs: what failed and where, never with what."""

import logging


class WithoutWords(logging.Filter):
    """Cuts an exception down to its type, and a message to its template.

    A message that came without its template may be made of anything: only who said it,
    and where, is left of it.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Let the record through with nothing in it that a person wrote."""
        if record.exc_info and record.exc_info[0]:
            kind = record.exc_info[0].__name__
            trace = record.exc_info[2]
            while trace and trace.tb_next:
                trace = trace.tb_next
            where = (
                f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace else "?"
            )
            record.msg, record.args = "%s in %s", (kind, where)
        elif record.args:
            record.args = None
        else:
            record.msg = f"{record.name} in {record.funcName}:{record.lineno}"
        record.exc_info = record.exc_text = record.stack_info = None
        return True


class QuietHandler(logging.StreamHandler):
    """Writes to standard error, or nothing: never why it could not, and of what."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """Leave it: Python's own way prints the exception that was being logged."""
