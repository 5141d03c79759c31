"""XML from strangers: no entities, nothing fetched, no tree too deep or too large to walk."""

# defusedxml has no types of its own.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false

from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from sora_studio.errors import ScriptError

DEEPEST = 200
MOST_ELEMENTS = 2_000_000


class _Builder(TreeBuilder):
    """A tree builder that refuses what only an attack holds."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = self._count = 0

    def start(self, tag: str, attrs: dict[str, str]) -> Element:  # pyright: ignore[reportIncompatibleMethodOverride]
        self._depth += 1
        self._count += 1
        if self._depth > DEEPEST or self._count > MOST_ELEMENTS:
            raise ScriptError("This XML is nested too deep, or holds too much, to be a film.", "Export it again.")
        return super().start(tag, attrs)

    def end(self, tag: str) -> Element:  # pyright: ignore[reportIncompatibleMethodOverride]
        self._depth -= 1
        return super().end(tag)


def parse_xml(data: bytes | str, what: str) -> Element:
    """The root of a document; ScriptError for what is no `what`, and for entities, which such a file has no use for."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    parser = DefusedXMLParser(target=_Builder(), forbid_dtd=False, forbid_entities=True, forbid_external=True)
    try:
        parser.feed(data)
        root: Element = parser.close()
    except ParseError as error:
        line = error.position[0] if error.position else 1
        raise ScriptError(
            f"Line {line}: this isn't {what}.", "Export it again; it may be cut off or damaged."
        ) from error
    except (DefusedXmlException, ValueError, LookupError) as error:
        # LookupError: an encoding no one knows.
        raise ScriptError(
            f"This isn't {what} this program opens: it declares entities or an unknown encoding.", "Export it again."
        ) from error
    return root
