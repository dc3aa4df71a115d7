"""The aligned text: edits keep the way back to the source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policylab.text._aligned_text import AlignedText, Edit


def test_same_length_edits_are_aligned_character_by_character():
    text = AlignedText("數據").edit([Edit(0, 2, "数据")])
    assert text.text == "数据"
    assert text.raw_span(1, 2) == (1, 2)


def test_an_edit_of_another_length_points_to_the_whole_run():
    text = AlignedText("濱?;ヂ摼W產").edit([Edit(1, 6, "海互聯網")])
    assert text.text == "濱海互聯網產"
    assert text.raw_span(2, 3) == (1, 6)
    assert text.raw_span(5, 6) == (6, 7)


def test_a_reading_points_to_its_whole_damage_even_where_the_lengths_are_equal():
    text = AlignedText("規?;l展").edit([Edit(1, 4, "模化發", whole=True)])
    assert text.raw_span(2, 3) == (1, 4)


def test_deletions_belong_to_no_character():
    text = AlignedText("聯(lián)網").edit([Edit(1, 7, "")])
    assert text.raw_span(0, 1) == (0, 1)
    assert text.raw_span(0, 2) == (0, 8)


def test_an_empty_run_lies_before_the_next_character():
    text = AlignedText("a  b").edit([Edit(1, 3, "")])
    assert text.raw_span(1, 1) == (3, 3)
    assert text.raw_span(2, 2) == (4, 4)


def test_a_part_keeps_the_offsets_of_the_whole():
    part = AlignedText("一二 三四").edit([Edit(2, 3, "")]).part(2, 4)
    assert part.text == "三四"
    assert part.raw_span(0, 1) == (3, 4)


def test_index_of_leads_from_the_source_to_the_text():
    text = AlignedText("數(shù)據").edit([Edit(1, 6, "")])
    assert [text.index_of(at) for at in (0, 3, 6)] == [0, 1, 1]


@pytest.mark.parametrize("edits", [[Edit(3, 2, "")], [Edit(2, 3, ""), Edit(1, 2, "")], [Edit(0, 9, "")]])
def test_edits_out_of_order_or_outside_are_refused(edits):
    with pytest.raises(IndexError, match="out of order or outside"):
        AlignedText("數據要素").edit(edits)


@st.composite
def edited(draw):
    raw = draw(st.text(min_size=1, max_size=40))
    text = AlignedText(raw)
    for _ in range(draw(st.integers(0, 4))):
        edits, at = [], 0
        while at < len(text) and draw(st.booleans()):
            start = draw(st.integers(at, len(text)))
            end = draw(st.integers(start, len(text)))
            edits.append(Edit(start, end, draw(st.text(max_size=3)) if end > start else ""))
            at = end
        text = text.edit(edits)
    return raw, text


@given(edited())
def test_spans_are_monotone_and_within_bounds(case):
    raw, text = case
    spans = [text.raw_span(i, i + 1) for i in range(len(text))]
    assert all(0 <= start < end <= len(raw) for start, end in spans)
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in zip(spans, spans[1:], strict=False))
