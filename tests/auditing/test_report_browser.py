"""The report as its readers see it: in a browser, without a network."""

from pathlib import Path

import pytest

from tests.auditing import report_city as city
from tests.auditing.browser import Page, browser
from zhiheng.auditing.report import write_report

NARROW, WIDE = 390, 1440


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    with browser(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> str:
    path: Path = tmp_path_factory.mktemp("report") / "report.html"
    connection = city.sample_city()
    city.crowd(connection, 9_900)
    write_report(path, **city.told(city.counted(connection)))
    return path.as_uri()


def text_of(page: Page, selector: str) -> str:
    return page.value(f"document.querySelector({selector!r}).innerText")


def test_it_opens_without_an_error_and_asks_the_network_for_nothing(page: Page, address: str):
    page.open(address)
    page.value("document.getElementById('en').click()")
    assert page.complaints() == []
    assert page.requests() == [address]


def test_the_switch_changes_every_word_the_language_and_the_title(page: Page, address: str):
    page.open(address)
    told = "[document.documentElement.lang, document.title]"
    assert page.value(told) == ["zh-CN", "示例市 · 职权运行核验报告 · 制衡"]
    page.value("document.getElementById('en').click()")
    assert page.value(told) == ["en", "Sample City · Audit of powers · Zhiheng"]
    assert "9,977 findings" in text_of(page, "h1")
    assert "Level" in text_of(page, "#list-app thead")


def test_the_switch_works_without_a_script(page: Page, address: str):
    page.ask("Emulation.setScriptExecutionDisabled", value=True)
    try:
        page.open(address)
        page.ask("Runtime.evaluate", expression="document.getElementById('en').checked = true")
        assert text_of(page, "#gravest") == "The gravest findings (200)"
        assert text_of(page, "#f1 .four dt") == "The record shows"
    finally:
        page.ask("Emulation.setScriptExecutionDisabled", value=False)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [NARROW, 768, WIDE])
def test_the_page_never_scrolls_sideways(page: Page, address: str, width: int, language: str):
    page.open(address, width=width)
    page.value(f"document.getElementById('{language}').click()")
    page.value("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert page.value("document.documentElement.scrollWidth") == width


def test_the_search_narrows_the_list_and_says_how_many_are_left(page: Page, address: str):
    page.open(address)
    page.value("""(() => { const field = document.querySelector('#list-app input');
        field.value = '建施许 0420 s01'; field.dispatchEvent(new Event('input')); })()""")
    assert text_of(page, "#list-app output") == "1 条中的 1 至 1 条"
    assert text_of(page, "#list-app tbody .c-case") == "建施许〔2026〕0420"


def test_a_search_that_finds_nothing_says_what_to_do(page: Page, address: str):
    page.open(address)
    page.value("""(() => { const field = document.querySelector('#list-app input');
        field.value = 'zzz'; field.dispatchEvent(new Event('input')); })()""")
    assert "放宽搜索或筛选" in text_of(page, "#list-app .empty")


def test_the_list_is_sorted_by_the_column_that_is_asked_for(page: Page, address: str):
    page.open(address)
    page.value("document.querySelector('#list-app .c-by button').click()")
    assert page.value("document.querySelector('#list-app .c-by').getAttribute('aria-sort')") == "descending"
    said = page.value("[...document.querySelectorAll('#list-app tbody .c-by')].map((one) => one.innerText)")
    assert said[:3] == ["相差 1 日 2 小时", "少 7,999.50 元", "超 733 日"]


def test_a_level_can_be_chosen_with_the_keyboard(page: Page, address: str):
    page.open(address)
    page.value("document.querySelectorAll('#list-app .chip')[3].focus()")
    page.ask("Input.dispatchKeyEvent", type="keyDown", key="Enter", text="\r")
    page.ask("Input.dispatchKeyEvent", type="keyUp", key="Enter")
    levels = page.value("[...document.querySelectorAll('#list-app tbody .level')].map((one) => one.className)")
    assert set(levels) == {"level warning"}


def test_details_open_below_their_row_and_lead_to_the_whole_case(page: Page, address: str):
    page.open(address)
    page.value("document.querySelector('#list-app [data-row=\"0\"]').click()")
    assert "不等于认定违法" in text_of(page, "#list-app .details")
    assert page.value("document.querySelector('#list-app .details a').getAttribute('href')") == "#f1"
    assert page.value("document.activeElement.getAttribute('aria-expanded')") == "true"


def test_a_link_to_a_finding_opens_it(page: Page, address: str):
    page.open(f"{address}#f150")
    assert page.value("document.getElementById('f150').open") is True


def test_ten_thousand_rows_are_sorted_within_a_second(page: Page, address: str):
    page.open(address)
    milliseconds = page.value("""(() => { const start = performance.now();
        document.querySelector('#list-app .c-what button').click(); return performance.now() - start; })()""")
    assert milliseconds < 1000


def test_it_prints_on_a4_without_controls_and_with_page_numbers(page: Page, address: str):
    page.open(address)
    page.ask("Emulation.setEmulatedMedia", media="print")
    shown = page.value("""['.contents', '.filters', '.switch', '[data-do=print]']
        .map((one) => getComputedStyle(document.querySelector(one)).display)""")
    page.ask("Emulation.setEmulatedMedia", media="")
    assert shown == ["none", "none", "none", "none"]


def test_a_link_from_the_map_s_table_narrows_the_list(page: Page, address: str):
    page.open(address)
    page.value("document.querySelector('.where [data-find]:last-child').click()")
    assert page.value("document.querySelector('#list-app input').value").startswith(("T01", "S01", "P01"))
    assert " 1 至 " in text_of(page, "#list-app output")


def test_a_finding_on_the_map_is_reached_with_the_keyboard(page: Page, address: str):
    page.open(address)
    page.value("document.querySelector('.flow-map a').focus()")
    page.ask("Input.dispatchKeyEvent", type="keyDown", key="Enter", code="Enter", windowsVirtualKeyCode=13, text="\r")
    page.ask("Input.dispatchKeyEvent", type="keyUp", key="Enter", code="Enter", windowsVirtualKeyCode=13)
    assert page.value("document.querySelector('.where tr:target') !== null")


def test_a_map_wider_than_a_phone_scrolls_in_its_own_box(page: Page, address: str):
    page.open(address, width=NARROW)
    page.value("document.querySelector('.flow-map').setAttribute('width', '1600')")
    assert page.value("document.documentElement.scrollWidth") == NARROW
    assert page.value("document.querySelector('.flow').scrollWidth") > NARROW


def test_on_paper_the_map_fits_the_page(page: Page, address: str):
    page.open(address, width=700)
    page.ask("Emulation.setEmulatedMedia", media="print")
    wide = page.value("document.querySelector('.flow-map').getBoundingClientRect().width")
    page.ask("Emulation.setEmulatedMedia", media="")
    assert 0 < wide <= 700
