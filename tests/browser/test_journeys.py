"""What people do here, from the first click to the last."""

import pytest

from tests.browser.conftest import keep_picture

pytestmark = pytest.mark.xdist_group("browser")


def test_a_lint_error_is_shown_where_it_is_and_mended(entered):
    page = entered("editor")
    page.goto("/catalogue/penalty.street-order/2/edit/")
    link = page.locator("[data-line]").first
    assert "complaint" in page.locator(".flaws").inner_text()
    link.click()
    chosen = page.evaluate("(() => { const e = document.querySelector('textarea.source');"
                           " return e.value.slice(e.selectionStart, e.selectionEnd) })()")  # fmt: skip
    assert "from: complaint" in chosen
    editor = page.locator("textarea.source")
    editor.fill(editor.input_value().replace("from: complaint", "from: file"))
    editor.press("End")
    page.get_by_text("没有发现错误").wait_for()


def test_a_power_is_published_through_four_people_in_english(entered):
    for person, act in (("legal", "Pass the check"), ("head", "Approve"), ("publisher", "Publish")):
        page = entered(person, "en")
        page.goto("/catalogue/licence.road-occupation/2/")
        page.get_by_role("button", name=act, exact=True).click()
        page.wait_for_load_state()
    assert "Published" in page.locator(".headline").inner_text()
    page.get_by_role("link", name="Compare with the version before").click()
    assert "10 workdays" in page.locator("table.compare").inner_text()
    keep_picture(page, "journey-compare-en")


def test_an_official_changes_post_and_the_chart_of_the_month_before_still_shows_the_old_one(entered):
    page = entered("organisation")
    page.goto("/units/officials/钱某庚/?on=2026-11-01")
    page.get_by_role("link", name="调任").first.click()
    page.get_by_label("调往单位代码").fill("finance")
    page.get_by_label("新岗位").fill("reviewer")
    page.get_by_label("自该日起不再任职").fill("2026-11-02")
    page.get_by_role("button", name="调任").click()
    assert "在任" in page.locator("main").inner_text()
    seen = (("2026-11-01", "housing", True), ("2026-11-02", "housing", False), ("2026-11-02", "finance", True))
    for day, unit, there in seen:
        page.goto(f"/units/unit/{unit}/chart/?on={day}")
        assert ("钱某庚" in page.locator(".chart").inner_text()) is there


def test_many_documents_are_acted_on_and_the_page_follows_the_job(entered):
    page = entered("legal")
    page.goto("/catalogue/desk/")
    if page.locator('input[name="all"]').count():
        page.locator('input[name="all"]').check()
        page.get_by_role("button", name="审核通过").click()
        page.get_by_text("已完成").wait_for()
        keep_picture(page, "journey-job")


def test_an_unlawful_entrustment_is_refused_with_its_article(entered):
    page = entered("editor")
    page.goto("/catalogue/new/?of=licence.road-occupation@1")
    editor = page.locator("textarea.source")
    text = editor.input_value().replace("tier: city, by: statutory", "tier: village, by: entrustment")
    page.get_by_label("编号").fill("licence.road-village")
    editor.fill(text.replace("id: licence.road-occupation", "id: licence.road-village"))
    page.get_by_role("button", name="保存草稿").click()
    assert "中华人民共和国行政许可法第二十四条" in page.locator(".flaws").inner_text()
    keep_picture(page, "journey-entrustment")


def test_a_list_is_reached_and_filtered_with_the_keyboard_alone(entered):
    page = entered("clerk")
    page.goto("/catalogue/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "q":
            break
    page.keyboard.type("食品")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=**")
    assert "food-business" in page.locator("table").inner_text()


def test_the_national_list_is_taken_over_and_its_report_read(entered, data_folder):
    page = entered("editor", "en")
    page.goto("/catalogue/lists/")
    page.get_by_label("Title").fill("Guang'an")
    page.get_by_label("Files").set_input_files(data_folder / "catalogue" / "guangan_service_items.csv")
    page.get_by_role("button", name="Import").click()
    assert "1135 items" in page.locator("h1").inner_text()
    keep_picture(page, "journey-items-en")
    page.get_by_role("link", name="without legal basis").click()
    page.locator("tbody th a").first.click()
    page.get_by_role("link", name="Draft from this").click()
    assert "title:" in page.locator("textarea.source").input_value()
