"""Small PDF files for tests: text, lines, pictures and locks, written by hand.

The fonts are not embedded: STSong-Light with the predefined CMap UniGB-UCS2-H is one that readers must know
(PDF 32000-1:2008, 9.7.5.2). Places are in points from the top left corner of the page, as the layout gives them.
"""

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

A4 = (595.0, 842.0)
_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


@dataclass
class PdfPage:
    """A page that is drawn on."""

    width: float = A4[0]
    height: float = A4[1]
    rotate: int = 0
    crop: tuple[float, float, float, float] | None = None
    content: list[str] = field(default_factory=list)
    picture: bool = False
    form: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, words: str, size: float = 16, *, matrix: str = "1 0 0 1") -> "PdfPage":
        """Set words with their baseline `y` points below the top, full-width characters one size wide, others half."""
        codes = words.encode("utf-16-be").hex()
        self.content.append(f"BT /F1 {size} Tf {matrix} {x} {self.height - y} Tm <{codes}> Tj ET")
        return self

    def meant(self, x: float, y: float, glyphs: str, words: str, size: float = 16) -> "PdfPage":
        """Draw glyphs that stand for other words (ActualText), inside of a form that is drawn at half its size."""
        drawn, said = glyphs.encode("utf-16-be").hex(), words.encode("utf-16-be").hex()
        place = f"{2 * x} {2 * (self.height - y)} Td"
        self.form.append(f"/Span << /ActualText <FEFF{said}> >> BDC BT /F1 {2 * size} Tf {place} <{drawn}> Tj ET EMC")
        return self

    def lines(self, x: float, y: float, lines: Sequence[str], *, size: float = 16, step: float = 28) -> "PdfPage":
        """Set lines one under the other; a line that begins with two ideographic spaces is indented by two sizes."""
        for number, words in enumerate(lines):
            indent = len(words) - len(words.lstrip("\u3000"))
            self.text(x + indent * size, y + number * step, words[indent:], size)
        return self

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> "PdfPage":
        """Draw a line."""
        self.content.append(f"{x0} {self.height - y0} m {x1} {self.height - y1} l S")
        return self

    def bar(self, x: float, y: float, width: float, height: float, *, grey: float = 0) -> "PdfPage":
        """Fill a rectangle whose top left corner is given."""
        self.content.append(f"q {grey} g {x} {self.height - y - height} {width} {height} re f Q")
        return self

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> "PdfPage":
        """Draw lines down at `xs` and across at `ys`."""
        for x in xs:
            self.rule(x, ys[0], x, ys[-1])
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)
        return self

    def scan(self) -> "PdfPage":
        """Cover the page with a grey picture."""
        self.picture = True
        self.content.insert(0, f"q {self.width} 0 0 {self.height} 0 0 cm /I1 Do Q")
        return self


def pdf(*pages: PdfPage, password: bytes | None = None, owner: bytes = b"owner") -> bytes:
    """A PDF file of these pages, encrypted when there is a password; the empty one opens without asking."""
    objects: dict[int, bytes] = {}
    kids = " ".join(f"{10 + 2 * number} 0 R" for number in range(len(pages)))
    objects[1] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[2] = f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode()
    objects[3] = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>"
    )
    objects[4] = (
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500 814 939 500]"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 5 0 R >>"
    )
    objects[5] = (
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -120 1000 880] /ItalicAngle 0"
        b" /Ascent 880 /Descent -120 /CapHeight 880 /StemV 90 >>"
    )
    key = _key(password, owner) if password is not None else None
    objects[6] = _stream(
        b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8",
        b"\xaa",
        6,
        key,
    )
    for number, page in enumerate(pages):
        at = 10 + 2 * number
        crop = f" /CropBox [{' '.join(map(str, page.crop))}]" if page.crop else ""
        resources = "/Font << /F1 3 0 R >>" + (" /XObject << /I1 6 0 R >>" if page.picture else "")
        content = [*page.content, "q 0.5 0 0 0.5 0 0 cm /X1 Do Q"] if page.form else page.content
        if page.form:
            box = f"/Type /XObject /Subtype /Form /BBox [0 0 {2 * page.width} {2 * page.height}]"
            fonts = "/Resources << /Font << /F1 3 0 R >> >>"
            form = 10 + 2 * len(pages) + number
            objects[form] = _stream(f"{box} {fonts}".encode(), "\n".join(page.form).encode("ascii"), form, key)
            resources += f" /XObject << /X1 {form} 0 R >>"
        objects[at] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {page.width} {page.height}]{crop} /Rotate {page.rotate}"
            f" /Resources << {resources} >> /Contents {at + 1} 0 R >>"
        ).encode()
        objects[at + 1] = _stream(b"", "\n".join(content).encode("ascii"), at + 1, key)
    if password is not None:
        user = _rc4(_key(password, owner), _PADDING)
        objects[7] = (
            f"<< /Filter /Standard /V 1 /R 2 /O <{_owner(password, owner).hex()}> /U <{user.hex()}> /P -4 >>".encode()
        )
    return _file(objects, locked=password is not None)


def _stream(entries: bytes, data: bytes, number: int, key: bytes | None) -> bytes:
    packed = zlib.compress(data)
    if key is not None:
        packed = _rc4(hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10], packed)
    return b"<< " + entries + b" /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed) + packed + b"\nendstream"


def _file(objects: dict[int, bytes], *, locked: bool) -> bytes:
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places: dict[int, int] = {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n" % size
    for number in range(size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    lock = b" /Encrypt 7 0 R" if locked else b""
    out += b"trailer\n<< /Size %d /Root 1 0 R /ID [<%s> <%s>]%s >>\n" % (size, b"00" * 16, b"00" * 16, lock)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def _padded(password: bytes) -> bytes:
    return (password + _PADDING)[:32]


def _owner(password: bytes, owner: bytes) -> bytes:
    """The entry O (PDF 32000-1:2008, algorithm 3)."""
    return _rc4(hashlib.md5(_padded(owner)).digest()[:5], _padded(password))


def _key(password: bytes, owner: bytes) -> bytes:
    """The key of the file (algorithm 2): 40 bits, permissions -4, an identifier of zeros."""
    rights = (-4 & 0xFFFFFFFF).to_bytes(4, "little")
    return hashlib.md5(_padded(password) + _owner(password, owner) + rights + bytes(16)).digest()[:5]


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    out = bytearray()
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
