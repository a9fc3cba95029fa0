/* The background map of a home: an archive of tiles (PMTiles), of which parts are fetched as needed.
 *
 * Loaded only where a home has one.
 */
import { PMTiles } from "./vendor/pmtiles/pmtiles.js";

//: How many zooms further out than its first one an archive is shown: each takes four times as many.
const FURTHER_OUT = 2;
const ONE_PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==";

/** A layer, for the Leaflet of the map, of the archive at `address`; fails where that is none. */
export async function archiveLayer(L, address, tiles, { maxZoom, dark, font }) {
  const archive = new PMTiles(new URL(address, location.origin).href);
  await archive.getHeader();
  const options = {
    minZoom: Math.max(0, tiles.min_zoom - FURTHER_OUT),
    minNativeZoom: tiles.min_zoom,
    maxNativeZoom: tiles.max_zoom,
    maxZoom,
    bounds: tiles.bounds,
    noWrap: true,
  };
  if (tiles.kind !== "streets") return pictureLayer(L, archive, tiles.media_type, options);
  const { streetLayer } = await import("./street_layer.js");
  return streetLayer(L, archive, options, { dark, font });
}

/** Tiles that are pictures already. */
function pictureLayer(L, archive, type, options) {
  const layer = L.gridLayer(options);
  layer.createTile = ({ z, x, y }, done) => {
    const tile = document.createElement("img");
    tile.alt = "";
    tile.stop = new AbortController();
    const { signal } = tile.stop;
    const fail = (error) => {
      // What was broken off here is no fault of the archive.
      if (!signal.aborted) done(error, tile);
    };
    tile.addEventListener("error", () => fail(new Error(`${z}/${x}/${y}: no picture`)));
    tile.addEventListener("load", () => done(null, tile), { once: true });
    archive.getZxy(z, x, y, signal).then((found) => {
      if (signal.aborted) return;
      const source = found ? URL.createObjectURL(new Blob([found.data], { type })) : ONE_PIXEL;
      tile.free = () => URL.revokeObjectURL(source);
      tile.src = source;
    }).catch(fail);
    return tile;
  };
  layer.on("tileunload", ({ tile }) => {
    tile.stop.abort();
    tile.free?.();
  });
  return layer;
}
