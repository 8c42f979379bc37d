import htmx from "htmx.org/dist/htmx.esm.js";
import "htmx.org/dist/ext/hx-csp.js";
import "htmx.org/dist/ext/hx-sse.js";
import "basecoat-css/basecoat";
import "basecoat-css/sidebar";
import "basecoat-css/dropdown-menu";
import "./links.js";
import "./streams.js";
import "./theme_switch.js";

window.htmx = htmx;
