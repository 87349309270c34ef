"""Character recognition for scanned pages with RapidOCR (PP-OCR models, which ship inside its wheel); extra `ocr`.

Imported only where a page needs it. No other module of the product imports onnxruntime.
"""

import logging
import os
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from corpus.readers.scan import Recognised

_LEGIBLE = 0.5
"""Least confidence of a line: below it, a seal or a stain was taken for text."""


@cache
def recogniser() -> "RapidRecogniser":
    """The recogniser, loaded once a process."""
    return RapidRecogniser()


class RapidRecogniser:
    """Finds lines of Chinese and Latin text in the image of a page."""

    def __init__(self) -> None:
        """Load the models."""
        # onnxruntime reads this while it is imported; without it, it reports its use to its maker.
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"
        from rapidocr import RapidOCR  # noqa: PLC0415  only now, behind the line above

        self._engine = RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.text_score": _LEGIBLE,
                # Reading already fills the processors with processes.
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )
        logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)

    def __call__(self, image: NDArray[np.uint8], dots_per_point: float) -> Sequence[Recognised]:
        """The lines of an RGB image, top to bottom; see `corpus.readers.scan.Recogniser`."""
        from rapidocr.utils.output import RapidOCROutput  # noqa: PLC0415  loaded with the engine

        found = self._engine(np.ascontiguousarray(image[:, :, ::-1]))  # the engine expects blue first, as OpenCV does
        if not isinstance(found, RapidOCROutput) or found.boxes is None or found.txts is None:
            return ()
        lines: list[Recognised] = []
        for corners, text in zip(found.boxes, found.txts, strict=True):
            (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
            places = (float(place) / dots_per_point for place in (left, top, right, bottom))
            if text.strip():
                lines.append(Recognised(text, *places))
        return lines
