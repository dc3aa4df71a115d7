"""Numbers with a raised exponent."""

from decimal import Decimal

import pytest

from policylab.numbers import read_quantities


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("总量控制在1.2×10⁸吨", "120000000", "吨"),
        ("存储容量达到10⁴TB", "10000", "TB"),
        ("浓度降至5×10⁻³毫克/升", "0.005", "毫克/升"),
        ("发电量3×10³亿千瓦时", "300000000000", "千瓦时"),
        ("新建绿地30m²", "30", "m²"),
    ],
)
def test_an_exponent_is_part_of_its_number(text, value, unit):
    [found] = read_quantities(text)
    assert (found.value, found.unit.name) == (Decimal(value), unit)
    assert text[found.start : found.end].endswith(unit)
