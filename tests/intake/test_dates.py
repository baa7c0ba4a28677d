"""Dates as they are written: read exactly, or refused with the reason."""

from __future__ import annotations

import pytest

from intake.dates import DateUnread, is_of_update, iso_date


@pytest.mark.parametrize(
    ("told", "iso"),
    [
        ("2026-11-21", "2026-11-21"),
        ("2026-11-21T09:30:00+03:00", "2026-11-21T09:30:00+03:00"),
        ("2026-11-21 09:30", "2026-11-21T09:30:00"),
        ("2026-11-21T09:30:00.123Z", "2026-11-21T09:30:00+00:00"),
        ("2026-11-21T09:30:00+0300", "2026-11-21T09:30:00+03:00"),
        ("2026/11/21 9:30", "2026-11-21T09:30:00"),
        ("20261121093000", "2026-11-21T09:30:00"),
        ("20261121T093000Z", "2026-11-21T09:30:00+00:00"),
        ("Sat, 21 Nov 2026 06:30:00 GMT", "2026-11-21T06:30:00+00:00"),
        ("Sat, 21 Nov 2026 09:30:00 +0300", "2026-11-21T09:30:00+03:00"),
        ("21 Nov 2026 01:30:00 EST", "2026-11-21T01:30:00-05:00"),
        ("November 21, 2026 9:30 PM", "2026-11-21T21:30:00"),
        ("21 November 2026", "2026-11-21"),
        ("21 تشرين الثاني 2026", "2026-11-21"),
        ("٢١ نوفمبر ٢٠٢٦", "2026-11-21"),
        ("۲۱ نوفمبر ۲۰۲۶", "2026-11-21"),
        ("السبت، 21 تشرين الثاني/نوفمبر 2026", "2026-11-21"),
        ("السبت 21 تشرين الثاني (نوفمبر) 2026 - 09:30 م", "2026-11-21T21:30:00"),
        ("نشر في: السبت 21 نوفمبر 2026 الساعة 12:05 صباحاً", "2026-11-21T00:05:00"),
        ("21 نوفمبر 2026 06:30 بتوقيت غرينتش", "2026-11-21T06:30:00+00:00"),
        ("21 نوفمبر 2026 م", "2026-11-21"),
        ("نوفمبر 21, 2026", "2026-11-21"),
        ("12 جمادى الآخرة 1448 هـ الموافق 21 نوفمبر 2026 م", "2026-11-21"),
        ("3 كانون الثاني 2027", "2027-01-03"),
        ("3 كانون الأول 2026", "2026-12-03"),
        ("5 أيار 2026", "2026-05-05"),
        ("5 آب 2026 18:00 GMT+3", "2026-08-05T18:00:00+03:00"),
        ("Sat Nov 21 2026 09:30:00 GMT+0300 (Arabia Standard Time)", "2026-11-21T09:30:00+03:00"),
        ("21-Nov-2026", "2026-11-21"),
        ("21-نوفمبر-2026 | 9:30 ص", "2026-11-21T09:30:00"),
        ("2026-11-21 - 09:30", "2026-11-21T09:30:00"),
        ("21/11/2026", "2026-11-21"),
        ("11/21/2026 10:00 AM", "2026-11-21T10:00:00"),
        ("05/05/2026", "2026-05-05"),
    ],
)
def test_a_date_is_read_as_it_is_written(told: str, iso: str) -> None:
    assert iso_date(told) == iso


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ("", "empty"),
        ("قريبا", "belongs to no date"),
        ("أمس", "belongs to no date"),
        ("2026-02-30", "does not exist"),
        ("2026-11-21 25:00", "does not exist"),
        ("03/04/2026", "day/month and as month/day"),
        ("21/11/26", "two digits"),
        ("21 نوفمبر", "four digits"),
        ("نوفمبر 2026", "four digits"),
        ("12 جمادى الآخرة 1448", "Hijri"),
        ("21 نوفمبر 2026 و22 نوفمبر 2026", "belongs to no date"),
        ("21/11/2026 22/11/2026", "more than one day"),
        ("21 كانون الثاني/نوفمبر 2026", "two months"),
        ("21 Nov 2026 09:30 AST", "belongs to no date"),
        ("46347", "no form of a date"),
        ("x" * 500, "longer than any date"),
        ("2026-11-21T09:30:00+99:00", "no offset"),
    ],
)
def test_what_cannot_be_told_is_refused(told: str, why: str) -> None:
    with pytest.raises(DateUnread, match=why):
        iso_date(told)


@pytest.mark.parametrize(("order", "iso"), [("dmy", "2026-04-03"), ("mdy", "2026-03-04")])
def test_the_order_of_day_and_month_can_be_told(order: str, iso: str) -> None:
    assert iso_date("03/04/2026", order) == iso  # type: ignore[arg-type]


def test_a_line_that_tells_the_last_change_is_known() -> None:
    assert is_of_update("آخر تحديث: 21 نوفمبر 2026")
    assert not is_of_update("نشر في 21 نوفمبر 2026")
