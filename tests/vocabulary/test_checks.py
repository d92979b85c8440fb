"""A line of vocabulary that nothing could use is named with its file and its number, and with what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.base.errors import SettingsError
from flows.targets.words import check_vocabulary
from tests.vocabulary.packages import use, write_lines


def test_our_own_lines_are_right(monkeypatch: pytest.MonkeyPatch) -> None:
    use(None, monkeypatch)
    check_vocabulary()


@pytest.mark.parametrize(
    ("seed", "line", "message"),
    [
        ("measure_units", "担,mass,千克,50,千克", "the line needs 7 cells, as the header has"),
        ("measure_units", "担,mass,千克,fifty,千克,50,picul", "factor_to_base is «fifty», which is no decimal(18, 6)"),
        ("measure_units", "担,mass,千克,1.0000001,千克,50,picul", "factor_to_base is «1.0000001», which is no decimal"),
        ("continuity_bands", "money_is_alike,0.8,1.2,2147483648,m,资", "fewest is «2147483648», which is no integer"),
        ("continuity_bands", "money_is_nice,0.8,1.2,1,m,资", "expectation is «money_is_nice», which is none of units_go_on"),
        ("implied_unit_suffixes", "率数,%,yes,", "needs_multiplier is «yes», which is no boolean"),
        ("corrections", "2024/a.txt,1,,budget,45,,r,true", "corrected is empty"),
        ("unit_successions", ",2025,becomes,101,102,r", "kind is «becomes», which is none of continues, merges, splits"),
        ("finding_rules", "r,row,grave,g,t,t,c,c,n,m,m,b,s,s", "severity is «grave», which is none of error, warning, info"),
        ("identity_decisions", "project,2025/a.txt,1,甲,2024/a.txt,1,乙,sam,r", "decision is «sam», which is none of same,"),
        ("identity_decisions", "unit,2025/a.txt,1,甲,2024/a.txt,1,乙,same,r", "thing is «unit», which is none of project,"),
        ("accepted_breaks", ",局,2025,money_is_nice,r", "expectation is «money_is_nice», which is none of units_go_on,"),
        ("accepted_breaks", ",局,next,money_is_alike,r", "fiscal_year is «next», which is no integer"),
        ("accepted_breaks", ",局,2025,money_is_alike,", "reason is empty"),
        ("corrections", "2024/a.txt,1,1,target,45,54,r,true", "field is «target», which is none of budget,"),
        ("corrections", "2024/a.txt,one,1,budget,45,54,r,true", "form_no is «one», which is no integer"),
        ("regulations", "某号,某办法,everyone,2024,", "binds is «everyone», which is none of central_departments, all"),
        ("measure_unit_spellings", ",元", "spelling is empty"),
        ("measure_unit_spellings", " 块,元", "spelling is « 块», with white space around it"),
        ("measure_unit_spellings", "块钱,圆圆", "the measure_unit «圆圆» is no line of the seed measure_units"),
        (
            "indicator_levels",
            "亮点,产出指标,亮点指标,false",
            "the level1 «产出指标» with the level2 «亮点指标» is no line of the seed indicator_categories",
        ),
        ("measure_units", "担,mass,吨,0.5,千克,50,picul", "the factors of «担» contradict each other: 0.5 吨 are"),
        ("measure_units", "担,mass,千克,0,千克,50,picul", "a factor of «担» is not above 0"),
        ("measure_units", "担,volume,千克,50,千克,50,picul", "«千克» is no base unit of «担»"),
        ("target_words", "不可少于,befor,>=,", "the role of «不可少于» is «befor», which is none of after, becomes,"),
        ("measure_unit_spellings", '"块钱,元', "this is no line of CSV"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_named_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: str, line: str, message: str
) -> None:
    good = {
        "measure_units": "石斗,count,石斗,1,石斗,1,peck",
        "measure_unit_spellings": "石斗儿,元",
        "indicator_levels": "产出二,产出指标,数量指标,false",
    }.get(seed)
    file = write_lines(tmp_path, seed, *filter(None, (good, line)))
    use(tmp_path, monkeypatch)

    with pytest.raises(SettingsError) as error:
        check_vocabulary()

    assert f"{file}, line {3 if good else 2}: {message}" in str(error.value)


def test_all_wrong_lines_are_named_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    units = write_lines(tmp_path, "money_units", "贯,many", "", "两,100", "两,1000")
    words = write_lines(tmp_path, "polarity_suffixes", "花费,down")
    use(tmp_path, monkeypatch)

    with pytest.raises(SettingsError) as error:
        check_vocabulary()

    assert f"{units}, line 2: factor_to_yuan is «many», which is no bigint" in str(error.value)
    assert f"{units}, line 5: the money_unit «两» stands in line 4, too. Keep one of them" in str(error.value)
    assert f"{words}, line 2: polarity is «down»" in str(error.value)


def test_a_line_after_a_cell_of_several_lines_has_its_own_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write_lines(tmp_path, "achievement_words", '超额,met,"one\ntwo\nthree"', "太好,best,")
    use(tmp_path, monkeypatch)

    with pytest.raises(SettingsError) as error:
        check_vocabulary()

    assert f"{file}, line 5: grade is «best»" in str(error.value)


def test_text_that_is_not_utf_8_is_named_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write_lines(tmp_path, "measure_unit_spellings", "块钱,元")
    file.write_bytes(file.read_bytes() + "铜板,元\n".encode("gb18030"))
    use(tmp_path, monkeypatch)

    with pytest.raises(SettingsError, match=r"measure_unit_spellings\.csv, line 3: the text is not UTF-8"):
        check_vocabulary()


def test_other_columns_and_files_of_no_seed_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write_lines(tmp_path, "measure_unit_spellings")
    file.write_text("spelling,note\n块钱,x\n", encoding="utf-8")
    use(tmp_path, monkeypatch)
    with pytest.raises(
        SettingsError, match=r"needs the columns of the seed, in their order: spelling,measure_unit"
    ):
        check_vocabulary()

    file.rename(file.with_name("no_seed.csv"))
    use(tmp_path, monkeypatch)
    with pytest.raises(SettingsError, match=r"no_seed\.csv adds lines to the seed no_seed, which is none"):
        check_vocabulary()
