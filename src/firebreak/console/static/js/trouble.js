// Which piece could not be brought up to date? It says so in its own place, with a code, and tries again when asked.
import { clockText, now } from "./clock.js";
import { sentence } from "./words.js";

function make(name, looks) {
  return Object.assign(document.createElement(name), looks);
}

function retry({ elt, target, requestConfig }) {
  const button = make("button", { type: "button", className: "btn sm", textContent: sentence("again") });
  button.addEventListener("click", () => window.htmx.ajax("GET", requestConfig.path, { source: elt, target }));
  return button;
}

function tell(detail) {
  const words = make("div", {});
  words.append(
    make("p", { className: "strong", textContent: sentence("trouble") }),
    make("p", { className: "xxs muted mono", textContent: `E-${detail.xhr?.status || "0"} · ${clockText(now())}` }),
  );
  const push = make("div", { className: "push" });
  push.append(retry(detail));
  const banner = make("div", { className: "banner warn trouble", role: "alert" });
  banner.append(words, push);
  detail.target.querySelector(":scope > .trouble")?.remove();
  detail.target.prepend(banner);
}

// A line that is lost is told once for the whole page, by live.js; what a person asked for is told where it was asked.
document.addEventListener("htmx:responseError", ({ detail }) => { if (detail.requestConfig.verb === "get") tell(detail); });
document.addEventListener("htmx:sendError", ({ detail }) => {
  const isLive = detail.requestConfig.triggeringEvent?.type?.startsWith("live:");
  if (detail.requestConfig.verb === "get" && !isLive) tell(detail);
});
