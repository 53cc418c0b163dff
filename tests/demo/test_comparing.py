"""Recall and precision are counted, not asserted."""

from types import SimpleNamespace

from zhiheng.demo import Planted, compare

LATE = Planted("T01", "FB-1", "decision", "law-broken", "planted", "statutory limit passed")
NEAR = Planted("T01", "FB-2", "promised", "nearly-due", "near", "limit near")


def finding(case: str, subject: str, measured: int, control: str = "T01") -> SimpleNamespace:
    return SimpleNamespace(
        control_id=control, case_id=case, subject_id=subject, measured=measured, allowed=20
    )


def test_what_was_planted_and_found_counts():
    compared = compare([LATE], [finding("FB-1", "decision", 21)])
    assert (compared.recall, compared.precision) == (1, 1)


def test_what_was_planted_and_not_found_is_missed():
    compared = compare([LATE], [])
    assert (compared.recall, compared.controls[0].missed) == (0, (("T01", "FB-1", "decision"),))


def test_what_was_found_and_not_planted_is_unexpected():
    compared = compare([LATE], [finding("FB-1", "decision", 21), finding("FB-9", "decision", 25)])
    assert (compared.precision, compared.controls[0].unexpected) == (0.5, (("T01", "FB-9", "decision"),))


def test_a_notice_is_neither_found_nor_unexpected():
    compared = compare([LATE], [finding("FB-1", "decision", 21), finding("FB-3", "decision", 20)])
    assert (compared.precision, compared.controls[0].near) == (1, 1)


def test_a_notice_that_should_have_come_is_missed():
    assert compare([NEAR], []).controls[0].missed == (("T01", "FB-2", "promised"),)
    assert compare([NEAR], [finding("FB-2", "promised", 19)]).controls[0].missed == ()


def test_a_subject_of_a_case_counts_once():
    twice = [finding("FB-1", "decision", 21), finding("FB-1", "decision", 30)]
    assert compare([LATE], twice).controls[0].found == 1
