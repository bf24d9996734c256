// Enhancements only: every page works without this file.
"use strict";
(function () {
  document.querySelectorAll('[data-module="error-summary"]').forEach(function (summary) {
    summary.focus();
    summary.addEventListener("click", function (event) {
      const link = event.target.closest('a[href^="#"]');
      const field = link && document.getElementById(link.hash.slice(1));
      if (!field) return;
      event.preventDefault();
      const group = field.closest("fieldset") || field.closest(".govuk-form-group") || field;
      group.scrollIntoView();
      field.focus({ preventScroll: true });
    });
  });

  // One press, one act: the server refuses a second one as well.
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (form.dataset.sent === "yes") {
      event.preventDefault();
      return;
    }
    if (form.method === "post") form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
    });
  });

  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });

  // Keys of the work queue; a switch on the page turns them off, and the choice stays on this device.
  if (!document.querySelector("[data-queue]")) return;
  const toggle = document.querySelector("[data-keys]");
  if (toggle) {
    toggle.closest("[hidden]").hidden = false;
    toggle.checked = localStorage.getItem("keys") !== "off";
    toggle.addEventListener("change", function () {
      localStorage.setItem("keys", toggle.checked ? "on" : "off");
    });
  }
  let at = -1;
  function follow(place) {
    const link = document.querySelector(place);
    if (link) link.click();
  }
  function links() {
    return Array.from(document.querySelectorAll("[data-queue] tbody th a"));
  }
  function go(step) {
    const all = links();
    at = Math.min(Math.max(at + step, 0), all.length - 1);
    if (all[at]) all[at].focus();
  }
  document.addEventListener("keydown", function (event) {
    if (toggle && !toggle.checked) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(input|select|textarea)$/i.test(event.target.tagName)) return;
    if (event.key === "j") go(1);
    if (event.key === "k") go(-1);
    if (event.key === "o" && links()[at]) links()[at].click();
    if (event.key === "n") follow("[data-next]");
    if (event.key === "a") follow("[data-assign]");
    if (event.key === "?" && toggle) toggle.focus();
  });
})();
