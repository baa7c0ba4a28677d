"""Alerts reach a real HTTP server and a real SMTP conversation, and never raise."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from warehouse.core.settings import Settings
from warehouse.night import alerts


@pytest.fixture
def webhook() -> Iterator[tuple[str, list[dict[str, str]]]]:
    received: list[dict[str, str]] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.append(json.loads(body))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/hook", received
    server.shutdown()


@pytest.fixture
def mail_server() -> Iterator[tuple[str, list[str]]]:
    """The least of SMTP that smtplib talks to."""
    mails: list[str] = []

    class Session(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 test\r\n")
            in_data = False
            lines: list[str] = []
            for raw in self.rfile:
                line = raw.decode().rstrip("\r\n")
                if in_data:
                    if line == ".":
                        mails.append("\n".join(lines))
                        in_data = False
                        self.wfile.write(b"250 ok\r\n")
                    else:
                        lines.append(line)
                elif line.upper() == "DATA":
                    in_data = True
                    self.wfile.write(b"354 go on\r\n")
                elif line.upper() == "QUIT":
                    self.wfile.write(b"221 bye\r\n")
                    return
                else:
                    self.wfile.write(b"250 ok\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"smtp://127.0.0.1:{server.server_address[1]}", mails
        server.shutdown()


def test_the_webhook_gets_subject_and_body(webhook: tuple[str, list[dict[str, str]]]) -> None:
    url, received = webhook
    assert alerts.notify(Settings(alert_webhook=url), "night failed", "الموصل") == ("webhook",)
    assert received == [{"text": "night failed\nالموصل"}]


def test_the_mail_goes_out_and_a_subject_cannot_smuggle_headers(
    mail_server: tuple[str, list[str]],
) -> None:
    url, mails = mail_server
    settings = Settings(alert_smtp=url, alert_to="desk@example.org")
    assert alerts.notify(settings, "failed\nBcc: other@example.org", "body") == ("mail",)
    assert "To: desk@example.org" in mails[0]
    assert not any(line.startswith("Bcc:") for line in mails[0].splitlines())


@pytest.mark.parametrize(
    "settings",
    [
        Settings(alert_webhook="http://127.0.0.1:9/closed"),
        Settings(alert_webhook="file:///etc/hostname"),
        Settings(alert_smtp="smtp://127.0.0.1:9", alert_to="desk@example.org"),
        Settings(alert_smtp="nonsense", alert_to="desk@example.org"),
    ],
)
def test_a_broken_channel_is_no_second_failure(settings: Settings) -> None:
    assert alerts.notify(settings, "night failed", "body") == ()


def test_the_failure_callback_names_the_run(
    webhook: tuple[str, list[dict[str, str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, received = webhook
    monkeypatch.setattr(alerts, "get_settings", lambda: Settings(alert_webhook=url))
    alerts.dag_failed({"dag_run": type("Run", (), {"run_id": "manual__7"})(), "reason": "gate"})
    # a run that failed raised the alarm when it did
    alerts.deadline_missed({"dag_run": {"dag_run_id": "manual__7", "state": "failed"}})
    alerts.deadline_missed({"dag_run": {"dag_run_id": "scheduled__8", "state": "running"}})
    assert len(received) == 2
    assert "manual__7" in received[0]["text"]
    assert "gate" in received[0]["text"]
    assert "scheduled__8" in received[1]["text"]


def test_the_dead_man_file_says_which_night(tmp_path: Path) -> None:
    path = alerts.mark_good_night(Settings(var_dir=tmp_path / "var"), "2026-11-21", "000003-ab")
    assert path.read_text(encoding="utf-8") == "2026-11-21 000003-ab\n"
