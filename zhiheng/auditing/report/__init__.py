"""report.html: one file, readable offline, in Chinese and English."""

from zhiheng.auditing.report.content import ControlText, ReportTitles
from zhiheng.auditing.report.page import prepare, write_report
from zhiheng.auditing.report.quantities import Currency
from zhiheng.auditing.report.text import Text, text_of

__all__ = ["ControlText", "Currency", "ReportTitles", "Text", "prepare", "text_of", "write_report"]
