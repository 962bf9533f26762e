"""What a folder or an archive holds that is not read: counted by why, so that nothing is passed over without a word.

Nothing here opens a file: names alone decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from qabot.core.text import clean_line
from qabot.corpus.drafts import AddOutcome
from qabot.corpus.formats import registry

OTHER_KIND = "of a kind that is not read"
HIDDEN = "hidden"
LINK = "symbolic links, which are not followed"
NO_FILE = "not regular files"
NOT_LISTED = "folders that cannot be listed"
WITH_A_PAGE = "pictures, scripts and frames saved with their page"

_NAMED = 5
"""How many names are told of each reason."""
_KINDS = 12
"""How many kinds of file are told one by one."""
_LONGEST_SUFFIX = 10
"""Characters of a name's end that are still a suffix."""
_ENDINGS = tuple(
    "_files .files -dateien _fichiers _archivos _arquivos _ficheiros _file _bestanden -filer _pliki _soubory "
    "_tiedostot _dosyalar".split()
)
"""What browsers add to a page's name for the folder of what belongs to it, in lower case, in several languages."""


class PassedOver:
    """What was passed over in one place."""

    def __init__(self, place: str) -> None:
        """Begin with nothing.

        Args:
            place: The folder or archive, as messages name it.
        """
        self._place = place
        self._counts: Counter[str] = Counter()
        self._names: dict[str, list[str]] = {}
        self._refused: set[str] = set()
        self._suffixes: Counter[str] = Counter()

    def note(self, name: str, why: str, *, refused: bool = False) -> None:
        """Count one, by why it is passed over: one of the reasons above; perhaps one that the machine has."""
        self._counts[why] += 1
        self._refused.update({why} if refused else ())
        names = self._names.setdefault(why, [])
        if len(names) < _NAMED:
            names.append(clean_line(name))
        if why == OTHER_KIND:
            self._suffixes[_suffix(name)] += 1

    def outcomes(self) -> Iterator[AddOutcome]:
        """Yield an outcome for each reason that there was."""
        suffixes = sorted(self._suffixes.items(), key=lambda item: (-item[1], item[0]))
        for why, count in self._counts.items():
            kinds = f": {kinds_counted(suffixes)}" if why == OTHER_KIND else ""
            names = self._names[why]
            more = f" and {count - len(names):,} more" if count > len(names) else ""
            reason = f"{why}{kinds} – {', '.join(names)}{more}"
            yield AddOutcome("passed_over", self._place, None, reason, count, refused=why in self._refused)


def page_stems(names: Iterable[str]) -> frozenset[str]:
    """Return what the pages among these files are called without their suffixes, in lower case."""
    forms = ((name, registry.of_file(name)) for name in names)
    return frozenset(
        name.lower().removesuffix(registry.suffix_of(name)) for name, form in forms if form and form.name == "html"
    )


def belongs_to_a_page(folder: str, beside: frozenset[str]) -> bool:
    """Whether a folder holds what a browser saved with a page, which lies beside it.

    Args:
        folder: The folder's name.
        beside: What `page_stems` gives of the files beside it.
    """
    lowered = folder.lower()
    return any(lowered.endswith(ending) and lowered.removesuffix(ending) in beside for ending in _ENDINGS)


def _suffix(name: str) -> str:
    stem, dot, suffix = clean_line(name).rpartition("/")[2].rpartition(".")
    is_suffix = stem and dot and suffix and len(suffix) <= _LONGEST_SUFFIX and " " not in suffix
    return f".{suffix.lower()}" if is_suffix else "without a suffix"


def kinds_counted(counted: Sequence[tuple[str, int]]) -> str:
    """Say how many there are of each kind, the first by name and the others together: `.docx (3), others (2)`."""
    kinds = [f"{kind} ({count:,})" for kind, count in counted[:_KINDS]]
    more = sum(count for _, count in counted[_KINDS:])
    return ", ".join([*kinds, *([f"others ({more:,})"] if more else [])])
