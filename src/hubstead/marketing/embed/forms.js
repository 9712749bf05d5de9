// The script behind `hbspt.forms.create`: loads a form's definition, renders it into the page, checks what is typed,
// sends it, and says so to whoever listens. Served minified (scripts/embed).
//
// It runs in pages of others: it uses neither eval nor inline styles or scripts, so that it works under a strict content
// security policy, and puts only text into the page, except for rich text that the server has cleaned.
(() => {
  "use strict";
  const window = globalThis;
  const document = window.document;
  const hbspt = (window.hbspt = window.hbspt || {});
  if (hbspt.forms) return;

  const script = document.currentScript;
  const base = new URL(script && script.src ? script.src : window.location.href).origin;
  const CONTACT = "0-1";
  const UTK = /^[0-9a-f]{32}$/;
  const EMAIL = /^[^\s@<>()[\]\\,;:"]+@(?:[^\s@.<>()[\]\\,;:"]+\.)+[^\s@.<>()[\]\\,;:"\d]{2,}$/;
  const NUMBER = /^\s*-?(?:\d+\.?\d*|\.\d+)\s*$/;
  const PHONE = /^[0-9+() ./#*xX,;-]+$/;
  const LONGEST = 65536;
  const DAY = 86400000;
  const KNOWN = "__hsf_known";
  const TRAP = "hs_trap";
  const forms = [];

  // ---- small things

  const warn = (...said) => window.console && console.warn("Forms:", ...said);

  // What a page's own code does wrong stays its own affair.
  function call(fn, ...given) {
    if (typeof fn !== "function") return;
    try {
      fn(...given);
    } catch (error) {
      warn(error);
    }
  }

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === true) element.setAttribute(name, "");
      else if (value || value === 0 || (value === "" && name === "value")) element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return element;
  }

  const policy = (() => {
    try {
      return window.trustedTypes.createPolicy("hubstead-forms", { createHTML: (html) => html });
    } catch (none) {
      return null;
    }
  })();

  // Rich text from the definition; the server has cleaned it.
  function rich(html, className, tag) {
    if (!html) return null;
    const element = make(tag || "div", { class: className });
    try {
      element.innerHTML = policy ? policy.createHTML(html) : html;
    } catch (forbidden) {
      element.textContent = html.replace(/<[^>]*>/g, " ");
    }
    return element;
  }

  const star = () => make("span", { class: "hs-form-required", "aria-hidden": "true" }, "*");
  const plain = (element) => (element ? element.textContent.trim() : "");
  const keyOf = (field) => (field.objectTypeId === CONTACT ? field.name : field.objectTypeId + "/" + field.name);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));

  function cookie(name) {
    try {
      const found = ("; " + document.cookie).split("; " + name + "=");
      return found.length > 1 ? decodeURIComponent(found.pop().split(";")[0]) : "";
    } catch (refused) {
      return "";
    }
  }

  // Which fields this browser has answered: their names, never what was answered.
  function remembered(portal, more) {
    try {
      const known = new Set(JSON.parse(localStorage.getItem(KNOWN + portal) || "[]"));
      if (more) {
        more.forEach((name) => known.add(name));
        localStorage.setItem(KNOWN + portal, JSON.stringify([...known].slice(-500)));
      }
      return known;
    } catch (refused) {
      return new Set();
    }
  }

  const track = (name, ...given) => (window._hsq = window._hsq || []).push([name, ...given]);

  // ---- conditions of dependent fields, as the server judges them

  function order(text) {
    if (text.trim() && isFinite(text)) return [0, +text];
    if (/^\d{4}-\d\d-\d\d/.test(text) && !isNaN(Date.parse(text))) return [1, Date.parse(text)];
    return [2, text.toLowerCase()];
  }

  const same = (one, other) => one[0] === other[0] && one[1] === other[1];
  const compared = (test) => (answer, condition) => {
    const [given, wanted] = [order(answer), order(condition.value)];
    return !!answer && given[0] === wanted[0] && test(given[1], wanted[1]);
  };
  const between = (answer, condition) => {
    const [low, place, high] = [condition.rangeStart, answer, condition.rangeEnd].map(order);
    return !!answer && low[0] === place[0] && place[0] === high[0] && low[1] <= place[1] && place[1] <= high[1];
  };
  const within = (direction) => (answer, condition) => {
    const at = order(answer);
    const distance = ((at[0] === 2 ? NaN : at[1]) - Date.now()) * direction;
    return distance >= 0 && distance <= condition.value * DAY;
  };
  const set = (test) => (answer, condition) => {
    const given = answer.split(";").filter(Boolean);
    return test(given, condition.values.length ? condition.values : [condition.value]);
  };
  const not = (test) => (answer, condition) => !test(answer, condition);
  const equal = (answer, condition) => same(order(answer), order(condition.value));
  const lower = (test) => (answer, condition) => test(answer.toLowerCase(), condition.value.toLowerCase());
  const contains = lower((answer, part) => answer.includes(part));
  const any = set((given, wanted) => wanted.some((one) => given.includes(one)));
  const all = set((given, wanted) => wanted.every((one) => given.includes(one)));
  const exactly = set((given, wanted) => {
    return wanted.every((one) => given.includes(one)) && given.every((one) => wanted.includes(one));
  });
  const CONDITIONS = {
    eq: equal,
    neq: not(equal),
    contains,
    doesnt_contain: not(contains),
    str_starts_with: lower((answer, part) => answer.startsWith(part)),
    str_ends_with: lower((answer, part) => answer.endsWith(part)),
    lt: compared((given, wanted) => given < wanted),
    lte: compared((given, wanted) => given <= wanted),
    gt: compared((given, wanted) => given > wanted),
    gte: compared((given, wanted) => given >= wanted),
    between,
    not_between: not(between),
    within_time: within(1),
    within_time_reverse: within(-1),
    set_any: any,
    set_not_any: not(any),
    set_all: all,
    set_not_all: not(all),
    set_eq: exactly,
    set_neq: not(exactly),
    is_not_empty: (answer) => !!answer,
  };

  // ---- what is wrong with an answer: the names of messages, by type of field

  function digits(field, value) {
    const count = value.replace(/\D/g, "").length;
    const limits = field.validation || {};
    if (count < (limits.minAllowedDigits || 0)) return "tooShort";
    return limits.maxAllowedDigits && count > limits.maxAllowedDigits ? "tooLong" : "";
  }

  const phone = (field, value) => (PHONE.test(value) ? digits(field, value) : "invalidPhone");
  const FAULTS = {
    email(field, value, form) {
      if (!EMAIL.test(value)) return "invalidEmail";
      const domain = value.split("@").pop().toLowerCase();
      const blocked = [...(field.validation.blockedEmailDomains || []), ...(form.options.manuallyBlockedEmailDomain || [])];
      return blocked.some((one) => one.toLowerCase().replace(/^@/, "") === domain) ? "blockedEmail" : "";
    },
    phone,
    mobile_phone: phone,
    number: (field, value) => (NUMBER.test(value) ? digits(field, value) : "invalidNumber"),
    datepicker: (field, value) => (/^\d{4}-\d\d-\d\d$/.test(value) ? "" : "invalidDate"),
    file: (field, value) => (/^https?:\/\/\S+$/.test(value) ? "" : "invalidLink"),
  };
  const REQUIRED = { dropdown: "missingSelect", radio: "missingSelect", multiple_checkboxes: "missingSelect" };
  // What the server finds wrong, in our words.
  const REFUSALS = {
    REQUIRED_FIELD: "required",
    INVALID_EMAIL: "invalidEmail",
    BLOCKED_EMAIL: "blockedEmail",
    INVALID_NUMBER: "invalidNumber",
    INPUT_TOO_LARGE: "inputTooLarge",
  };

  // ---- fields: each makes its inputs, reads them, and fills them in

  const TYPES = {
    email: { type: "email", autocomplete: "email", css: "text" },
    phone: { type: "tel", autocomplete: "tel", css: "phonenumber" },
    mobile_phone: { type: "tel", autocomplete: "tel", css: "phonenumber" },
    single_line_text: { type: "text", css: "text" },
    number: { type: "number", step: "any", inputmode: "decimal", css: "number" },
    datepicker: { type: "date", css: "date" },
    file: { type: "url", css: "file" },
    multi_line_text: { css: "textarea" },
    single_checkbox: { css: "booleancheckbox" },
    multiple_checkboxes: { css: "checkbox" },
    dropdown: { css: "select" },
    radio: { css: "radio" },
    payment_link_radio: { css: "radio" },
  };
  const COMPLETE = {
    firstname: "given-name", lastname: "family-name", company: "organization", jobtitle: "organization-title",
    address: "street-address", city: "address-level2", state: "address-level1", zip: "postal-code",
    country: "country-name", website: "url", salutation: "honorific-prefix",
  };

  class Field {
    constructor(form, definition) {
      this.form = form;
      this.definition = definition;
      this.key = keyOf(definition);
      this.id = definition.name.replace(/[^\w-]/g, "_") + "-" + form.id;
      this.hidden = definition.hidden;
      this.touched = false;
      const labels = form.translation.fieldLabels || {};
      this.label = labels[this.key] || definition.label || definition.name;
      this.kind = TYPES[definition.fieldType] ? definition.fieldType : "single_line_text";
      this.dependent = (definition.dependentFields || []).map((one) => ({
        condition: one.dependentCondition,
        field: new Field(form, one.dependentField),
      }));
      this.element = this.hidden ? this.hiddenInput() : this.rendered();
      this.children = make("div", { class: "hs-dependent-field" });
      this.whole = make("div", { class: this.hidden ? "hs-hidden" : "hs-whole" }, this.element, this.children);
      this.fill(this.given());
    }

    // From the page's address, else what the form says.
    given() {
      const asked = this.form.query.getAll(this.key);
      if (asked.length) return asked.join(";");
      const { defaultValue, defaultValues } = this.definition;
      return defaultValue || (defaultValues || []).join(";");
    }

    hiddenInput() {
      this.inputs = [make("input", { type: "hidden", name: this.key, class: "hs-input", id: this.id })];
      return this.inputs[0];
    }

    rendered() {
      const { definition, id, form } = this;
      const grouped = this.choices();
      const boolean = this.kind === "single_checkbox";
      const input = grouped || (boolean ? this.checkbox() : this.typed());
      const required = definition.required && star();
      this.errors = make("ul", { class: "no-list " + form.errorMessageClass, id: id + "-errors", role: "alert", hidden: true });
      const described = [];
      const description = definition.description && make("div", { class: "hs-field-desc", id: id + "-about" }, definition.description);
      if (description) described.push(id + "-about");
      const note = this.kind === "file" && make("div", { class: "hs-field-desc", id: id + "-note" }, form.say("noFiles"));
      if (note) described.push(id + "-note");
      described.push(id + "-errors");
      (grouped ? [grouped] : this.inputs).forEach((one) => one.setAttribute("aria-describedby", described.join(" ")));
      const label = boolean
        ? null
        : make(grouped ? "span" : "label", { class: "hs-label", id: "label-" + id, for: grouped ? null : id },
          make("span", {}, this.label), required || null);
      const css = TYPES[this.kind].css;
      const name = definition.name.replace(/[^\w-]/g, "_");
      const classes = "hs_" + name + " hs-" + name + " hs-fieldtype-" + css + " field hs-form-field";
      const element = make("div", { class: classes }, label, description || null, note || null,
        make("div", { class: "input" }, input), this.errors);
      element.addEventListener("input", () => this.changed());
      element.addEventListener("change", () => this.changed());
      element.addEventListener("focusout", () => this.left());
      return element;
    }

    typed() {
      const { definition, id } = this;
      const about = TYPES[this.kind];
      const common = {
        id, name: this.key, class: "hs-input", required: definition.required, placeholder: definition.placeholder,
        "aria-required": definition.required ? "true" : null,
      };
      let input;
      if (this.kind === "dropdown") {
        input = make("select", common, make("option", { value: "" }, definition.placeholder || this.form.say("choose")),
          ...definition.options.map((one) => make("option", { value: one.value }, one.label)));
      } else if (this.kind === "multi_line_text") {
        input = make("textarea", { ...common, rows: 4, maxlength: LONGEST });
      } else {
        const { css, ...attributes } = about;
        const autocomplete = about.autocomplete || (this.definition.objectTypeId === CONTACT && COMPLETE[definition.name]);
        input = make("input", { ...common, ...attributes, autocomplete, maxlength: LONGEST });
        if (this.kind === "file" && !definition.placeholder) input.placeholder = "https://";
      }
      this.inputs = [input];
      const codes = definition.useCountryCodeSelect && this.form.definition.callingCodes;
      return codes ? make("div", { class: "hs-fieldtype-intl-phone" }, this.countries(codes), input) : input;
    }

    // The chosen code goes before a number that has none.
    countries(codes) {
      let names = { of: (code) => code };
      try {
        names = new Intl.DisplayNames([this.form.language], { type: "region" });
      } catch (unsupported) {}
      const entries = codes.map(([region, code]) => [names.of(region) || region, code]).sort((one, other) => one[0].localeCompare(other[0]));
      this.country = make("select", { class: "hs-input hs-country", "aria-label": this.form.say("countryCode") },
        make("option", { value: "" }, this.form.say("countryCode")),
        ...entries.map(([name, code]) => make("option", { value: "+" + code }, name + " +" + code)));
      return this.country;
    }

    checkbox() {
      const { definition, id } = this;
      const input = make("input", {
        id, name: this.key, type: "checkbox", value: "true", class: "hs-input", required: definition.required,
        "aria-required": definition.required ? "true" : null,
      });
      this.inputs = [input];
      const required = definition.required && star();
      return make("label", { class: "hs-form-booleancheckbox-display", for: id }, input, make("span", {}, this.label, required || null));
    }

    choices() {
      const { definition, id } = this;
      const several = this.kind === "multiple_checkboxes";
      if (!several && !this.kind.endsWith("radio")) return null;
      const type = several ? "checkbox" : "radio";
      this.inputs = definition.options.map((one, number) => make("input", {
        id: id + "-" + number, type, name: several ? this.key : this.key + "-" + this.form.id, value: one.value, class: "hs-input",
        required: definition.required && !several,
      }));
      const items = definition.options.map((one, number) => make("li", { class: "hs-form-" + type },
        make("label", { class: "hs-form-" + type + "-display", for: id + "-" + number }, this.inputs[number],
          make("span", {}, one.label))));
      return make("div", { role: several ? "group" : "radiogroup", "aria-labelledby": "label-" + id, id,
        "aria-required": definition.required && !several ? "true" : null },
      make("ul", { class: "inputs-list", role: "presentation" }, ...items));
    }

    get choosing() { return this.inputs.length > 1 || ["checkbox", "radio"].includes(this.inputs[0] && this.inputs[0].type); }

    value() {
      if (!this.choosing) return this.inputs[0] ? this.typedIn(this.inputs[0].value.trim()) : "";
      return this.inputs.filter((one) => one.checked).map((one) => one.value).join(";");
    }

    typedIn(text) { return text && this.country && this.country.value && text[0] !== "+" ? this.country.value + " " + text : text; }

    fill(value) {
      const wanted = String(value === null || value === undefined ? "" : value);
      if (this.kind === "single_checkbox" && !this.hidden) this.inputs[0].checked = /^(true|yes|1|on)$/i.test(wanted);
      else if (this.choosing) this.inputs.forEach((one) => { one.checked = wanted.split(";").includes(one.value); });
      else if (this.inputs[0]) this.inputs[0].value = wanted;
      this.follow();
    }

    // Show the fields that this answer asks for, in place; take the others away.
    follow() {
      const answer = this.value();
      for (const { condition, field } of this.dependent) {
        const test = CONDITIONS[condition.operator];
        const wanted = !!test && test(answer, condition);
        const there = field.whole.parentNode === this.children;
        if (wanted && !there) this.children.append(field.whole);
        else if (!wanted && there) field.whole.remove();
      }
    }

    // The field with those that depend on it and are asked.
    *asked() {
      yield this;
      for (const { field } of this.dependent) if (field.whole.parentNode === this.children) yield* field.asked();
    }

    fault() {
      const value = this.value();
      if (this.hidden) return "";
      const invalid = this.inputs[0] && this.inputs[0].validity && this.inputs[0].validity.badInput;
      if (!value && !invalid) return this.definition.required ? REQUIRED[this.kind] || "required" : "";
      if (value.length > LONGEST) return "inputTooLarge";
      if (invalid) return this.kind === "datepicker" ? "invalidDate" : "invalidNumber";
      return FAULTS[this.kind] ? FAULTS[this.kind](this.definition, value, this.form) : "";
    }

    // Says whether the answer is right, and shows what is not.
    check() {
      const name = this.fault();
      this.show(name ? [this.form.say(name, { ...this.definition.validation, domain: this.value().split("@").pop() })] : []);
      return !name;
    }

    show(messages) {
      if (this.hidden) return;
      this.wrong = messages.length > 0;
      const shown = this.form.options.groupErrors === false ? messages.slice(0, 1) : messages;
      this.errors.replaceChildren(...shown.map((said) => make("li", {}, make("label", { class: "hs-error-msg" }, said))));
      this.errors.hidden = !this.wrong;
      this.inputs.forEach((one) => {
        one.classList.remove(...this.form.errorClasses);
        if (this.wrong) one.classList.add(...this.form.errorClasses);
        if (this.wrong) one.setAttribute("aria-invalid", "true");
        else one.removeAttribute("aria-invalid");
      });
    }

    changed() {
      this.form.interacted();
      this.follow();
      if (this.wrong) this.check();
    }

    left() {
      if (this.value() || this.wrong) this.check();
    }
  }

  // ---- what the law asks

  class Consent {
    constructor(form, about) {
      this.form = form;
      this.about = about;
      this.element = make("div", { class: "legal-consent-container" });
      this.boxes = [];
      const { type } = about;
      if (type === "none") return;
      const privacy = rich(about.privacyText, "hs-richtext");
      if (type === "legitimate_interest") {
        this.element.append(...[privacy].filter(Boolean));
        this.text = plain(privacy) || form.say("legitimateInterest");
        return;
      }
      const communication = rich(about.communicationConsentText, "hs-richtext");
      const process = rich(about.consentToProcessText, "hs-richtext");
      const boxes = about.communicationsCheckboxes.map((one) => this.box(one.label, one.required, one.subscriptionTypeId));
      const parts = [communication, ...boxes.map((box) => box.element), process];
      this.text = plain(process) || form.say("consent");
      if (type === "explicit_consent_to_process") {
        this.processing = this.box(about.consentToProcessCheckboxLabel, true);
        this.text = [plain(process), this.processing.text].filter(Boolean).join(" ");
        parts.push(this.processing.element, rich(about.consentToProcessFooterText, "hs-richtext"));
      }
      this.element.append(...[...parts, privacy].filter(Boolean));
    }

    box(html, required, type) {
      const id = "LEGAL_CONSENT." + (type === undefined ? "processing" : "subscription_type_" + type) + "-" + this.form.id;
      const input = make("input", { type: "checkbox", id, class: "hs-input", required, name: id.slice(0, id.indexOf("-" + this.form.id)),
        "aria-required": required ? "true" : null, "aria-describedby": id + "-errors" });
      const said = rich(html || this.form.say("consent"), null, "span");
      const errors = make("ul", { class: "no-list " + this.form.errorMessageClass, id: id + "-errors", role: "alert", hidden: true });
      const element = make("div", { class: "hs-fieldtype-booleancheckbox field hs-form-field" },
        make("label", { class: "hs-form-booleancheckbox-display", for: id }, input, said), errors);
      const box = { input, element, errors, required, type, text: plain(said) };
      if (required) said.append(star());
      input.addEventListener("change", () => { this.form.interacted(); if (box.wrong) this.checkBox(box); });
      this.boxes.push(box);
      return box;
    }

    checkBox(box) {
      box.wrong = box.required && !box.input.checked;
      box.errors.replaceChildren(...(box.wrong ? [make("li", {}, make("label", { class: "hs-error-msg" }, this.form.say("required")))] : []));
      box.errors.hidden = !box.wrong;
      if (box.wrong) box.input.setAttribute("aria-invalid", "true");
      else box.input.removeAttribute("aria-invalid");
      return !box.wrong;
    }

    // The first box that has to be ticked and is not.
    wrong() { return this.boxes.filter((box) => !this.checkBox(box)).map((box) => box.input)[0]; }

    value() {
      const { about, text } = this;
      if (about.type === "none") return undefined;
      if (about.type === "legitimate_interest") {
        const legalBasis = { lead: "LEAD", client: "CUSTOMER", other: "OTHER" }[about.lawfulBasis];
        return { legitimateInterest: { value: true, subscriptionTypeId: about.subscriptionTypeIds[0] || 0, legalBasis, text } };
      }
      const communications = this.boxes.filter((box) => box.type !== undefined).map((box) => ({
        value: box.input.checked, subscriptionTypeId: box.type, text: box.text || text,
      }));
      return { consent: { consentToProcess: true, text, communications } };
    }
  }

  // ---- a form on a page

  let count = 0;

  class Form {
    constructor(options, place) {
      this.options = options;
      this.place = place;
      this.portalId = String(options.portalId);
      this.formId = String(options.formId).toLowerCase();
      this.instance = String(options.formInstanceId || ++count);
      this.id = this.formId + (this.instance === "1" ? "" : "_" + this.instance.replace(/[^\w-]/g, "_"));
      this.query = new URLSearchParams(window.location.search);
      this.errorClasses = (options.errorClass || "invalid error").split(/\s+/).filter(Boolean);
      this.errorMessageClass = options.errorMessageClass || "hs-error-msgs inputs-list";
      this.translation = {};
    }

    get url() { return base + "/embed/v3/form/" + encodeURIComponent(this.portalId) + "/" + encodeURIComponent(this.formId); }

    say(name, values) {
      const text = this.translation[name] || (this.definition && this.definition.messages[name]) || name;
      return fill(text, values || {});
    }

    tell(eventName, data) {
      const message = { type: "hsFormCallback", eventName, id: this.formId, formGuid: this.formId, instanceId: this.instance, data: data || {} };
      try {
        window.postMessage(message, "*");
      } catch (unclonable) {
        warn(unclonable);
      }
    }

    announce(name, more) {
      const detail = { formId: this.formId, instanceId: this.instance, ...more };
      window.dispatchEvent(new CustomEvent("hs-form-event:" + name, { detail }));
    }

    get shown() { return window.jQuery ? window.jQuery(this.element) : this.element; }

    async start() {
      call(this.options.onBeforeFormInit, this.options);
      this.tell("onBeforeFormInit");
      try {
        const locale = this.options.locale ? "?locale=" + encodeURIComponent(this.options.locale) : "";
        const answer = await fetch(this.url + "/json" + locale, { credentials: "omit" });
        if (!answer.ok) throw new Error("no form " + this.formId + " in account " + this.portalId + ": " + answer.status);
        this.definition = await answer.json();
        this.tell("onFormDefinitionFetchSuccess");
        this.show();
      } catch (error) {
        warn(error);
      }
    }

    show() {
      this.language = this.options.locale || this.definition.language;
      const translations = this.options.translations || {};
      this.translation = translations[this.language] || translations[this.language.split("-")[0]] || {};
      this.render();
      this.place.append(this.element);
      forms.push(this);
      track("trackFormInstall", this.formId, "", { formType: this.definition.formType });
      track("trackFormView", this.formId, "", { formType: this.definition.formType });
      this.watch();
      call(this.options.onFormReady, this.shown, this.options);
      this.tell("onFormReady");
      this.announce("on-ready");
    }

    render() {
      const { definition, options } = this;
      const look = definition.displayOptions;
      dress(options, this.place);
      this.groups = definition.fieldGroups.map((group) => ({ ...group, fields: group.fields.map((one) => new Field(this, one)) }));
      this.consent = new Consent(this, definition.legalConsentOptions);
      const text = options.submitText || this.translation.submitText || look.submitButtonText || this.say("submit");
      this.button = make("input", { type: "submit", value: text, class: options.submitButtonClass || "hs-button primary large" });
      this.summary = make("div", { class: "hs_error_rollup", role: "alert" });
      this.trap = make("input", { type: "text", name: TRAP, tabindex: -1, autocomplete: "off" });
      const classes = ["hs-form", "hs-form-private", "hsForm_" + this.formId, "hs-form-" + this.formId, "hs-form-theme-" + look.theme,
        look.cssClass || "stacked", options.cssClass];
      this.element = make("form", {
        id: "hsForm_" + this.id, class: classes.filter(Boolean).join(" "), novalidate: true, method: "POST", "accept-charset": "UTF-8",
        action: this.url + "/submit", "data-form-id": this.formId, "data-portal-id": this.portalId, "data-instance-id": this.instance,
        lang: this.language, dir: /^(ar|he)\b/.test(this.language) ? "rtl" : null, "aria-label": definition.name,
      },
      ...this.rows(),
      this.consent.element,
      make("div", { class: "hs-trap", "aria-hidden": "true" }, this.trap),
      make("div", { class: "hs_submit hs-submit" }, this.summary, make("div", { class: "actions" }, this.button)),
      make("input", { type: "hidden", name: "hs_context", value: JSON.stringify(this.context()) }));
      Object.entries(look.style || {}).forEach(([name, value]) => this.element.style.setProperty("--hsf-" + name, value));
      this.element.addEventListener("submit", (event) => {
        event.preventDefault();
        this.submit();
      });
      this.element.addEventListener("focusin", () => this.interacted());
      window.addEventListener("pageshow", (event) => event.persisted && this.sending && this.busy(false));
    }

    // A line per group. Progressive groups come once all before them is known to this browser; a queued one takes the
    // place of a group that is known and not required.
    rows() {
      this.waiting = this.groups.some((group) => group.groupType !== "default_group");
      const known = this.waiting ? remembered(this.portalId) : new Set();
      const isKnown = (group) => group.fields.length > 0 && group.fields.every((field) => known.has(field.key));
      const queue = this.groups.filter((group) => group.groupType === "queued" && !isKnown(group));
      const rows = [];
      let complete = true;
      for (const group of this.groups) {
        if (group.groupType === "queued") continue;
        if (group.groupType === "progressive" && !complete) continue;
        complete = complete && (isKnown(group) || !group.fields.length);
        const free = isKnown(group) && group.fields.every((field) => !field.definition.required && !field.hidden);
        rows.push(free && queue.length ? queue.shift() : group);
      }
      this.rendered = rows;
      return rows.flatMap((group) => {
        const visible = group.fields.filter((field) => !field.hidden).length;
        return [
          rich(group.richText, "hs-richtext"),
          make("div", { class: "form-columns-" + Math.max(1, Math.min(visible, 4)) }, ...group.fields.map((field) => field.whole)),
        ].filter(Boolean);
      });
    }

    *asked() {
      for (const group of this.rendered) for (const field of group.fields) yield* field.asked();
    }

    context() {
      const { options } = this;
      const utk = cookie("hubspotutk");
      const address = window.location.href;
      return {
        ...(UTK.test(utk) && { hutk: utk }),
        ...(/^https?:/.test(address) && { pageUri: address.slice(0, 2048) }),
        ...(document.title && { pageName: document.title }),
        ...(options.pageId && { pageId: String(options.pageId) }),
        ...(options.sfdcCampaignId && { sfdcCampaignId: String(options.sfdcCampaignId) }),
        ...(options.goToWebinarWebinarKey && { goToWebinarWebinarKey: String(options.goToWebinarWebinarKey) }),
      };
    }

    // What is filled in, under the names of the fields.
    values(full) {
      return [...this.asked()].filter((field) => field.value()).map((field) => ({
        name: full ? field.definition.objectTypeId + "/" + field.definition.name : field.key,
        value: field.value(),
      }));
    }

    watch() {
      if (!window.IntersectionObserver) return;
      const observer = new IntersectionObserver((entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        observer.disconnect();
        track("trackFormVisible", this.formId, "", { formType: this.definition.formType });
      });
      observer.observe(this.element);
    }

    interacted() {
      if (this.touched) return;
      this.touched = true;
      track("trackFormInteraction", this.formId, "", { formType: this.definition.formType });
    }

    // Checks everything, says what is wrong, and goes to the first of it.
    valid() {
      const fields = [...this.asked()];
      const wrong = fields.filter((field) => !field.check());
      const box = this.consent.wrong();
      const first = wrong.length ? wrong[0].inputs[0] : box;
      this.sum(first ? this.say("summary") : "");
      if (first) first.focus();
      return !first;
    }

    sum(text) {
      this.summary.replaceChildren(...(text ? [make("ul", { class: "no-list " + this.errorMessageClass }, make("li", {}, make("label", { class: "hs-main-font-element" }, text)))] : []));
    }

    async submit() {
      if (this.sending) return;
      if (!this.valid()) {
        this.tell("onFormFailedValidation");
        return;
      }
      call(this.options.onBeforeFormSubmit, this.shown, this.values());
      this.tell("onBeforeFormSubmit", this.values());
      call(this.options.onFormSubmit, this.shown, this.values());
      this.tell("onFormSubmit", this.values());
      this.busy(true);
      const sent = this.values();
      try {
        await this.send();
        this.submitted(sent);
      } catch (error) {
        this.refused(error);
      }
    }

    busy(sending) {
      this.sending = sending;
      this.button.disabled = sending;
      this.element.classList.toggle("hs-form-sending", sending);
      if (sending) {
        this.text = this.button.value;
        this.button.value = this.say("sending");
        this.element.setAttribute("aria-busy", "true");
      } else {
        this.button.value = this.text;
        this.element.removeAttribute("aria-busy");
      }
    }

    async send() {
      const proof = this.definition.proofBits ? await proven(this.formId, this.definition.proofBits) : undefined;
      const fields = [...this.asked()].filter((field) => !field.hidden || field.value()).map((field) => ({
        objectTypeId: field.definition.objectTypeId, name: field.definition.name, value: field.value(),
      }));
      if (this.trap.value) fields.push({ name: TRAP, value: this.trap.value });
      const answer = await fetch(this.url + "/submit", {
        method: "POST",
        credentials: "omit",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ fields, context: this.context(), legalConsentOptions: this.consent.value(), proof }),
      });
      const told = await answer.json().catch(() => ({}));
      if (!answer.ok) throw Object.assign(new Error("refused: " + answer.status), { status: answer.status, told });
      this.answer = told;
    }

    refused(error) {
      this.busy(false);
      warn(error, error.told);
      const fields = new Map([...this.asked()].map((field) => [field.key, field]));
      let first;
      for (const one of (error.told && error.told.errors) || []) {
        const path = /^Error in 'fields\.([^']+)'/.exec(one.message || "");
        const field = path && fields.get(path[1]);
        if (!field || field.hidden) continue;
        field.show([this.say(REFUSALS[one.errorType] || "invalidValue", { domain: field.value().split("@").pop() })]);
        first = first || field;
      }
      this.sum(this.say(error.status === 429 ? "tooMany" : error.status === 404 ? "gone" : first ? "summary" : "failed"));
      if (first) first.inputs[0].focus();
      else this.button.focus();
      this.announce("on-submission:failed");
    }

    submitted(sent) {
      const { options, definition, answer } = this;
      if (this.waiting) remembered(this.portalId, sent.map((one) => one.name));
      track("trackFormCompletion", this.formId, answer.conversionId, { formType: definition.formType });
      const action = definition.configuration.postSubmitAction;
      const wanted = options.redirectUrl || (options.inlineMessage ? "" : action.type === "redirect_url" && action.value);
      const redirectUrl = wanted && safe(wanted);
      const submissionValues = Object.fromEntries(sent.map((one) => [one.name, one.value]));
      const data = { conversionId: answer.conversionId, formGuid: this.formId, submissionValues, ...(redirectUrl && { redirectUrl }) };
      if (!redirectUrl) this.thank(options.inlineMessage || (action.type === "thank_you" ? action.value : ""));
      call(options.onFormSubmitted, this.shown, data);
      this.tell("onFormSubmitted", data);
      this.announce("on-submission:success", { conversionId: answer.conversionId, ...(redirectUrl && { redirectUrl }) });
      if (redirectUrl) window.location.assign(redirectUrl);
    }

    // A message that the page itself gives is the page's own HTML.
    thank(html) {
      const element = rich(html || this.say("thanks"), "submitted-message hs-main-font-element hs-form-" + this.formId);
      element.setAttribute("role", "status");
      element.setAttribute("tabindex", "-1");
      element.lang = this.language;
      this.element.replaceWith(element);
      element.focus({ preventScroll: true });
      element.scrollIntoView({ block: "nearest" });
    }
  }

  // In place of a captcha: a second of computing, which people do not notice and programs that send thousands do. It is
  // a text that begins with the form and the time, and whose SHA-256 begins with so many zero bits.
  async function proven(form, bits) {
    if (!window.crypto || !crypto.subtle) return undefined;
    const start = form + ":" + Date.now() + ":" + Math.random().toString(36).slice(2) + ":";
    const encoder = new TextEncoder();
    for (let number = 0; ; number++) {
      const view = new DataView(await crypto.subtle.digest("SHA-256", encoder.encode(start + number)));
      if (view.getUint32(0) >>> (32 - bits) === 0) return start + number;
    }
  }

  function safe(address) {
    try {
      const url = new URL(address, window.location.href);
      return /^https?:$/.test(url.protocol) ? url.href : "";
    } catch (none) {
      return "";
    }
  }

  // ---- the look

  const STYLE = "__STYLE__";

  // A sheet of its own needs no exception in a content security policy. A page may put its own in place of it.
  function sheet(css) {
    try {
      const made = new CSSStyleSheet();
      made.replaceSync(css);
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, made];
    } catch (unsupported) {
      document.head.append(make("style", {}, css));
    }
  }

  const worn = new Set();

  function dress(options, place) {
    const { css, cssRequired } = options;
    const wanted = [css === undefined || css === null ? STYLE : css, cssRequired];
    if (css === undefined || css === null) place.classList.add("hsf");
    wanted.push(".hs-trap{position:absolute!important;left:-9999px!important;width:1px;height:1px;overflow:hidden}");
    for (const one of wanted) {
      if (!one || worn.has(one)) continue;
      worn.add(one);
      sheet(one);
    }
  }

  // ---- what pages call

  function placeOf(options, here) {
    if (options.target) {
      const found = typeof options.target === "string" ? document.querySelector(options.target) : options.target;
      if (!found) warn("there is no element " + options.target);
      return found;
    }
    const place = make("div", { class: "hbspt-form" });
    if (here && here.parentNode && here !== script && here.parentNode !== document.head) here.after(place);
    else (document.body || document.documentElement).append(place);
    return place;
  }

  hbspt.forms = {
    create(options) {
      const given = options || {};
      if (!given.portalId || !given.formId) return warn("portalId and formId are needed");
      const place = placeOf(given, document.currentScript);
      if (place) new Form(given, place).start();
    },
  };

  // ---- the newer way: elements that say which form they want

  class Handle {
    constructor(form) { this.form = form; }
    getFormId() { return this.form.formId; }
    getInstanceId() { return this.form.instance; }
    getConversionId() { return this.form.answer && this.form.answer.conversionId; }
    getRedirectUrl() { return this.form.answer && this.form.answer.redirectUri; }
    async getFormFieldValues() { return this.form.values(true); }
    setFieldValue(name, value) {
      for (const field of this.form.asked()) {
        if ([field.key, field.definition.objectTypeId + "/" + field.definition.name].includes(name)) field.fill(value);
      }
    }
  }

  window.HubSpotFormsV4 = {
    getForms: () => forms.map((form) => new Handle(form)),
    getFormFromEvent(event) {
      const { formId, instanceId } = (event && event.detail) || {};
      const found = forms.find((form) => form.formId === formId && form.instance === instanceId);
      return found ? new Handle(found) : undefined;
    },
  };

  function frames() {
    document.querySelectorAll(".hs-form-frame[data-form-id]:not([data-hsf])").forEach((element) => {
      element.setAttribute("data-hsf", "");
      const { portalId, formId, region } = element.dataset;
      if (portalId) new Form({ portalId, formId, region }, element).start();
    });
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", frames);
  else frames();
  new MutationObserver(frames).observe(document.documentElement, { childList: true, subtree: true });
})();
