"""What running text says: phrases with their polarity, chapters, signals for a person."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from compliance.filing import Note
from compliance.intake.claims import Claim, Firmness, Source
from compliance.intake.document import Table
from compliance.intake.form.answers import BadAnswer, answer
from compliance.intake.form.slots import slots
from compliance.intake.labels import _LEVELS
from compliance.intake.polarity import denials, polarity, sentences
from compliance.intake.statements import Phrase, Signal, statements

_LONGEST_TEXT = 20_000
_SHORTEST = 8
_MOST_LETTERS = 1_000_000
_MOST_CELLS = 2_000
_SPOKEN = ("body", "textbox", "footnote")
# Programs set a gap between Chinese and other letters, which PDF gives back as a blank.
_LOOSE = re.compile(r"(?<=[^\x00-\x7f])[ \t]+|[ \t]+(?=[^\x00-\x7f])")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _lines(source: Source) -> Iterator[tuple[str, str]]:
    """The sentences of a source with their places, up to what a long report holds."""
    left = _MOST_LETTERS
    for spot, text in _texts(source):
        left -= len(text)
        if left < 0:
            return
        yield from ((said, spot) for said in sentences(_LOOSE.sub("", text)))


def _texts(source: Source) -> Iterator[tuple[str, str]]:
    for part in source.document.parts:
        if isinstance(part, Table):
            told = islice(part.texts(), _MOST_CELLS)
            yield from ((spot, text) for spot, text in told if len(text) >= _SHORTEST)
        elif part.part in _SPOKEN:
            yield part.spot, part.text


def read_prose(source: Source) -> Iterator[Claim]:
    """The claims of phrases."""
    words = statements()
    if source.type in words.silent:
        return
    for sentence, spot in _lines(source):
        for phrase in words.prose:
            found = _compiled(phrase.pattern).search(sentence)
            if found:
                yield from _claim(source, phrase, sentence, found, spot)


def _claim(
    source: Source, phrase: Phrase, sentence: str, found: re.Match[str], spot: str
) -> Iterator[Claim]:
    meant = polarity(sentence, found.start(), found.end())
    if meant == "planned":
        meant = "yes" if phrase.planned == "yes" else "void"
    if meant == "void":
        return
    groups = found.groupdict()
    inner = "no" not in groups and not phrase.literal and denials(found[0]) % 2 == 1
    denied = (meant == "no") != bool(groups.get("no") or inner)
    value = _phrase_value(phrase, groups.get("value"), denied)
    if value is not None:
        place = source.place(phrase.pointer, spot)
        yield Claim(
            phrase.pointer,
            value,
            sentence.strip()[:80],
            place,
            Firmness.PROSE,
            confidence=phrase.confidence,
            contradicts=phrase.contradicts,
            alone=statements().ask_a_person.get(phrase.pointer) != value,
        )


def _phrase_value(phrase: Phrase, caught: str | None, denied: bool) -> object:
    if caught is None:
        return phrase.no if denied else phrase.yes
    if denied:
        return None
    if caught in _LEVELS:
        return _LEVELS[caught]
    slot = next(s for s in slots() if s.pointer == phrase.pointer)
    try:
        return answer(slot, caught)
    except BadAnswer:
        return None


def read_chapter_text(source: Source) -> Iterator[Claim]:
    """The text of chapters that answer a slot in free words."""
    for pointer, chapters in statements().chapter_text.items():
        for name in chapters:
            chapter = source.chapters.get(name)
            if chapter is None or chapter.state not in ("thin", "complete"):
                continue
            section = next(
                s
                for s in source.sections
                if s.spot == chapter.spot and s.heading == chapter.heading
            )
            text = section.text()[:_LONGEST_TEXT]
            yield Claim(
                pointer, text, section.heading, source.place(pointer, chapter.spot), Firmness.PROSE
            )
            break


def read_signals(source: Source) -> Iterator[Note]:
    """The phrases a person should see: only where this project affirms them."""
    words = statements()
    if source.type in words.silent:
        return
    told: set[str] = set()
    for sentence, spot in _lines(source):
        for signal in words.signals:
            if signal.code not in told and _affirmed(signal, sentence):
                told.add(signal.code)
                data = {"label": signal.label, "said": sentence.strip()[:80]}
                yield Note(signal.code, source.place("", spot), data)


def _affirmed(signal: Signal, sentence: str) -> bool:
    found = _compiled(signal.pattern).search(sentence)
    return found is not None and polarity(sentence, found.start(), found.end()) in (
        "yes",
        "planned",
    )
