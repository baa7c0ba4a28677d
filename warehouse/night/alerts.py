"""Alerts: webhook and mail from the settings, and the dead-man file.

An alert must never make things worse: what goes wrong here is logged, not raised.
"""

from __future__ import annotations

import json
import logging
import smtplib
import urllib.request
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from warehouse.core.settings import Settings, get_settings

log = logging.getLogger(__name__)

TIMEOUT_SECONDS = 10


def notify(settings: Settings, subject: str, body: str) -> tuple[str, ...]:
    """Send subject and body to every channel that the settings name.

    Returns the channels that took it ("webhook", "mail"). Failures are logged.
    """
    sent = []
    log.error("ALERT %s\n%s", subject, body)
    if settings.alert_webhook:
        try:
            _post(settings.alert_webhook, subject, body)
            sent.append("webhook")
        except (OSError, ValueError) as err:
            log.warning("the alert webhook did not take the alert: %s", err)
    if settings.alert_smtp and settings.alert_to:
        try:
            _mail(settings.alert_smtp, settings.alert_to, subject, body)
            sent.append("mail")
        except (OSError, ValueError, smtplib.SMTPException) as err:
            log.warning("the alert mail was not sent: %s", err)
    return tuple(sent)


def _post(url: str, subject: str, body: str) -> None:
    if urlsplit(url).scheme not in {"http", "https"}:
        raise ValueError("SIJILL_ALERT_WEBHOOK must be an http(s) URL")
    request = urllib.request.Request(  # noqa: S310 - scheme checked above
        url,
        data=json.dumps({"text": f"{subject}\n{body}"}, ensure_ascii=False).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS):  # noqa: S310
        pass


def _mail(server: str, to: str, subject: str, body: str) -> None:
    parts = urlsplit(server)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ValueError("SIJILL_ALERT_SMTP must look like smtp://user:password@host:port")
    message = EmailMessage()
    message["Subject"], message["To"] = subject.replace("\n", " "), to
    user = unquote(parts.username or "")
    message["From"] = user if "@" in user else to
    message.set_content(body)
    connect = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    with connect(parts.hostname, parts.port or 0, timeout=TIMEOUT_SECONDS) as smtp:
        if parts.scheme == "smtp" and smtp.has_extn("starttls"):
            smtp.starttls()
        if user and parts.password:
            smtp.login(user, unquote(parts.password))
        smtp.send_message(message)


def mark_good_night(settings: Settings, batch_date: str, version: str) -> Path:
    """Touch the dead-man file. Its age shows an outside check how long ago a night ended well."""
    settings.deadman_file.parent.mkdir(parents=True, exist_ok=True)
    settings.deadman_file.write_text(f"{batch_date} {version}\n", encoding="utf-8")
    return settings.deadman_file


def dag_failed(context: Mapping[str, Any]) -> None:
    """Airflow's failure callback: which run failed, at which step, and where its log is."""
    run = context.get("dag_run")
    run_id = getattr(run, "run_id", "?")
    reason = context.get("reason") or context.get("exception") or "see the task's log"
    notify(
        get_settings(),
        f"Sijill: the night {run_id} failed",
        f"{reason}\nReaders still have the version before. What to do: docs/runbook.md",
    )


def deadline_missed(context: Mapping[str, Any] | None = None, **_: object) -> None:
    """Airflow's deadline callback: a night has not ended in time. A night that failed has already
    raised an alert, but its deadline passes nevertheless."""
    run: Any = (context or {}).get("dag_run") or {}
    if run.get("state") == "failed":
        return
    run_id = run.get("dag_run_id", "?")
    notify(
        get_settings(),
        f"Sijill: the night {run_id} is late",
        "It should have ended by now. What to do: docs/runbook.md",
    )
