/* The script that runs when the page is parsed: after head.js. */
import "./morph.js";
import "./holes.js";
import "./ask.js";
import "./snapshots.js";
import "./fill.js";
