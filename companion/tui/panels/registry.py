"""Which panel shows which question. A new kind of question is one panel and one line here."""

from typing import Any

from companion.services.walking import questions as q
from companion.tui.panels.arrive import ArrivePanel
from companion.tui.panels.base import Panel
from companion.tui.panels.check_in import DistressPanel, FeelingPanel, GridPanel
from companion.tui.panels.close import ClosePanel
from companion.tui.panels.collage import CollagePanel
from companion.tui.panels.doing import DoPanel
from companion.tui.panels.play import PlayPanel
from companion.tui.panels.sing import SingPanel
from companion.tui.panels.song import SongPanel
from companion.tui.panels.tune import TunePanel
from companion.tui.panels.ways import ChoosePanel, FormPanel
from companion.tui.panels.whole import WholePanel
from companion.tui.panels.words import BlankPanel

PANELS: dict[type[q.Question], type[Panel[Any]]] = {
    q.ArriveQuestion: ArrivePanel,
    q.FeelingQuestion: FeelingPanel,
    q.GridQuestion: GridPanel,
    q.DistressQuestion: DistressPanel,
    q.ComfortQuestion: DistressPanel,
    q.DoQuestion: DoPanel,
    q.ChooseQuestion: ChoosePanel,
    q.BlankQuestion: BlankPanel,
    q.WholeQuestion: WholePanel,
    q.CollageQuestion: CollagePanel,
    q.FormQuestion: FormPanel,
    q.TuneQuestion: TunePanel,
    q.SongQuestion: SongPanel,
    q.PlayQuestion: PlayPanel,
    q.SingQuestion: SingPanel,
    q.CloseQuestion: ClosePanel,
}


def panel_for(question: q.Question) -> Panel[Any]:
    """A panel that shows the question."""
    return PANELS[type(question)](question)
