import htmx from "htmx.org/dist/htmx.esm.js";
import "htmx.org/dist/ext/hx-csp.js";
import "basecoat-css/basecoat";
import "basecoat-css/sidebar";
import "basecoat-css/dropdown-menu";
import "./links.js";
import "./theme_switch.js";

window.htmx = htmx;
