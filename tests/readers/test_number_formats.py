"""What a number in a sheet shows by its format."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.readers.excel.number_formats import BUILT_IN, number_shown, plain


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        ("45", "General", "45"),
        ("0.30000000000000004", "General", "0.3"),
        ("1157.3", "General", "1157.3"),
        ("1e20", "General", "100000000000000000000"),
        ("1e-7", "General", "0.0000001"),
        ("-0.0", "General", "0"),
        ("20", "G/通用格式", "20"),
        ("20", 'G/通用格式"人"', "20人"),
        ("5", "@", "5"),
        ("5", "", "5"),
        ("45", "0.00", "45.00"),
        ("45.678", "0.00", "45.678"),
        ("1157.3", "#,##0.00", "1157.30"),
        ("5", "[$¥-804]#,##0.00", "5.00"),
        ("-5", "#,##0_);(#,##0)", "-5"),
        ("-5", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-5.00"),
        ("77", "000", "077"),
        ("0", "0;-0;;@", ""),
        ("3", "0;-0;;@", "3"),
        ("0.00001", "0.00E+00", "0.00001"),
        ("2.5", "# ?/?", "2.5"),
        ("5", ".00", "5.00"),
        ("45000", '0.00,"千元"', "45.00千元"),
        ("123456", '0!.0000"万"', "123456"),
        ("123456", '0\\.0,"万"', "123456"),
        ("8001234567", "000-0000-0000", "8001234567"),
    ],
)
def test_a_number_is_read_exactly(number: str, code: str, shown: str) -> None:
    assert number_shown(Decimal(number), code) == shown


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        ("0.95", "0%", "95%"),
        ("0.9946", "0.00%", "99.46%"),
        ("0.994641148325359", "0.00%", "99.46%"),
        ("0.995", "0%", "100%"),
        ("-0.05", "0%", "-5%"),
        ("-0.001", "0%", "0%"),
        ("1", "0.##%", "100%"),
        ("0.1234", "0.0#%", "12.34%"),
        ("95", '"≥"0"%"', "≥95%"),
    ],
)
def test_a_percentage_is_read_as_shown(number: str, code: str, shown: str) -> None:
    assert number_shown(Decimal(number), code) == shown


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        ("12787", '0"批次"', "12787批次"),
        ("45", '#,##0.00"万元"', "45.00万元"),
        ("3", '"第"0"名"', "第3名"),
        ("3", '0" 天"', "3天"),
        ("-3", '0;"减少"0', "减少3"),
        ("1", '"无"', "无"),
        ("12", '[>=10]0"多";0"少"', "12多"),
        ("3", '[>=10]0"多";0"少"', "3少"),
        ("0", '[=0]"无";0', "无"),
    ],
)
def test_words_of_a_format_are_content(number: str, code: str, shown: str) -> None:
    assert number_shown(Decimal(number), code) == shown


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        ("45651", BUILT_IN[14], "2024/12/25"),
        ("45651", BUILT_IN[31], "2024年12月25日"),
        ("45651", BUILT_IN[57], "2024年12月"),
        ("45651", "yyyy-mm-dd;@", "2024-12-25"),
        ("45651", '[DBNum1][$-804]yyyy"年"m"月"', "2024年12月"),
        ("45651", "mmm-yy", "Dec-24"),
        ("45651", 'e"年"m"月"', "2024年12月"),
        ("45651", "yyyy/m/d dddd", "2024/12/25 Wednesday"),
        ("45651", "aaaa", "星期三"),
        ("45651.5", "[$-804]yyyy-mm-dd hh:mm", "2024-12-25 12:00"),
        ("45651.520833", "yyyy/m/d h:mm", "2024/12/25 12:30"),
        ("45651.999999", "yyyy/m/d h:mm:ss", "2024/12/26 0:00:00"),
        ("45651.75", BUILT_IN[55], "下午6时00分"),
        ("45651.75", "h:mm AM/PM", "6:00 PM"),
        ("0.5", "mm:ss", "00:00"),
        ("36.999", "[h]:mm", "887:58"),
        ("59", "yyyy/m/d", "1900/2/28"),
        ("61", "yyyy/m/d", "1900/3/1"),
        ("-5", "yyyy/m/d", "-5"),
        ("1e9", "yyyy/m/d", "1000000000"),
    ],
)
def test_a_date_is_read_as_shown(number: str, code: str, shown: str) -> None:
    assert number_shown(Decimal(number), code) == shown


def test_days_may_be_counted_from_1904() -> None:
    assert number_shown(Decimal(44189), "yyyy/m/d", starts_1904=True) == "2024/12/25"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9))
def test_a_plain_number_is_the_number(number: Decimal) -> None:
    assert Decimal(plain(number)) == number
    assert Decimal(number_shown(number, "#,##0.00")) == number


@given(
    st.floats(allow_nan=False, allow_infinity=False),
    st.text('0#?.,;%"[]\\!_*ymdhseEaG/@上午 -+$万', max_size=30),
)
def test_any_format_shows_something_or_nothing_but_never_fails(number: float, code: str) -> None:
    assert isinstance(number_shown(Decimal(repr(number)), code), str)
