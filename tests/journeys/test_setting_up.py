"""From an empty folder to a protected account: the first-run link, a second factor, log-in."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from playwright.sync_api import BrowserContext, Page

from tests.desk import Desk
from tests.journeys.looks import look
from tests.journeys.walk import Watch, expect, press, reach, write

TOKEN = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from harmonie.apps.accounts.operations.entry import issue_setup_token
print(issue_setup_token())
"""
EMAIL, PASSWORD = "ines@journeys.example", "girafe velours et tambour"


def code(secret: str, at: float) -> str:
    """What an authenticator app shows (RFC 6238), by an implementation of its own."""
    padded = secret + "=" * (-len(secret) % 8)
    key = base64.b32decode(padded, casefold=True)
    return TOTP(key, 6, SHA1(), 30, enforce_key_length=False).generate(int(at)).decode()


@pytest.fixture
def empty_desk(tmp_path: Path) -> Iterator[tuple[Desk, str]]:
    """A desk that nobody set up, and its set-up token."""
    desk = Desk(tmp_path)
    token = desk.python(TOKEN)
    desk.start("web")
    try:
        desk.wait_until_ready()
        yield desk, token
    finally:
        desk.stop()


def set_up(page: Page, language: str, token: str) -> None:
    page.goto(f"/setup/{token}/")
    assert look(page, "set-up", language) == []
    write(page.locator("#id_organisation"), "Littoral Mobilités")
    write(page.locator("#id_community"), "Lignes de la côte")
    # The pack is chosen with the arrows, as in any group of radio buttons.
    reach(page.locator("[name=policy_pack]:checked"))
    page.keyboard.press("ArrowDown")
    expect(page.locator("[name=policy_pack][value=forum]")).to_be_checked()
    write(page.locator("#id_name"), "Inès Caradec")
    write(page.locator("#id_email"), EMAIL)
    write(page.locator("#id_password"), PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/accounts/2fa/")


def confirm_password(page: Page, then: str) -> None:
    """Sensitive changes ask for the password again when it was not given lately."""
    question = page.locator("input[type=password]")
    question.or_(page.locator(then)).first.wait_for()
    if question.count():
        write(question, PASSWORD)
        page.keyboard.press("Enter")
        page.locator(then).wait_for()


def add_authenticator_app(page: Page, language: str) -> tuple[str, list[str]]:
    """The app's secret and the recovery codes, as the pages show them."""
    press(page.locator("a[href$='/totp/activate/']"))
    confirm_password(page, "#totp-secret")
    secret = page.locator("#totp-secret").inner_text()
    assert look(page, "mfa-app", language) == []
    write(page.locator("#id_code"), code(secret, time.time()))
    page.keyboard.press("Enter")
    page.wait_for_url("**/recovery-codes/")
    codes = page.locator("#recovery_codes li").all_inner_texts()
    assert len(codes) == 10
    assert look(page, "mfa-codes", language) == []
    return secret, codes


def log_out(page: Page) -> None:
    page.goto("/")
    page.wait_for_url("**/inbox/")
    press(page.locator(".topbar .menu-end summary").last)
    press(page.locator("form[action*=logout] button"))
    page.wait_for_url("**/accounts/login/")


def log_in(page: Page) -> None:
    write(page.locator("#id_login"), EMAIL)
    write(page.locator("#id_password"), PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/2fa/authenticate/")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_owner_sets_the_desk_up_and_logs_in_with_a_second_factor(
    language: str, empty_desk: tuple[Desk, str], watch: Watch,
    open_context: Callable[..., tuple[BrowserContext, Page]],
) -> None:  # fmt: skip
    desk, token = empty_desk
    watch.expected |= {403}
    # Passkeys are tied to a name; an address in figures has none.
    context, page = open_context(f"http://localhost:{desk.port}", language)
    set_up(page, language, token)

    # Without a second factor, no page of the desk opens.
    page.goto("/c/lignes-de-la-cote/inbox/")
    assert page.url.endswith("/accounts/2fa/")
    secret, codes = add_authenticator_app(page, language)
    log_out(page)

    log_in(page)
    assert look(page, "mfa-code", language) == []
    write(page.locator("#id_code"), "000000")
    page.keyboard.press("Enter")
    expect(page.locator(".errorlist")).to_be_visible()
    # A used code opens nothing again: the next one does.
    write(page.locator("#id_code"), code(secret, time.time() + 30))
    page.keyboard.press("Enter")
    page.wait_for_url("**/inbox/")
    log_out(page)

    # The phone is lost: a recovery code opens the door, once.
    log_in(page)
    write(page.locator("#id_code"), codes[0])
    page.keyboard.press("Enter")
    page.wait_for_url("**/inbox/")
    log_out(page)
    log_in(page)
    write(page.locator("#id_code"), codes[0])
    page.keyboard.press("Enter")
    expect(page.locator(".errorlist")).to_be_visible()
    write(page.locator("#id_code"), codes[1])
    page.keyboard.press("Enter")
    page.wait_for_url("**/inbox/")

    passkey(context, page, language)

    # The link is spent.
    page.goto(f"/setup/{token}/")
    expect(page.locator("h1")).to_be_visible()
    assert page.locator("#id_organisation").count() == 0


def passkey(context: BrowserContext, page: Page, language: str) -> None:
    """Add a passkey with the browser's own (virtual) authenticator, then log in with it alone."""
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto("/accounts/2fa/")
    press(page.locator("a[href*='/webauthn/add']"))
    confirm_password(page, "#mfa_webauthn_add")
    assert look(page, "mfa-passkey", language) == []
    write(page.locator("#id_name"), "Portable")
    press(page.locator("#id_passwordless"), "Space")
    press(page.locator("#mfa_webauthn_add"))
    page.wait_for_url(lambda url: "/webauthn/add" not in url)
    log_out(page)
    press(page.locator("#passkey_login"))
    page.wait_for_url("**/inbox/")
