// Which behaviours does a page have? Each module binds itself by data-* attributes and survives swapped content.
import "./theme.js";
import "./menu.js";
import "./countdown.js";
import "./ago.js";
import "./keys.js";
import "./list.js";
import "./tabs.js";
import "./live.js";
import "./keep.js";
import "./toast.js";
import "./dialog.js";
import "./once.js";
import "./chart.js";
import "./download.js";
import "./cover.js";
