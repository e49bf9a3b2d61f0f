import socket

import pytest
from pytest_django.fixtures import Settings

from harmonie.apps.connections import egress
from tests.apps.connections.conftest import Receiver

REFUSED = [
    "http://127.0.0.1/",
    "https://127.0.0.1/",
    "https://localhost/",
    "https://0.0.0.0/",
    "https://[::1]/",
    "https://[::]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://[fe80::1]/",
    "https://[fd00::1]/",
    "https://[2002:7f00:1::]/",
    "https://10.1.2.3/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://169.254.169.254/latest/meta-data",
    "https://100.64.0.1/",
    "https://224.0.0.1/",
    "https://255.255.255.255/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://127.1/",
    "ftp://example.org/",
    "file:///etc/passwd",
    "gopher://example.org/",
    "javascript:alert(1)",
    "https://",
    "https://user:secret@example.org/",
    "https://example.org:99999/",
    "http://93.184.215.14/",
    "//example.org/",
    "",
    "https://nowhere.invalid/",
    "https://" + "a" * 300 + ".org/",
]


@pytest.mark.parametrize("url", REFUSED)
def test_an_address_that_must_not_be_called_is_refused(url: str) -> None:
    with pytest.raises(egress.AddressRefused):
        egress.check(url)


def test_a_public_address_is_pinned() -> None:
    assert egress.check("https://93.184.215.14/x") == ("93.184.215.14", "93.184.215.14", 443)


def test_a_name_that_also_points_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def both(host: str, port: int, type: int = 0) -> list[object]:
        return [(0, 0, 0, "", ("93.184.215.14", port)), (0, 0, 0, "", ("10.0.0.9", port))]

    monkeypatch.setattr(socket, "getaddrinfo", both)
    with pytest.raises(egress.AddressRefused, match="HARMONIE_EGRESS_ALLOWED"):
        egress.check("https://two-faces.example/")


def test_the_call_goes_to_the_checked_address_even_if_the_name_changes_its_mind(
    receiver: Receiver, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EGRESS_ALLOWED = frozenset({f"rebinding.example:{receiver.port}"})
    answers = iter(["127.0.0.1"])
    monkeypatch.setattr(egress, "_resolve", lambda host, port: [next(answers)])
    url = f"http://rebinding.example:{receiver.port}/act"
    assert egress.call("POST", url, {}, b"x").is_success
    assert receiver.calls[0][0]["host"] == f"rebinding.example:{receiver.port}"


def test_a_redirect_is_not_followed(receiver: Receiver) -> None:
    receiver.statuses, receiver.headers = [302], {"Location": "http://169.254.169.254/"}
    answer = egress.call("POST", receiver.url, {}, b"")
    assert answer.status == 302
    assert not answer.is_success


def test_a_closed_door_is_an_error_one_can_catch(settings: Settings) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings.EGRESS_ALLOWED = frozenset({f"127.0.0.1:{port}"})
    with pytest.raises(egress.CallFailed):
        egress.call("POST", f"http://127.0.0.1:{port}/", {}, b"")
