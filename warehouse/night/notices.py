"""The texts of a night's warnings."""

from __future__ import annotations

from warehouse.contract.articles import Reason
from warehouse.core.step_results import Notice
from warehouse.core.translations import Message, message


def notice_words(notice: Notice) -> Message:
    """The text of a notice; for a refused source also what to do about the reason."""
    values: dict[str, object] = dict(notice.values)
    if "reason" in values:
        of_dates = values["reason"] == Reason.BAD_DATE.value
        values["do"] = message("notice.do_date" if of_dates else "notice.do_record")
    return message(f"notice.{notice.key}", **values)
