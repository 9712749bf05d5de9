"""Rich text of forms, made fit for pages of others: nothing in it runs, loads in a frame, or covers the page."""

_STYLES = {
    "color", "background-color", "font-weight", "font-style", "font-size", "text-align", "text-decoration",
    "line-height", "margin", "margin-top", "margin-bottom", "padding", "width", "max-width", "height",
}  # fmt: skip


def cleaned(html: str) -> str:
    """HTML without scripts, forms, frames and event handlers; links and images lead to the web, mail or telephones."""
    if "<" not in html and "&" not in html:
        return html
    import nh3  # some forms have none: a start needs not wait for it

    return nh3.clean(
        html,
        attributes={**nh3.ALLOWED_ATTRIBUTES, "*": {"style", "class", "dir", "lang"}, "a": {"href", "target"}},
        filter_style_properties=_STYLES,
        url_schemes={"http", "https", "mailto", "tel"},
    )
