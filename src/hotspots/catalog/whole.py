"""What the whole of a home is called in a sentence: of one gemeente, or of more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class WholeWords:
    """The noun for all areas of a home together, for ``{whole.…}`` in a sentence.

    Attributes
    ----------
    noun, town
        Without an article; ``town`` where people are spoken to about what they know as a city.

    Examples
    --------
    >>> "de rest van {whole.the_town}".format(whole=OF_ONE)
    'de rest van de stad'
    >>> "in {whole.the_entire}".format(whole=OF_MORE)
    'in het hele werkgebied'
    """

    article: str
    noun: str
    town: str

    @property
    def the(self) -> str:
        """With its article."""
        return f"{self.article} {self.noun}"

    @property
    def here(self) -> str:
        """As the one that somebody works in."""
        return f"{'dit' if self.article == 'het' else 'deze'} {self.noun}"

    @property
    def the_entire(self) -> str:
        """All of it, with its article."""
        return f"{self.article} hele {self.noun}"

    @property
    def the_town(self) -> str:
        """As the town that people know, with its article."""
        return f"{self.article} {self.town}"

    @property
    def the_entire_town(self) -> str:
        """All of the town that people know, with its article."""
        return f"{self.article} hele {self.town}"


OF_ONE: Final = WholeWords(article="de", noun="gemeente", town="stad")
#: A veiligheidsregio, a basisteam and a country are not one thing by any other name; "regio" is
#: one of the levels.
OF_MORE: Final = WholeWords(article="het", noun="werkgebied", town="werkgebied")
