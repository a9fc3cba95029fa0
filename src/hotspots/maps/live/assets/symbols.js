/* The marks of points: a shape per class, so that colour is not the only difference. */

const POLYGONS = {
  square: [[-0.85, -0.85], [0.85, -0.85], [0.85, 0.85], [-0.85, 0.85]],
  triangle: [[0, -1.1], [1.05, 0.8], [-1.05, 0.8]],
  diamond: [[0, -1.2], [1.2, 0], [0, 1.2], [-1.2, 0]],
  wedge: [[-1.05, -0.8], [1.05, -0.8], [0, 1.1]],
  plus: [
    [-0.4, -1.1], [0.4, -1.1], [0.4, -0.4], [1.1, -0.4], [1.1, 0.4], [0.4, 0.4],
    [0.4, 1.1], [-0.4, 1.1], [-0.4, 0.4], [-1.1, 0.4], [-1.1, -0.4], [-0.4, -0.4],
  ],
};
const ORDER = ["circle", "square", "triangle", "diamond", "wedge", "plus"];

/** One symbol on its own small canvas: stamped for every point, and shown in the legend. */
export function symbolCanvas({ index, colour, halo, radius, dpr }) {
  const size = Math.ceil(2 * (1.25 * radius + 1.5));
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(size * dpr);
  canvas.height = canvas.width;
  const ctx = canvas.getContext("2d");
  ctx.scale(canvas.width / size, canvas.width / size);
  ctx.translate(size / 2, size / 2);
  ctx.beginPath();
  outline(ctx, ORDER[index % ORDER.length], radius);
  ctx.lineJoin = "round";
  ctx.lineWidth = radius > 3.5 ? 2 : 1.2;
  ctx.strokeStyle = halo;
  ctx.stroke();
  ctx.fillStyle = colour;
  ctx.fill();
  return { canvas, size };
}

function outline(ctx, shape, radius) {
  if (shape === "circle") {
    ctx.arc(0, 0, radius, 0, 2 * Math.PI);
    return;
  }
  for (const [x, y] of POLYGONS[shape]) ctx.lineTo(x * radius, y * radius);
  ctx.closePath();
}
