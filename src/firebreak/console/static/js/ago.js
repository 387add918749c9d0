// How long ago was it? time[data-ago] is told in minutes and hours of the first day, then stays as the server wrote it.
import { now } from "./clock.js";
import { sentence } from "./words.js";

function show(place) {
  const seconds = Math.floor((now() - Date.parse(place.dateTime)) / 1000);
  if (!(seconds >= 0 && seconds < 86400)) return;
  if (seconds < 60) place.textContent = sentence("agoNow");
  else if (seconds < 3600) place.textContent = sentence("agoMinutes", { minutes: Math.floor(seconds / 60) });
  else place.textContent = sentence("agoHours", { hours: Math.floor(seconds / 3600) });
}

setInterval(() => document.querySelectorAll("time[data-ago]").forEach(show), 5000);
