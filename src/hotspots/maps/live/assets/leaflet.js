/* Gives the vendored Leaflet to the other modules, and takes it off the page's globals.
 *
 * The minified build is used because the standalone page inlines the same file: one copy, one
 * checksum. It registers itself as a global, which another script on the page could overwrite.
 */
import "./vendor/leaflet/leaflet.js";

if (!globalThis.leaflet) {
  throw new Error("Leaflet did not register itself: another module loader is on this page.");
}

const L = globalThis.leaflet.noConflict();
delete globalThis.leaflet;

export default L;
