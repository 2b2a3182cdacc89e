"""Sentences that more than one face says. Short words; nobody is judged, hurried or counted."""

NAME = "companion"
WELCOME = "Welcome. Here your words can become a small song."
NOT_READ = "This program does not read your words for danger."
SAFETY = (
    f"Nobody is watching. {NOT_READ} Your therapist sees only what you send, when they open it. "
    "If you may be in danger, call your emergency number or someone near you now."
)
DID_YOU_HEAR = "Did you hear that?"
SOFTER_NOW = "Softer now."
LOUDER_NOW = "Once more, a little louder. If it stays silent, that is all right too."
NO_SOUND = "No sound here yet, and that is all right: everything works in silence too."
LEAVE_QUESTION = "Stay, go back, or stop gently?"
LEAVE_CHOICES = (
    ("Stay", "as you were"),
    ("Back", "to the question before"),
    ("Stop gently", "your words are kept; you can go on another day"),
)
LEAVE_KEYS = "esc stays     ? keys and menu"
GROUNDING = (
    "You have stopped, and that is fine.",
    "Put your feet on the floor. Look round, and name three things that you can see.",
)
STOPPED_KEPT = "What you said so far is kept. You can go on from here another day, or never."
JAM_STOPPED = "The music fades. What you kept is in your journal."
PLAIN_WORD_QUESTION = "Do you want to {0}, or keep '{0}' as your word? Type k to keep it, enter to {0}."
PLAIN_HELP_QUESTION = "Do you want help, or keep '{0}' as your word? Type k to keep it, enter for help."
PLAIN_HELP = (
    "Type an answer and press enter. Empty skips. 'back' goes back, 'stop' stops gently. "
    "'louder' and 'softer' change the sound. 'people' shows whom you can turn to, 'limits' what you would rather not."
)
PULSE_PLAYS = "A soft pulse is playing."
DISTRESS_QUESTION = "How hard is it right now? 0 is not at all, 10 is as hard as it can be."
DISTRESS_HIGH = "That is a lot to carry. Would you like to stop here for now?"
GRID_QUESTION = "Where are you on this field?"
GRID_SIDES = ("unpleasant", "pleasant", "sleepy", "wide awake")
DONT_KNOW = "don't know"
SAY_MORE = "say a little more"
OWN_WORD = "a word of my own"
ENOUGH = "enough, make it a song"
WHOLE_READ = "Your words."
WHOLE_PROMPT = "Change what you like; an empty line parts verse and chorus."
MAKE_SONG, GO_ON = "Make it a song", "Go on"
BY_ENTER, BY_TAB_AND_ENTER = "enter", "tab and enter"
CHANGE_WORDS, READ_THEM = "Change them", "Read them once more"
NO_WORDS = "No words this time. A tune can do without."
COMPOSING = "Finding a tune for your words …"
SILENT_MOOD = "a calm tune"
SYLLABLES_NOTE = "Syllables are a help for singing, nothing more."
KEEP_CHOICES = (
    ("Keep", "it goes into your journal"),
    ("Delete", "it is gone"),
    ("Decide later", "it is kept, marked so"),
)
LATER_TAG = "decide later"
RECOVERED_TAG = "found again"
RECOVERED_TAKE = "A take that was being recorded when the program ended is in your journal, marked 'found again'."
ANOTHER_WINDOW = "Another window of this program is open. What is under way there can be gone on with there."
WHERE_KEPT = "Only on this computer."
COPY_BY_HAND = "It could not be put into your journal. These are your words, to copy by hand:"
NOTHING_KEPT = "Nothing was kept, and that is fine."
SMALL_WINDOW = "This window is a little small for the screen. Make it larger, about 80 by 24; nothing is lost."
SMALL_WINDOW_PLAIN = "Or close with ctrl+q and use 'companion --plain', which needs no room."
DEVICE_LOST = "{} is gone for now. Everything else goes on."
DEVICE_FOUND = "{} is there."
OUTPUT_LOST = "The sound output is gone for now. Everything goes on in silence."
OUTPUT_FOUND = "There is sound again."
WORDS_KEPT = "Your words are kept."
TRY_AGAIN = f"'others' tries again. {WORDS_KEPT}"
NOTHING_MADE = "Nothing here yet. What you make will be."
TEMPO_OVER = "This song is calm up to {} beats a minute. The same again goes faster all the same."
TEMPO_UNDER = "This song is at ease down to {} beats a minute. The same again goes slower all the same."
CHANGING = "a moment …"
NOTHING_TO_UNDO = "This is how the song came in."
NOTHING_TO_REDO = "Nothing was undone."
NO_OTHER = "Nothing else was found here. The song is as it was."
CHORD_QUESTION = "Another chord in place of {}?"
CHORD_FIELD = "or type one: Am, F/A, G7 …"
HEARS_FIRST = "enter lets you hear it, enter again takes it"
HEARD_NOW = "▶ {} · enter takes it"
KEY_QUESTION = "Where shall the song lie?"
GROOVE_QUESTION = "How shall it move?"
WISH_QUESTION = "How would you like the tune?"
KEEP_QUESTION = "Which bars shall stay as they are?"
KEEP_ROW = "Bars {} to {}"
WISH_KEEPS = "Bars {} to {} stay as they are."
EXPORT_QUESTION = "Write the song as which file?"
JOURNAL_EXPORT_QUESTION = "Write it as which file?"
EXPORTING = "Writing {} …"
EXPORTED = "Written: {}"
STUDIO_KEEP_QUESTION = "Keep this form of the song?"
STUDIO_KEEP_CHOICES = (
    ("Keep", "it goes into your journal, beside the first"),
    ("Don't keep", "the first one stays as it was"),
    ("Go on here", "nothing is decided"),
)
STUDIO_KEPT = "Kept in your journal, beside the first one."
RECOVERED_SONG = "A song that was being changed when the program ended is in your journal, marked 'found again'."
PASS_ON = "Pass the keyboard on, or keep it."
NEXT_SITTING = "There is another part, for another day. It waits here."
COMFORT_QUESTION = "How comfortable is it in your body? 0 is not at all, 10 is very."
TUNE_COMING = "A little music is coming …"
BEGIN, STRAIGHT_ON = "Begin", "Go straight on"
ENOUGH_NOTE = "Whenever you like: enter."
PAGE_PROMPT = "Write as it comes. It need not be finished, or fine."
BEGINNINGS = "Beginnings, if you like:"
PICK_HOW = "Choose what speaks to you, in the order you want it. One is enough."
DIAL_QUESTION = "How much would you like to hold on to? Your words stay."
DIAL_LEVELS = (
    ("One blank", "a single line to fill in"),
    ("A few blanks", "one line after the other"),
    ("Beginnings", "a page, and first words to lean on"),
    ("An empty page", "all yours"),
)
HELP_QUESTION = "Help with words"
HELP_FEELING = ("A few pictures", "for how it is today")
HELP_RHYMES = ("Rhymes", "for the last word; English only")
HELP_SOMEONE = ("As if about someone", "they instead of I")
HELP_EARLIER = ("A line of mine from before", "out of your journal")
HELP_SYLLABLES = ("Syllables and stress", "of this line")
NO_HELP = "Nothing to offer here just now."
RHYMES_FOR = "What sounds like “{}”"
STRESS_SOURCE = "/ is where speech leans (CMUdict)"
STRESS_BY_SPELLING = "/ is a guess from the spelling (pyphen)"
THIRD_PERSON = "Another way, about someone: {}"
THIRD_PERSON_ANY = "You can also write it as if about someone else: she, he, they."
TIME_SAID = "That was the time you had thought of. Stay as long as you like."
CHOOSE_EXERCISE = "What would you like to do?"
MORE_EXERCISES = "All of them"
CHOOSE_SIZE = "How much today?"
WARNING_CHOICES = ("Yes, this one", "Another one")
NOT_TODAY = "Perhaps not today if {}."
DELETED_HONESTLY = (
    "Copies that you made elsewhere are not touched, and a flash disk (SSD) may keep traces of it for a while."
)
PROTECT_EXPLAINED = (
    "A passphrase locks your journal on this computer: without it nobody reads your words or hears your songs.",
    "If it is lost, your songs are lost: nobody can open them without it.",
    "A recovery key, printed and kept in a safe place, opens the journal too.",
)
NO_NUMBERS = "No number was given here. None is needed."
LOCKED = "Your journal is locked. Its passphrase opens it."
UNLOCKING = "A moment. It takes a second or two, on purpose."
DOES_NOT_OPEN = "That does not open it. Nothing is lost; try again when you like."
NOTE_QUESTION = "A thought for your journal. It is sealed in, and nothing is opened."
KEPT_UNOPENED = "Kept in your journal, unopened."
PROTECT_COMMAND = ("A passphrase for your journal", "a first one, another, or none")
PROTECT_OFFER = (
    "Something of yours is here now. If you like, a passphrase protects it: it is in the menu, behind the ? key."
)
CHOOSE_PASSPHRASE = "A passphrase; it is not shown:"
ONCE_MORE = "The same once more:"
NOT_THE_SAME = "The two were not the same. The second line once more, or both."
CHANGE_EXPLAINED = "Copies of your journal from before still open with the old passphrase."
PASSPHRASE_CHANGED = "The passphrase is changed."
PROTECTING = "A moment. Everything that is there is being protected …"
PROTECTED = "Your journal is protected."
PROTECTED_CHOICES = (
    ("Another passphrase", "in place of this one"),
    ("The recovery key", "to write it down"),
    ("Take the passphrase away", "anybody here can open it then"),
)
KEY_EXPLAINED = "A recovery key opens your journal if the passphrase is lost. Who has it can read everything."
KEY_CHOICES = (("Show the recovery key", "to write it on paper"), ("Done", "it stays in the menu"))
TAKE_AWAY_QUESTION = "Anybody at this computer can read your journal then."
TAKE_AWAY_CHOICES = (("Keep the passphrase", ""), ("Take it away", ""))
TAKEN_AWAY = "Your journal has no passphrase any more."
_GREETINGS = (
    (5, "good night"),
    (12, "good morning"),
    (18, "good afternoon"),
    (24, "good evening"),
)


def greeting(hour: int) -> str:
    """A greeting for an hour of the day, 0 to 23."""
    return next(words for until, words in _GREETINGS if hour < until)


def take_title(song_title: str) -> str:
    """How a take over a song is called."""
    return f"Played over “{song_title}”"


def take_name(song_title: str, number: int) -> str:
    """How a take that was kept is called: the song, and which take over it."""
    return _("{song_title}, take {number}").format(song_title=song_title, number=number)
