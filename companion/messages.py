"""Sentences that more than one face says. Short words; nobody is judged, hurried or counted."""

from companion.language import _, pgettext

NAME = "companion"
WELCOME = _("Welcome. Here your words can become a small song.")
NOT_READ = _("This program does not read your words for danger.")
SAFETY = _(
    "Nobody is watching. {not_read} Your therapist sees only what you send, when they open it. If you may be in "
    "danger, call your emergency number or someone near you now."
).format(not_read=NOT_READ)
DID_YOU_HEAR = _("Did you hear that?")
SOFTER_NOW = _("Softer now.")
LOUDER_NOW = _("Once more, a little louder. If it stays silent, that is all right too.")
NO_SOUND = _("No sound here yet, and that is all right: everything works in silence too.")
LEAVE_QUESTION = _("Stay, go back, or stop gently?")
LEAVE_CHOICES = (
    (_("Stay"), _("as you were")),
    (_("Back"), _("to the question before")),
    (_("Stop gently"), _("your words are kept; you can go on another day")),
)
LEAVE_KEYS = _("esc stays     ? keys and menu")
GROUNDING = (
    _("You have stopped, and that is fine."),
    _("Put your feet on the floor. Look round, and name three things that you can see."),
)
STOPPED_KEPT = _("What you said so far is kept. You can go on from here another day, or never.")
JAM_STOPPED = _("The music fades. What you kept is in your journal.")
PLAIN_WORD_QUESTION = _("Do you want to {0}, or keep '{0}' as your word? Type k to keep it, enter to {0}.")
PLAIN_HELP_QUESTION = _("Do you want help, or keep '{0}' as your word? Type k to keep it, enter for help.")
PLAIN_HELP = _(
    "Type an answer and press enter. Empty skips. 'back' goes back, 'stop' stops gently. "
    "'louder' and 'softer' change the sound. 'people' shows whom you can turn to, 'limits' what you would rather not. "
    "'open' takes in a file from your therapist."
)
PULSE_PLAYS = _("A soft pulse is playing.")
DISTRESS_QUESTION = _("How hard is it right now? 0 is not at all, 10 is as hard as it can be.")
DISTRESS_HIGH = _("That is a lot to carry. Would you like to stop here for now?")
GRID_QUESTION = _("Where are you on this field?")
GRID_SIDES = (_("unpleasant"), _("pleasant"), _("sleepy"), _("wide awake"))
DONT_KNOW = _("don't know")
SAY_MORE = _("say a little more")
OWN_WORD = _("a word of my own")
ENOUGH = _("enough, make it a song")
WHOLE_READ = _("Your words.")
WHOLE_PROMPT = _("Change what you like; an empty line parts verse and chorus.")
MAKE_SONG, GO_ON = _("Make it a song"), _("Go on")
BY_ENTER, BY_TAB_AND_ENTER = "enter", _("tab and enter")
CHANGE_WORDS, READ_THEM = _("Change them"), _("Read them once more")
NO_WORDS = _("No words this time. A tune can do without.")
COMPOSING = _("Finding a tune for your words …")
SYLLABLES_NOTE = _("Syllables are a help for singing, nothing more.")
KEEP_CHOICES = (
    (_("Keep"), _("it goes into your journal")),
    (_("Delete"), _("it is gone")),
    (_("Decide later"), _("it is kept, marked so")),
)
LATER_TAG = "decide later"
RECOVERED_TAG = "found again"
RECOVERED_TAKE = _("A take that was being recorded when the program ended is in your journal, marked 'found again'.")
ANOTHER_WINDOW = _("Another window of this program is open. What is under way there can be gone on with there.")
WHERE_KEPT = _("Only on this computer.")
COPY_BY_HAND = _("It could not be put into your journal. These are your words, to copy by hand:")
NOTHING_KEPT = _("Nothing was kept, and that is fine.")
SMALL_WINDOW = _("This window is a little small for the screen. Make it larger, about 80 by 24; nothing is lost.")
SMALL_WINDOW_PLAIN = _("Or close with ctrl+q and use 'companion --plain', which needs no room.")
DEVICE_LOST = _("{} is gone for now. Everything else goes on.")
DEVICE_LET_GO = _("{} is not listened to any more.")
DEVICE_FOUND = _("{} is there.")
OUTPUT_LOST = _("The sound output is gone for now. Everything goes on in silence.")
OUTPUT_FOUND = _("There is sound again.")
WORDS_KEPT = _("Your words are kept.")
TRY_AGAIN = _("'others' tries again. {words_kept}").format(words_kept=WORDS_KEPT)
NOTHING_MADE = _("Nothing here yet. What you make will be.")
TEMPO_OVER = _("This song is calm up to {} beats a minute. The same again goes faster all the same.")
TEMPO_UNDER = _("This song is at ease down to {} beats a minute. The same again goes slower all the same.")
CHANGING = _("a moment …")
NOTHING_TO_UNDO = _("This is how the song came in.")
NOTHING_TO_REDO = _("Nothing was undone.")
NO_OTHER = _("Nothing else was found here. The song is as it was.")
CHORD_QUESTION = _("Another chord in place of {}?")
CHORD_FIELD = _("or type one: Am, F/A, G7 …")
HEARS_FIRST = _("enter lets you hear it, enter again takes it")
HEARD_NOW = _("▶ {} · enter takes it")
KEY_QUESTION = _("Where shall the song lie?")
GROOVE_QUESTION = _("How shall it move?")
WISH_QUESTION = _("How would you like the tune?")
KEEP_QUESTION = _("Which bars shall stay as they are?")
KEEP_ROW = _("Bars {} to {}")
WISH_KEEPS = _("Bars {} to {} stay as they are.")
EXPORT_QUESTION = _("Write the song as which file?")
JOURNAL_EXPORT_QUESTION = _("Write it as which file?")
EXPORTING = _("Writing {} …")
EXPORTED = _("Written: {}")
STUDIO_KEEP_QUESTION = _("Keep this form of the song?")
STUDIO_KEEP_CHOICES = (
    (_("Keep"), _("it goes into your journal, beside the first")),
    (_("Don't keep"), _("the first one stays as it was")),
    (_("Go on here"), _("nothing is decided")),
)
STUDIO_KEPT = _("Kept in your journal, beside the first one.")
RECOVERED_SONG = _("A song that was being changed when the program ended is in your journal, marked 'found again'.")
PASS_ON = _("Pass the keyboard on, or keep it.")
NEXT_SITTING = _("There is another part, for another day. It waits here.")
COMFORT_QUESTION = _("How comfortable is it in your body? 0 is not at all, 10 is very.")
TUNE_COMING = _("A little music is coming …")
BEGIN, STRAIGHT_ON = _("Begin"), _("Go straight on")
ENOUGH_NOTE = _("Whenever you like: enter.")
BEGINNINGS = _("Beginnings, if you like:")
PICK_HOW = _("Choose what speaks to you, in the order you want it. One is enough.")
DIAL_QUESTION = _("How much would you like to hold on to? Your words stay.")
DIAL_LEVELS = (
    (_("One blank"), _("a single line to fill in")),
    (_("A few blanks"), _("one line after the other")),
    (_("Beginnings"), _("a page, and first words to lean on")),
    (_("An empty page"), _("all yours")),
)
HELP_QUESTION = _("Help with words")
HELP_FEELING = (_("A few pictures"), _("for how it is today"))
HELP_RHYMES = (_("Rhymes"), _("for the last word; English only"))
HELP_SOMEONE = (_("As if about someone"), _("they instead of I"))
HELP_EARLIER = (_("A line of mine from before"), _("out of your journal"))
HELP_SYLLABLES = (_("Syllables and stress"), _("of this line"))
NO_HELP = _("Nothing to offer here just now.")
RHYMES_FOR = _("What sounds like “{}”")
STRESS_SOURCE = _("/ is where speech leans (CMUdict)")
STRESS_BY_SPELLING = _("/ is a guess from the spelling (pyphen)")
THIRD_PERSON = _("Another way, about someone: {}")
THIRD_PERSON_ANY = _("You can also write it as if about someone else: she, he, they.")
TIME_SAID = _("That was the time you had thought of. Stay as long as you like.")
CHOOSE_EXERCISE = _("What would you like to do?")
MORE_EXERCISES = _("All of them")
WARNING_CHOICES = (_("Yes, this one"), _("Another one"))
NOT_TODAY = _("Perhaps not today if {}.")
DELETED_HONESTLY = _(
    "Copies that you made elsewhere are not touched, and a flash disk (SSD) may keep traces of it for a while."
)
PROTECT_EXPLAINED = (
    _("A passphrase locks your journal on this computer: without it nobody reads your words or hears your songs."),
    _("If it is lost, your songs are lost: nobody can open them without it."),
    _("A recovery key, printed and kept in a safe place, opens the journal too."),
)
ON_OFF = {True: pgettext("switch", "on"), False: pgettext("switch", "off")}
SOME_WORDS = _("A few words")
LISTENING = _("A few quiet minutes. There is nothing to do, and it ends by itself.")
LISTENED = _("That was it. Stay as long as you like.")
LEAVE_JAM_CHOICES = (
    (_("Stay"), _("the music goes on")),
    (_("Back"), _("out of the music, to where you came from")),
    (_("Stop gently"), _("the music fades; what you recorded is kept")),
)
PART_WORDS = {
    "melody": (_("The tune"), _("someone else plays it")),
    "chords": (_("Chords"), _("the warm middle")),
    "bass": (_("Bass"), _("the ground")),
    "pulse": (_("Soft pulse"), _("a drum that keeps the beat")),
    "air": (_("Air"), _("long tones")),
}
"""Every part by its name in the score: how it is called here, and what it is."""

NO_NUMBERS = _("No number was given here. None is needed.")
LOCKED = _("Your journal is locked. Its passphrase opens it.")
UNLOCKING = _("A moment. It takes a second or two, on purpose.")
DOES_NOT_OPEN = _("That does not open it. Nothing is lost; try again when you like.")
NOTE_QUESTION = _("A thought for your journal. It is sealed in, and nothing is opened.")
KEPT_UNOPENED = _("Kept in your journal, unopened.")
PROTECT_COMMAND = (_("A passphrase for your journal"), _("a first one, another, or none"))
PROTECT_OFFER = _(
    "Something of yours is here now. If you like, a passphrase protects it: it is in the menu, behind the ? key."
)
CHOOSE_PASSPHRASE = _("A passphrase; it is not shown:")
ONCE_MORE = _("The same once more:")
NOT_THE_SAME = _("The two were not the same. The second line once more, or both.")
CHANGE_EXPLAINED = _("Copies of your journal from before still open with the old passphrase.")
PASSPHRASE_CHANGED = _("The passphrase is changed.")
PROTECTING = _("A moment. Everything that is there is being protected …")
PROTECTED = _("Your journal is protected.")
PROTECTED_CHOICES = (
    (_("Another passphrase"), _("in place of this one")),
    (_("The recovery key"), _("to write it down")),
    (_("Take the passphrase away"), _("anybody here can open it then")),
)
KEY_EXPLAINED = _("A recovery key opens your journal if the passphrase is lost. Who has it can read everything.")
KEY_CHOICES = ((_("Show the recovery key"), _("to write it on paper")), (_("Done"), _("it stays in the menu")))
TAKE_AWAY_QUESTION = _("Anybody at this computer can read your journal then.")
TAKE_AWAY_CHOICES = ((_("Keep the passphrase"), ""), (_("Take it away"), ""))
TAKEN_AWAY = _("Your journal has no passphrase any more.")
_GREETINGS = (
    (5, _("good night")),
    (12, _("good morning")),
    (18, _("good afternoon")),
    (21, _("good evening")),
    (24, pgettext("late", "good evening")),
)


def greeting(hour: int) -> str:
    """A greeting for an hour of the day, 0 to 23."""
    return next(words for until, words in _GREETINGS if hour < until)


JUST_PLAYING = _("Playing")
"""How a take is called that is over no song of the person's."""


def take_title(song_title: str) -> str:
    """How a take over a song is called."""
    return _("Played over “{song_title}”").format(song_title=song_title)


def take_name(song_title: str, number: int) -> str:
    """How a take that was kept is called: the song, and which take over it."""
    return _("{song_title}, take {number}").format(song_title=song_title, number=number)
