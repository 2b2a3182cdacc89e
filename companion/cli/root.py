"""The root of the command line: which command lives where."""

import click

from companion import __version__
from companion.cli.edge import guarded, say
from companion.cli.lazy import LazyGroup, Table
from companion.cli.passphrase import given_file, passphrase_option
from companion.language import _

COMMANDS: Table = {
    "session": ("companion.cli.session:session", _("One guided session, from check-in to close.")),
    "jam": ("companion.cli.jam:jam", _("Straight to playing over a steady backing.")),
    "exercise": ("companion.cli.exercise:exercise", _("Exercises: list, show, check, new, copy, adapt, try.")),
    "suggest": ("companion.cli.music:suggest", _("Chords and melody for a feeling, with the reasons.")),
    "compose": ("companion.cli.music:compose", _("Words in a file to a whole song.")),
    "backing": ("companion.cli.backing:backing", _("A steady backing over your own chords.")),
    "render": ("companion.cli.music:render", _("Sound from any MIDI file.")),
    "play": ("companion.cli.play:play", _("Play a MIDI file, a song or a take.")),
    "record": ("companion.cli.record:record", _("A MIDI keyboard over a backing, into the journal.")),
    "take": ("companion.cli.take:take", _("What you played: tidied, or as the tune of a song.")),
    "ports": ("companion.cli.ports:ports", _("MIDI keyboards and other ports that are connected.")),
    "calibrate": ("companion.cli.calibrate:calibrate", _("How late you hear, found by tapping along.")),
    "assignment": ("companion.cli.assignment:assignment", _("What a therapist gave you: open, list, show, decline.")),
    "share": ("companion.cli.share:share", _("What you choose to share, sealed for your therapist alone.")),
    "note": ("companion.cli.note:note", _("One thought into the journal at once.")),
    "contacts": ("companion.cli.contacts:contacts", _("People to turn to, shown at a gentle stop.")),
    "journal": ("companion.cli.journal:journal", _("What you made: list, show, search, export, protect …")),
    "consent": ("companion.cli.consent:consent", _("What sharing means, and with whom you agreed on it.")),
    "plan": ("companion.cli.plan:plan", _("What you want to do until the next meeting, in your words.")),
    "limits": ("companion.cli.limits:limits", _("What you would rather not have in any exercise.")),
    "keys": ("companion.cli.keys:keys", _("For therapists: a key that clients can share with.")),
    "assign": ("companion.cli.assign:assign", _("For therapists: an exercise for somebody, as a file.")),
    "review": ("companion.cli.review:review", _("For therapists: what clients shared, and nothing else.")),
    "doctor": ("companion.cli.doctor:doctor", _("What works here, and what to do about what does not.")),
    "demo": ("companion.cli.demo:demo", _("A whole session on shipped words, without questions.")),
}


@click.group(
    cls=LazyGroup,
    table=COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(
    __version__, prog_name="companion", message="%(prog)s %(version)s", help=_("Show the version and exit.")
)
@click.option("--plain", is_flag=True, help=_("Numbered questions on a plain terminal, for screen readers."))
@passphrase_option
@click.pass_context
def root(ctx: click.Context, plain: bool) -> None:
    """A songwriting and improvisation companion, for between meetings with your music therapist.

    Without a command it opens the screen. Everything stays on this computer.

    Example: companion session --plain
    """
    if ctx.invoked_subcommand is None:
        from companion.cli.open import open_program

        open_program(plain=plain, unlocks=given_file() is not None)


def run(arguments: list[str]) -> int:
    """Run one command line; returns its exit status."""
    return guarded(lambda: _run(arguments))


def _run(arguments: list[str]) -> int:
    try:
        with root.make_context("companion", list(arguments)) as context:  # root.main would end broken pipes its way
            result = root.invoke(context)
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx is not None else "companion"
        return say(
            _as_sentences(error.format_message()),
            _("'{command} --help' says how it is used.").format(command=command),
            status=2,
        )
    except click.ClickException as error:
        return say(error.format_message(), status=2)
    except click.Abort:
        raise KeyboardInterrupt from None


def _as_sentences(message: str) -> str:
    """click's "No such option '--x'. (Did you mean '--y'?)" without the brackets."""
    return message.replace("(Did you mean", "Did you mean").removesuffix(")") if "(Did you mean" in message else message
