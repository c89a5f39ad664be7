"""A phone in somebody's hand, with the page that inspects without a network."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, expect

from tests.attachments import pictures
from tests.browser.test_pages import enter

WALK = "/inspections/walk/"
#: Milliseconds: a busy machine is no failure.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)
#: What a browser says of a line that was cut, or of an answer that a test asked for.
EXPECTED = ("net::ERR_", "the server responded with a status of")
#: Answers everything on the page that is asked and has no answer, so that it passes.
ANSWER_ALL = """() => {
  for (;;) {
    const open = [...document.querySelectorAll(".walk-item:not([hidden])")].find((item) => !item.dataset.done);
    if (!open) return;
    open.dataset.done = "1";
    const choice = open.querySelector(".walk-choice:not(.walk-choice-bad) input");
    const any = open.querySelector(".walk-choice input:checked");
    if (choice && !any) choice.click();
    const field = open.querySelector(".walk-reading, textarea[id$=-value]");
    if (field && !field.value) {
      const numbers = open.querySelector("[id$=-limits]")?.textContent.match(/-?[0-9.]+/) || ["1"];
      field.value = field.matches(".walk-reading") ? numbers[0] : "-";
      field.dispatchEvent(new Event("input"));
    }
  }
}"""
UNPHOTOGRAPHED = """() => [...document.querySelectorAll(".walk-item:not([hidden])")]
  .filter((item) => !item.querySelector(".walk-needed").hidden).map((item) => item.id)"""
CONTROLLED = """() => new Promise((done) => {
  const look = () => (navigator.serviceWorker.controller ? done() : setTimeout(look, 50));
  look();
})"""
KEPT = """async () => {
  const names = (await indexedDB.databases()).map((one) => one.name).filter((name) => name.length > 30);
  const all = {};
  for (const name of names) {
    const opening = indexedDB.open(name);
    const database = await new Promise((done) => (opening.onsuccess = () => done(opening.result)));
    for (const store of database.objectStoreNames) {
      const rows = await new Promise((done) =>
        (database.transaction(store).objectStore(store).getAll().onsuccess = (event) => done(event.target.result)));
      all[store] = [...(all[store] || []), ...rows.map((row) => ({ ...row, blob: row.blob?.size }))];
    }
    database.close();
  }
  return all;
}"""


class Phone:
    """A browser with storage of its own."""

    def __init__(self, browser: Any, url: str, folder: Path, width: int = 360, **options: Any) -> None:
        self.url = url
        self.folder = folder
        self.options: dict[str, Any] = {
            "locale": "zh-CN", "reduced_motion": "reduce", "accept_downloads": True, "base_url": url,
            "viewport": {"width": width, "height": 740}, **options,
        }  # fmt: skip
        self.problems: list[str] = []
        self.context = self.start(browser, self.options)
        self.page = self.tab()

    def start(self, browser: Any, options: dict[str, Any]) -> BrowserContext:
        """A browser with empty storage."""
        context: BrowserContext = browser.new_context(**options)
        return context

    def tab(self) -> Page:
        """Another tab."""
        page = self.context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        return page

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(words in message.text for words in EXPECTED):
            self.problems.append(message.text)

    def sign_in(self, who: str, language: str = "en") -> None:
        """Sign in without the form."""
        enter(self.context, self.url, who, language)

    def sign_out(self) -> None:
        """Let the session end."""
        self.context.clear_cookies(name="sessionid")

    def open(self, way: str = "", page: Page | None = None) -> None:
        """Open the app at a page of its own, as from the start."""
        page = page or self.page
        page.goto("about:blank")
        page.goto(WALK + way)
        page.locator("#walk-page h1").wait_for()

    def ready(self) -> None:
        """Open it with a network until it would open without one."""
        self.open()
        self.page.locator("[data-begin]").wait_for()
        self.page.evaluate(CONTROLLED)

    def begin(self, checklist: str, unit: str = "", place: str = "", page: Page | None = None) -> None:
        """Begin an inspection from the first page, as far as its first section."""
        page = page or self.page
        page.locator("[data-begin]").click()
        if unit:
            page.locator(".walk-step", has_text=unit).first.click()
        if place:
            page.locator(".walk-step", has_text=place).first.click()
        page.locator("button.walk-step", has_text=checklist).click()
        page.locator(".walk-item").first.wait_for()

    def item(self, key: str) -> Locator:
        """An item of the section that is shown."""
        return self.page.locator(f"#item-{key}")

    def photograph(self, where: Locator, which: str = "photographs", file: bytes | None = None) -> None:
        """Take a photograph for an item and keep it as it is."""
        path = self.folder / "photograph.jpg"
        path.write_bytes(file or pictures.jpeg())
        before = where.locator(".walk-photographs li").count()
        where.locator(f"input[type=file][id$=-{which}]").set_input_files(str(path))
        self.page.locator("[data-keep]").click()
        expect(where.locator(".walk-photographs li")).to_have_count(before + 1)

    def answer_all(self) -> None:
        """Go through the sections, answer what has no answer, photograph what needs it; ends at the review."""
        while True:
            self.page.evaluate(ANSWER_ALL)
            for item in self.page.evaluate(UNPHOTOGRAPHED):
                self.photograph(self.page.locator(f"#{item}"))
            heading = self.page.locator("h1").inner_text()
            self.page.locator("[data-next]").click()
            expect(self.page.locator("h1")).not_to_have_text(heading)
            if self.page.locator("[data-finish]").count():
                return

    def finish(self) -> None:
        """Finish; the queue is shown."""
        self.page.locator("[data-finish]").click()
        self.page.locator("#walk-file").wait_for(state="attached")

    def kept(self) -> dict[str, list[dict[str, Any]]]:
        """What lies in this phone's databases, by store; of a photograph its bytes' number."""
        found: dict[str, list[dict[str, Any]]] = self.page.evaluate(KEPT)
        return found

    def off(self) -> None:
        """Lose the network."""
        self.context.set_offline(True)

    def on(self) -> None:
        """Have it again."""
        self.context.set_offline(False)


def noise(width: int, height: int) -> bytes:
    """A photograph that can't be made small."""
    file = BytesIO()
    Image.effect_noise((width, height), 90).convert("RGB").save(file, "JPEG", quality=95)
    return file.getvalue()
