"""Opening a page, though the page before it may just be going somewhere itself."""

from playwright.async_api import Error, Page


async def go(page: Page, path: str) -> None:
    """Open a page; the frontend's own way to another one can cut the first try off."""
    try:
        await page.goto(path)
    except Error as err:
        if "ERR_ABORTED" not in str(err):
            raise
        await page.goto(path)
