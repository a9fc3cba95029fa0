/* Entry of the map in a file: all that it draws, and the geometry for it, stands in the page. */
import { MapFrame } from "./map_frame.js";

const { data, files } = JSON.parse(document.getElementById("hs-data").textContent);
const root = document.querySelector(".hotspots-map");
const drawn = () => { root.dataset.drawn = "1"; };
const frame = new MapFrame(root, { text: data.text, clicked() {}, moved() {}, drawn });
frame.show(data, new Map(Object.entries(files)));
