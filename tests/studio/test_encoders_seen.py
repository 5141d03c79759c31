"""Encoders are listed where they work, with what they run on; one that is missing is told with what mends it."""

from dataclasses import replace

import pytest

from sora_studio.film import codecs
from sora_studio.studio.encoders_seen import encoders_seen


def test_every_codec_is_told_with_what_encodes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    # The software's encoder under the name of a card: there is none in the machines that test.
    card = replace(codecs.H264.software, on="Some graphics")
    monkeypatch.setattr(codecs, "H264", replace(codecs.H264, hardware=(card,)))
    monkeypatch.setattr(codecs, "H265", replace(codecs.H265, hardware=()))
    monkeypatch.setattr(codecs, "AV1", replace(codecs.AV1, hardware=()))
    found = encoders_seen()
    assert found.ok
    assert found.finding == "H.264 on Some graphics; H.265, AV1, ProRes 422 HQ on the processor"


def test_a_missing_one_is_told_with_what_mends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    absent = replace(codecs.AV1.software, name="libnothing")
    monkeypatch.setattr(codecs, "AV1", replace(codecs.AV1, software=absent, hardware=()))
    found = encoders_seen()
    assert not found.ok
    assert found.finding.endswith("; no AV1")
    assert "pip install av" in found.fix
