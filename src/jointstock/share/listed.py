"""Games of few players with every group listed, so that every answer is by looking at all."""

from __future__ import annotations

from jointstock.share.table import TableGame, tabled
from jointstock.words.games import Game, Group, Relaxation

# Two hundred and fifty-six groups: as quick to list as a search is to make.
MOST_LISTED = 8


class ListedGame(TableGame):
    """The table of another game, which still knows that game's linear model."""

    source: Game

    def relaxation(self, group: Group | None = None) -> Relaxation | None:
        """Owen's prices of the game that was listed."""
        return self.source.relaxation(group)


def listed(game: Game) -> Game:
    """The game with all groups listed where they are few, else the game itself."""
    if isinstance(game, TableGame) or len(game.players) > MOST_LISTED:
        return game
    found = ListedGame.of(game.players, tabled(game).costs)
    assert isinstance(found, ListedGame)
    found.source = game
    return found
