"""The map of a clean text, read character by character."""

from corpus import CleanText


def places(clean: CleanText) -> dict[int, int]:
    """The source offset of every clean character that has one, read off the runs one by one."""
    return {run.clean + step: run.source + step for run in clean.runs for step in range(run.length)}


def offsets(clean: CleanText) -> list[int]:
    """The same without the clean positions."""
    return list(places(clean).values())


def check_map(clean: CleanText, start: int, end: int) -> None:
    """Every question to the map, answered by looking at all characters."""
    at = places(clean)
    size = len(clean.text)
    behind = [at.get(index, min((at[later] for later in at if later > index), default=None)) for index in range(size)]
    assert clean.index(start) == next((index for index, offset in at.items() if offset >= start), size)
    inside = [index for index, offset in at.items() if start <= offset < end]
    assert clean.of((start, end)) == (clean.text[inside[0] : inside[-1] + 1] if inside else "")
    assert clean.within((start, end)) == ((inside[0], inside[-1] + 1) if inside else (clean.index(start),) * 2)
    assert [clean.offset(index) for index in range(size)] == behind
