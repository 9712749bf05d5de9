// Clicks on links and buttons, without a rule for each. What people type is never read.
(window._hsq = window._hsq || []).push(["begin", function (tracker, inside) {
  // From the nearest ancestor with an id, at most five levels.
  function selector(element) {
    var parts = [];
    while (element && element.parentElement && parts.length < 5) {
      if (element.id) return ["#" + element.id].concat(parts).join(" > ");
      parts.unshift(element.localName + ":nth-child(" + ([].indexOf.call(element.parentElement.children, element) + 1) + ")");
      element = element.parentElement;
    }
    return parts.join(" > ");
  }

  document.addEventListener("click", inside.careful("clicks", function (event) {
    var element = event.target.closest && event.target.closest("a,button,[role=button],input[type=submit],input[type=button]");
    if (!element) return;
    inside.send("__ptc.gif", {
      _hs_tag_name: element.tagName, _hs_element_id: element.id, _hs_element_class: element.getAttribute("class"),
      _hs_element_text: (element.textContent || "").replace(/\s+/g, " ").trim().slice(0, 200),
      _hs_link_href: element.href, _hs_selector: selector(element),
      _hs_mouse_x_coordinate: event.clientX, _hs_mouse_y_coordinate: event.clientY,
      _hs_is_navigation: /^http/.test(element.href || "")
    });
  }), true);
}]);
