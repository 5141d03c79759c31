"""What is written on the pages of a PDF, read by a reader that isn't ours."""

from pathlib import Path

import pypdf


def text_of(pdf: Path) -> str:
    return " ".join("\n".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages).split())
