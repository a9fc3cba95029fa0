/* A button that asks the device where it is, and tells our own server once.
 *
 * Nothing is asked before a click, nothing is kept here, and a refusal is told on the spot: then
 * nothing goes to the server at all.
 */
import { make } from "./elements.js";

const OPTIONS = { enableHighAccuracy: true, maximumAge: 30_000, timeout: 15_000 };
//: five decimals of a degree are a metre: no need to send more
const DECIMALS = 5;
/* The numbers of GeolocationPositionError, as names of our sentences. */
const REASONS = { 1: "refused", 2: "unknown", 3: "slow" };
const mounted = new WeakMap();

/* Counted over all mounts, so that no two answers are the same value. */
let answers = 0;

function showButton({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".hotspots-where");
  const shown = mounted.get(parentElement) ?? furnish(root);
  mounted.set(parentElement, shown);
  shown.text = data.text;
  shown.found = (value) => setTriggerValue("found", value);
  shown.button.textContent = data.text.button;
  return () => {
    shown.found = () => {};
    mounted.delete(parentElement);
    root.replaceChildren();
  };
}

function furnish(root) {
  const shown = { button: make("button", "hs-where"), status: make("p", "hs-where-status") };
  shown.button.type = "button";
  shown.status.setAttribute("role", "status");
  shown.button.addEventListener("click", () => ask(shown));
  root.replaceChildren(shown.button, shown.status);
  return shown;
}

function ask(shown) {
  const say = (reason) => {
    shown.status.textContent = shown.text[reason] ?? "";
    shown.button.disabled = reason === "busy";
  };
  // Browsers give no place to a page that came over a line others can read.
  if (!window.isSecureContext) return say("insecure");
  if (!navigator.geolocation) return say("unknown");
  say("busy");
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      say("");
      answers += 1;
      shown.found({
        lon: Number(coords.longitude.toFixed(DECIMALS)),
        lat: Number(coords.latitude.toFixed(DECIMALS)),
        accuracy_m: Math.round(coords.accuracy),
        n: answers,
      });
    },
    ({ code }) => say(REASONS[code] ?? "unknown"),
    OPTIONS,
  );
}

export default showButton;
