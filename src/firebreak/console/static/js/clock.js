// What time is it on the server? Event time of a demo runs faster than ours; a changed clock of this machine is ignored.
const page = document.body.dataset;
let server = Date.parse(page.now) || Date.now();
let seen = performance.now();
let speed = Number(page.speed || 1);

export const now = () => server + (performance.now() - seen) * speed;

export function sync(instant, rate) {
  const told = Date.parse(instant);
  if (Number.isNaN(told)) return;
  server = told;
  seen = performance.now();
  if (Number.isFinite(rate) && rate !== speed) pace(rate);
}

// Somebody else in the demo has changed its pace: the header says so.
function pace(rate) {
  speed = rate;
  const words = document.querySelector("[data-pace]");
  if (words) words.textContent = words.textContent.replace(/×[\d,]+/, `×${rate.toLocaleString("en")}`);
}

const hms = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Asia/Taipei", hour: "2-digit", minute: "2-digit", second: "2-digit",
});

export const clockText = (instant) => hms.format(instant);
