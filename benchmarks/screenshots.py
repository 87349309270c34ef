"""Take the pictures of the page that the documentation shows.

    python benchmarks/screenshots.py http://127.0.0.1:7860

Start the server first (`yiju serve`), over the two seed documents. Needs Debian's packages `chromium` and
`fonts-noto-cjk`, and playwright from the `dev` extra.
"""

import argparse
import shutil
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, expect, sync_playwright

IMAGES = Path(__file__).parent.parent / "docs" / "images"
SIZE: ViewportSize = {"width": 1280, "height": 800}
PICTURES = (
    ("ask.png", "到2027年数字经济要达到什么目标？", "answered"),
    ("refusal.png", "明天成都天气怎么样？", "refused"),
)


def main() -> None:
    """Write every picture to `docs/images`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url", help="where the server answers, e.g. http://127.0.0.1:7860")
    url = parser.parse_args().url
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--headless", "--disable-gpu"]
        )
        page = browser.new_page(viewport=SIZE, locale="zh-CN", color_scheme="light")
        for name, question, status in PICTURES:
            take(page, url, question, status, IMAGES / name)
            print(IMAGES / name)
        browser.close()


def take(page: Page, url: str, question: str, status: str, file: Path) -> None:
    """Ask a question on a fresh page and write what is seen once the reply stands."""
    page.goto(url)
    expect(page.locator("[data-status=welcome]")).to_be_visible()
    box = page.get_by_label("问题")
    box.fill(question)
    box.press("Enter")
    expect(page.locator(f"[data-status={status}]")).to_be_visible()
    box.blur()
    page.screenshot(path=file)


if __name__ == "__main__":
    main()
