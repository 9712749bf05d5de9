// Forms of the page that are not HubSpot's: what is in them when they are sent, if somebody's address is.
(window._hsq = window._hsq || []).push(["begin", function (tracker, inside) {
  var COOKIE = "li_formsub";
  // Seconds in which the next page must have come, and what a cookie can hold.
  var SOON = 600;
  var MOST = 3500;
  var ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
  var NAMES = {
    firstName: /^(first.?name|given.?name|fname|vorname|pr[eé]nom|nombre)/i,
    lastName: /^(last.?name|family.?name|surname|lname|nachname|nom$|apellido)/i,
    phone: /phone|mobile|telefon|t[eé]l[eé]phone|tel[eé]fono|^tel$/i
  };

  function label(field) {
    var found = field.labels && field.labels[0];
    var texts = found ? [].filter.call(found.childNodes, function (node) { return node.nodeType === 3; }) : [];
    var text = texts.map(function (node) { return node.data; }).join(" ") || (found && !found.contains(field) ? found.textContent : "");
    return (text || field.getAttribute("aria-label") || field.placeholder || field.name || field.id || "").replace(/\s+/g, " ").trim();
  }

  // Never passwords, cards, files, or what the page hides.
  function readable(field) {
    return !/^(password|hidden|file|submit|button|reset|image)$/.test(field.type) && !field.disabled &&
      !/^cc-|password|one-time-code/.test(field.autocomplete || "") && field.localName !== "button" && field.localName !== "fieldset";
  }

  function value(field) {
    if (field.type === "checkbox") return field.checked ? "Checked" : "Not Checked";
    if (field.type === "radio") return field.checked ? field.value : "";
    if (field.localName === "select") {
      return [].map.call(field.selectedOptions, function (option) { return option.text; }).join(";");
    }
    return (field.value || "").trim();
  }

  function collected(form) {
    var contact = {}, values = {};
    [].filter.call(form.elements, readable).forEach(function (field) {
      var name = label(field), text = value(field);
      if (!text) return;
      if (!contact.email && (field.type === "email" || /mail/i.test(field.name + name)) && ADDRESS.test(text)) contact.email = text;
      else if (field.type !== "checkbox" && field.type !== "radio") {
        Object.keys(NAMES).forEach(function (key) {
          var hints = [field.autocomplete, field.name, name, field.type];
          if (!contact[key] && hints.some(function (hint) { return hint && NAMES[key].test(hint); })) contact[key] = text;
        });
      }
      if (name) values[name.slice(0, 100)] = text.slice(0, 1000);
    });
    if (!contact.email) return null;
    return {
      contactFields: contact, formValues: values, formSelectorId: form.id ? "#" + form.id : "",
      formSelectorClasses: [].map.call(form.classList, function (name) { return "." + name; }).join(", "),
      collectedFormId: form.id, collectedFormClasses: form.className, pageTitle: document.title, pageUrl: location.href,
      type: "SCRAPED", uuid: crypto.randomUUID ? crypto.randomUUID() : String(Math.random()).slice(2)
    };
  }

  // Whoever does not want to be known is not read either.
  function welcome() { return inside.may("analytics") && !inside.untracked(); }

  function send(given) {
    given.portalId = inside.portal();
    given.utk = inside.utk();
    var options = { method: "POST", body: JSON.stringify(given), keepalive: true, credentials: "omit" };
    fetch(inside.address("collected-forms/submit/form"), options).then(function (answer) {
      // What the server could not take now, the next page hands over.
      if (answer.status < 500 && answer.status !== 429) inside.erase(COOKIE);
    }, function () {});
  }

  // The page may be left before the form has arrived. Then the next page of the site hands it over.
  function keep(given) {
    var text = btoa(unescape(encodeURIComponent(JSON.stringify(given))));
    if (text.length <= MOST) inside.write(COOKIE, text, SOON);
  }

  var last = "";
  document.addEventListener("submit", inside.careful("forms", function (event) {
    var form = event.target;
    if (form.localName !== "form" || /(^|\s)hs-form(\s|$)/.test(form.getAttribute("class"))) return;
    var given = collected(form);
    if (!given || !welcome()) return;
    // A page that checks the form itself may send it several times with the same in it.
    var same = JSON.stringify([given.contactFields, given.formValues]);
    if (same === last) return;
    last = same;
    keep(given);
    send(given);
  }), true);

  // Not before the visitor is known: this file may be there before the calls that set the tracker up.
  var left = inside.read(COOKIE);
  tracker.addUserTokenListener(function () {
    if (left && welcome()) send(JSON.parse(decodeURIComponent(escape(atob(left)))));
    left = "";
  });
}]);
