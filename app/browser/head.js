/* The script that blocks the parser in <head>, so it is small. It works before the first paint. */
import "./live.js";
import "./unavailable.js";
