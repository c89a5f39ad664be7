// Photographs: made smaller on the phone and drawn anew, so that place, device and time are gone before they are kept.

const LONGEST_SIDE = 2048;
const QUALITIES = [0.8, 0.6, 0.4];
const BLOCKS = 24; // blocks of a blur along the longest side: no face and no plate survives it

const canvasOf = (width, height) => {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  return canvas;
};

// A canvas with the picture upright, its longest side at most 2048 px. Throws where the file is no picture.
export const drawn = async (file) => {
  const bitmap = await createImageBitmap(file); // turns it as its EXIF says
  const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = canvasOf(Math.round(bitmap.width * scale), Math.round(bitmap.height * scale));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return canvas;
};

// The picture in coarse blocks of their mean colour: what a blurred area shows.
export const coarse = (canvas) => {
  const scale = BLOCKS / Math.max(canvas.width, canvas.height);
  let [width, height] = [canvas.width, canvas.height];
  let step = canvas;
  const least = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
  // By halves, so that each block is the mean of all its pixels and not of a few.
  do {
    width = Math.max(least[0], Math.floor(width / 2));
    height = Math.max(least[1], Math.floor(height / 2));
    const smaller = canvasOf(width, height);
    smaller.getContext("2d").drawImage(step, 0, 0, width, height);
    step = smaller;
  } while (width > least[0] || height > least[1]);
  const full = canvasOf(canvas.width, canvas.height);
  const pen = full.getContext("2d");
  pen.imageSmoothingEnabled = false;
  pen.drawImage(step, 0, 0, full.width, full.height);
  return full;
};

// Blur a circle, as under a finger.
export const blurCircle = (canvas, blocks, x, y, radius) => {
  const pen = canvas.getContext("2d");
  pen.save();
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.clip();
  pen.drawImage(blocks, 0, 0);
  pen.restore();
};

// Blur a rectangle, as chosen by keys.
export const blurArea = (canvas, blocks, { x, y, width, height }) =>
  canvas.getContext("2d").drawImage(blocks, x, y, width, height, x, y, width, height);

const jpeg = (canvas, quality) =>
  new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));

// The picture as JPEG of at most `most` bytes; null when it can't be made so small.
export const pressed = async (canvas, most) => {
  for (const quality of QUALITIES) {
    const blob = await jpeg(canvas, quality);
    if (blob && (!most || blob.size <= most)) return blob;
  }
  return null;
};

// A small drawing of a kept photograph; pages may not show a `blob:` address.
export const thumbnail = async (blob, label) => {
  const bitmap = await createImageBitmap(blob);
  const scale = 240 / Math.max(bitmap.width, bitmap.height);
  const canvas = canvasOf(Math.round(bitmap.width * scale), Math.round(bitmap.height * scale));
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  canvas.className = "walk-thumbnail";
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", label);
  return canvas;
};
