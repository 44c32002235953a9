"""`holdspace listen`: a second look at a worker's own words, in a draft or a talk."""

import argparse
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from holdspace.command_line.tables.opened import reading
from holdspace.command_line.tables.out_asked import form_asked, path_ending_in
from holdspace.command_line.tables.out_file import say, written_whole

DONE, COULD_NOT, WRONG_USAGE = 0, 1, 2

FORMS = ("text", "json")
ENDINGS = {".txt": "text", ".json": "json"}

DESCRIPTION = """\
Mark in a worker's own words what acknowledges and what dismisses: questions,
reflection, validation, affirmation, information, advice and dismissal, each with its
place, its reason and how sure it is.

FILE is a draft (text or Word), or a conversation: CSV with the columns speaker (worker
or client) and text, one turn a row; text with "Worker:" or "Client:" at the start of a
line; WebVTT or SubRip with speakers. Text without speakers is one draft of a worker.

Of what a client says, fixed rules ask at most three times whether something hard was
picked up later. Nothing scores anybody. What is marked are patterns we know: nothing
marked does not mean that nothing can hurt, and a marked pattern can be right here.
Nothing is stored, and nothing leaves this computer.
"""

EPILOG = """\
exit status: 0 done; 1 something could not be done or read; 2 wrong usage
"""


class ListenCommand:
    """The command `holdspace listen`."""

    help = DESCRIPTION

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's own arguments."""
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.epilog = EPILOG
        parser.add_argument(
            "file", metavar="FILE", type=Path, help=".txt .docx .csv .vtt or .srt"
        )
        for speaker in ("worker", "client"):
            parser.add_argument(
                f"--{speaker}",
                metavar="NAME",
                action="append",
                default=[],
                help=f"how the file names the {speaker}, if not as {speaker}",
            )
        parser.add_argument(
            "--format", choices=FORMS, help="of standard output; text if not given"
        )
        parser.add_argument(
            "--out",
            metavar="FILE",
            type=path_ending_in(ENDINGS),
            help="write to a file; its ending says how: .txt or .json",
        )

    def run(self, arguments: argparse.Namespace) -> int:
        """Do the work and return the exit status."""
        out: Path | None = arguments.out
        form = form_asked("listen", arguments, endings=ENDINGS, otherwise="text")
        if form is None:
            return WRONG_USAGE
        with reading(arguments.file):
            from holdspace.command_line.listen.sources import told_in
            from holdspace.command_line.listen.text import as_text
            from holdspace.language.listening import listen_to
            from holdspace.language.transcripts.speakers import speakers_named

            speakers = speakers_named(arguments.worker, arguments.client)
            told = told_in(arguments.file, speakers, say)
        heard = listen_to(told.draft if told.draft is not None else told.turns)
        with _written(out) as file:
            file.writelines(as_text(heard, form))
        if not heard.understood:
            say(
                "This does not look like English, the only language that can be read "
                "so far. Turns and words were counted, and nothing was marked."
            )
        elif heard.unread:
            say(
                "Sentences of the worker that do not look like English and were not "
                f"read: {heard.unread:,}."
            )
        return COULD_NOT if heard.unread or told.left_out else DONE


@contextmanager
def _written(out: Path | None) -> Iterator[TextIO]:
    if out is None:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")  # whatever a pipe is set to
        yield sys.stdout
        return
    with written_whole(out) as beside, beside.open("w", encoding="utf-8") as file:
        yield file


listen = ListenCommand()
