"""Styles of a Word file: which numbering and which visibility a paragraph or a run has from its style."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from corpus.readers.docx_package import Element

_LONGEST_CHAIN = 50


@dataclass(frozen=True, slots=True)
class Style:
    """A style.

    Attributes:
        base: the style it is based on.
        number: the numbering it names, "0" for none; None when it does not say.
        level: the level of that numbering, from 0.
        hidden: whether its words are hidden; None when it does not say.
    """

    base: str | None
    number: int | None
    level: int | None
    hidden: bool | None


@dataclass(frozen=True, slots=True)
class Styles:
    """All styles by id, and the one of paragraphs that name none."""

    by_id: Mapping[str, Style]
    default: str | None = None

    @classmethod
    def read(cls, root: Element | None) -> "Styles":
        """Read the part `styles.xml`; None when the file has none."""
        styles: dict[str, Style] = {}
        default = None
        for item in root.all("w:style") if root is not None else ():
            ident = item.attributes.get("w:styleId", "")
            styles[ident] = Style(
                base=item.value("w:basedOn"),
                number=item.number("w:pPr", "w:numPr", "w:numId"),
                level=item.number("w:pPr", "w:numPr", "w:ilvl"),
                hidden=item.switch("w:rPr", "w:vanish"),
            )
            is_default = item.attributes.get("w:default") in ("1", "true", "on")
            if is_default and item.attributes.get("w:type") == "paragraph":
                default = ident
        return cls(styles, default)

    def chain(self, ident: str | None) -> Iterator[tuple[str, Style]]:
        """A style and those it is based on, nearest first; circles end."""
        for _ in range(_LONGEST_CHAIN):
            style = self.by_id.get(ident) if ident is not None else None
            if ident is None or style is None:
                return
            yield ident, style
            ident = style.base

    def hides(self, ident: str | None) -> bool:
        """Whether words in a style are hidden."""
        return next((style.hidden for _, style in self.chain(ident) if style.hidden is not None), False)
