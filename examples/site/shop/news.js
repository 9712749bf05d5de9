// A form that was made in the account (serve.py --form), in this page.
if ("{{form}}") {
  hbspt.forms.create({
    portalId: "{{portal}}", formId: "{{form}}", target: "#news", pageId: document.documentElement.dataset.page
  });
}
