/* The script that blocks the parser in <head>, so it is small. It works before the first paint. */
import "./stored.js";
import "./changes.js";
import "./jquery.js";
import "./live.js";
import "./unavailable.js";
