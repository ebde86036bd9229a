"""What a thing may be called: names and aliases, however they are written."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from openthaad.catalogue.entries import nearest
from openthaad.errors import CatalogueError

_BETWEEN = re.compile(r"[\s_.,/'’()\u2010-\u2015-]+")

_LISTED = 20  # names that a message lists; there are more places


def folded(word: str) -> str:
    """Write a name without case, spaces, hyphens and slashes, which do not tell names apart.

    >>> folded("Hwasong-11A"), folded("AN/TPY-2"), folded("no dong")
    ('hwasong11a', 'antpy2', 'nodong')
    """
    return _BETWEEN.sub("", word.lower())


class Names:
    """The names of things of one kind, with their aliases; several may share an alias."""

    def __init__(self, what: str, aliases: Mapping[str, Iterable[str]]) -> None:
        self.what = what
        self.known = sorted(aliases)
        self._meant: dict[str, set[str]] = defaultdict(set)
        for name, words in aliases.items():
            for word in words:
                self._meant[folded(word)].add(name)
        # A name is its own thing, whatever else has it for an alias.
        self._meant |= {folded(name): {name} for name in aliases}

    def find(self, word: str) -> str:
        """Return the name that is meant; `missiles/nodong`, as lists print it, is nodong.

        Raises
        ------
        CatalogueError
            Nothing is called that, or several things are; the message lists the nearest.
        """
        word = word.strip().removeprefix(f"{self.what}/")
        if word in self.known:
            return word
        meant = sorted(self._meant.get(folded(word), ()))
        if len(meant) == 1:
            return meant[0]
        if meant:
            raise CatalogueError(
                f"{word!r} is the name of several {self.what}: {', '.join(meant)}",
                key=self.what,
                value=word,
                allowed=meant,
                hint=f"say which: {' or '.join(meant)}",
            )
        hint = self._nearest(word)
        raise CatalogueError(
            f"{word!r} is not in the catalogue of {self.what}{hint or self._all()}",
            key=self.what,
            value=word,
            allowed=self.known,
            hint=hint.lstrip("; ") or None,
        )

    def _nearest(self, word: str) -> str:
        """Say which names are spelt nearest, of a thing by its name rather than its alias."""
        direct = nearest(word, self.known)
        if direct:
            return direct
        by_alias = nearest(folded(word), list(self._meant))
        close = [w for w in re.findall(r"[^\s;?]+", by_alias) if w in self._meant]
        found = list(dict.fromkeys(name for w in close for name in sorted(self._meant[w])))
        return f"; did you mean {' or '.join(found)}?" if found else ""

    def _all(self) -> str:
        return f"; known: {', '.join(self.known)}" if len(self.known) <= _LISTED else ""
