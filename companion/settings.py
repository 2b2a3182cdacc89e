"""Every setting, typed, with a default and a sentence. Errors name the file and the key."""

import json
from pathlib import Path
from typing import Annotated, Literal, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta, Struct

from companion.errors import FileProblemError
from companion.files import HOME_HINT, make_folder, replace_file
from companion.language import _

Fraction = Annotated[float, Meta(ge=0.0, le=1.0)]
Theme = Literal["paper", "night", "clear", "terminal"]


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """All settings of one person. The sentence of each stands in its Annotated type and in the file."""

    theme: Annotated[Theme, Meta(description="Colours: paper, night, clear (high contrast) or terminal.")] = "paper"
    calm_motion: Annotated[bool, Meta(description="true keeps everything on the screen still.")] = False
    titles_on_home: Annotated[bool, Meta(description="true shows titles and names on the home screen.")] = False
    face: Annotated[
        Literal["screen", "plain"], Meta(description="How 'companion' opens: screen, or plain for screen readers.")
    ] = "screen"
    language: Annotated[
        str, Meta(description="The program's and its exercises' language: en, es or de; empty takes this computer's.")
    ] = ""
    volume: Annotated[Fraction, Meta(description="Loudness from 0 to 1; it starts low on purpose.")] = 0.4
    soundfont: Annotated[str, Meta(description="A SoundFont file of your own; empty takes the best one found.")] = ""
    audio_driver: Annotated[
        str, Meta(description="auto, none, file, or a FluidSynth driver such as pulseaudio, alsa, coreaudio, dsound.")
    ] = "auto"
    audio_file: Annotated[str, Meta(description="Where the file driver writes.")] = ""
    midi_input: Annotated[str, Meta(description="any, none, or the name of a MIDI keyboard's port.")] = "any"
    velocity_curve: Annotated[
        float, Meta(ge=0.1, le=10.0, description="A MIDI keyboard's touch: below 1 for light hands, above for heavy.")
    ] = 1.0
    midi_channel: Annotated[
        int, Meta(ge=0, le=16, description="The one channel of a MIDI keyboard that is listened to; 0 is every one.")
    ] = 0
    midi_output: Annotated[
        str, Meta(description="The name of a MIDI port that plays the backing too; empty for none.")
    ] = ""
    midi_output_alone: Annotated[
        bool, Meta(description="true lets only that port play the backing, not the synthesizer here.")
    ] = False
    midi_clock: Annotated[bool, Meta(description="true sends MIDI clock to that port.")] = False
    keyboard: Annotated[
        Literal["qwerty", "qwertz", "azerty"],
        Meta(description="The letters on your computer's keys, for playing on them: qwerty, qwertz or azerty."),
    ] = "qwerty"
    one_switch: Annotated[
        float,
        Meta(ge=0.0, le=60.0, description="One switch: seconds that a choice stays marked; 0 is off, 3 is a start."),
    ] = 0.0
    latency_ms: Annotated[
        float, Meta(ge=0.0, le=500.0, description="How much later you hear a note than it is sent, in milliseconds.")
    ] = 0.0
    voice: Annotated[Literal["low", "high"], Meta(description="Where your voice is at ease: low or high.")] = "high"
    distress_threshold: Annotated[
        int, Meta(ge=1, le=10, description="At this much distress (0 to 10) the program offers to stop gently.")
    ] = 8
    therapist: Annotated[
        bool, Meta(description="true shows a therapist's places: keys, assigning, what clients shared.")
    ] = False
    welcomed: Annotated[bool, Meta(description="true once the first start's sound was answered.")] = False
    protection_offered: Annotated[bool, Meta(description="true once it was said that a passphrase can be set.")] = False


def load(path: Path) -> Settings:
    """Read the settings file; defaults where there is none.

    Raises FileProblemError naming the file and the key that is wrong.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise FileProblemError.from_os("read", path, error, HOME_HINT) from error
    try:
        return msgspec.toml.decode(raw, type=Settings)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise FileProblemError(
            _("{path} has a setting that can't be used: {plainly}.").format(path=path, plainly=_plainly(str(error))),
            _("Mend that line, or delete it to get its default back."),
        ) from error


def save(settings: Settings, path: Path) -> None:
    """Write the settings with their sentences, in one atomic step. Raises FileProblemError."""
    make_folder(path.parent)
    replace_file(path, _as_toml(settings).encode())


def _as_toml(settings: Settings) -> str:
    lines = ["# Settings of the songwriting companion. The program rewrites this file when a setting changes.\n"]
    for name, hint in get_type_hints(Settings, include_extras=True).items():
        lines.append(f"# {_sentence(hint)}\n{name} = {json.dumps(getattr(settings, name), ensure_ascii=False)}\n")
    return "\n".join(lines)


def _sentence(hint: object) -> str:
    if get_origin(hint) is not Annotated:
        return ""
    metas = (arg for arg in get_args(hint) if isinstance(arg, Meta))
    return next((meta.description for meta in metas if meta.description), "")


def _plainly(message: str) -> str:
    """msgspec's "… - at `$.volume`" as "… (key 'volume')"."""
    problem, at, key = message.replace("`", "'").partition(" - at '$.")
    return _("{problem} (key '{key})").format(problem=problem, key=key) if at else problem
