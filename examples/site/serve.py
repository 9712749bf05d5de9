"""Serves the example site on two host names: `shop.localhost`, a shop, and `help.localhost`, its help pages.

    python examples/site/serve.py --hubstead http://127.0.0.1:8080 --portal 10000001

Nothing but the standard library. Texts in double braces in the pages are filled in when they are served.
"""

import argparse
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

FOLDER = Path(__file__).parent
TYPES = {".html": "text/html", ".js": "application/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


class Site:
    """The site on a port, 0 for a free one. `hubstead` is the server that its pages send to, in the name of `portal`.

    `loader` is the path of the tracking code on that server, `""` for none; `form` the id of the form in `news.html`.
    """

    def __init__(self, hubstead: str, portal: int, port: int = 0, loader: str | None = None, form: str = "") -> None:
        self.hubstead = hubstead.rstrip("/")
        self.portal = portal
        self.loader = f"/{portal}.js" if loader is None else loader
        self.form = form
        self.posted: list[bytes] = []
        """Bodies of the forms that were sent to the site itself."""
        self._server = ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        self.port = self._server.server_port
        self.shop, self.help = f"http://shop.localhost:{self.port}", f"http://help.localhost:{self.port}"

    def start(self) -> None:
        """Serve in a thread."""
        Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def serve(self) -> None:
        """Serve until Ctrl+C."""
        self._server.serve_forever()

    def stop(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()

    def filled(self, text: str) -> str:
        """A page with the addresses of this run."""
        values = {"hubstead": self.hubstead, "loader": self.hubstead + self.loader, "shop": self.shop,
                  "help": self.help, "portal": str(self.portal), "form": self.form}  # fmt: skip
        for name, value in values.items():
            text = text.replace("{{" + name + "}}", value)
        return text

    @property
    def policy(self) -> str:
        """No inline script, no inline style, nothing from elsewhere but the tracking code: a strict site's policy."""
        return (
            f"default-src 'self'; script-src 'self' {self.hubstead}; style-src 'self'; "
            f"connect-src {self.hubstead}; img-src 'self' {self.hubstead}"
        )

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                file = site.file(self.headers.get("host", ""), urlsplit(self.path).path)
                if file is None:
                    self._answer(HTTPStatus.NOT_FOUND, "text/plain", "There is no such page.")
                else:
                    self._answer(HTTPStatus.OK, TYPES[file.suffix], site.filled(file.read_text("utf-8")))

            def do_POST(self) -> None:
                site.posted.append(self.rfile.read(int(self.headers.get("content-length", 0))))
                self.send_response(HTTPStatus.SEE_OTHER)
                self.send_header("location", "/thanks.html")
                self.end_headers()

            def _answer(self, status: HTTPStatus, type: str, text: str) -> None:
                content = text.encode()
                self.send_response(status)
                self.send_header("content-type", f"{type}; charset=utf-8")
                self.send_header("content-length", str(len(content)))
                self.send_header("content-security-policy", site.policy)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                pass

        return Handler

    def file(self, host: str, path: str) -> Path | None:
        """The file of a page; the single-page part answers below `/app/`."""
        folder = FOLDER / ("help" if host.startswith("help.") else "shop")
        name = "app.html" if path.startswith("/app/") else path.strip("/") or "index.html"
        found = (folder / name).resolve()
        ours = found.is_file() and found.suffix in TYPES and folder.resolve() in found.parents
        return found if ours else None


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Serve the example site.")
    parser.add_argument("--hubstead", default="http://127.0.0.1:8080", help="address of the server")
    parser.add_argument("--portal", type=int, default=10_000_001, help="number of the portal")
    parser.add_argument("--port", type=int, default=8000, help="port to serve on")
    parser.add_argument("--loader", help="path of the tracking code, where its names are your own")
    parser.add_argument("--form", default="", help="id of a form of the portal, to be shown in news.html")
    given = parser.parse_args()
    site = Site(given.hubstead, given.portal, given.port, given.loader, given.form)
    print(f"The shop is on {site.shop}, its help on {site.help}. Ctrl+C ends it.")
    with suppress(KeyboardInterrupt):
        site.serve()


if __name__ == "__main__":
    main()
