/** Draws a person in front of a camera: flat, friendly, and a little alive. */
import type { Hair, Look, Room } from './people.js';

/** The size of a drawn face. */
export const FACE = { width: 640, height: 360 } as const;

type Context = CanvasRenderingContext2D;

/** What the face does at a given moment. */
export interface Pose {
  readonly seconds: number;
  /** Makes people who share a clock move differently. */
  readonly seed: number;
  /** How loud they speak, 0 to 1. */
  readonly level: number;
}

const TURN = 2 * Math.PI;
const INK = '#2b2022';

/** Makes a color darker (below 0) or lighter (above 0). */
const tinted = (colour: string, amount: number): string =>
  `color-mix(in srgb, ${colour}, ${amount < 0 ? '#1a1020' : '#fff'} ${Math.abs(amount) * 100}%)`;

function ellipse(context: Context, x: number, y: number, width: number, height = width): void {
  context.beginPath();
  context.ellipse(x, y, width, height, 0, 0, TURN);
  context.fill();
}

function box(context: Context, x: number, y: number, w: number, h: number, radius = 4): void {
  context.beginPath();
  context.roundRect(x, y, w, h, radius);
  context.fill();
}

const shelf = (context: Context, wall: string) => {
  const books = ['#b4574a', '#4d7286', '#d7a94b', '#5f7f5c', '#8a6a92'];
  for (const [row, y] of [60, 150].entries()) {
    context.fillStyle = tinted(wall, -0.28);
    box(context, 30, y + 54, 178, 8, 2);
    for (const [index, colour] of books.entries()) {
      const height = 34 + ((index * 7 + row * 5) % 18);
      context.fillStyle = tinted(colour, 0.22);
      box(context, 44 + index * 19 + row * 26, y + 54 - height, 15, height, 2);
    }
  }
};

/** The background on both sides of a person. */
const rooms: Record<Room, (context: Context, wall: string) => void> = {
  plain: () => {},
  shelf,
  window: (context, wall) => {
    context.fillStyle = tinted(wall, 0.8);
    box(context, 430, 30, 160, 190, 6);
    context.fillStyle = '#b9dcec';
    box(context, 440, 40, 140, 170, 3);
    context.fillStyle = '#8fbf8f';
    context.beginPath();
    context.ellipse(480, 214, 70, 46, 0, Math.PI, TURN);
    context.ellipse(555, 214, 40, 66, 0, Math.PI, TURN);
    context.save();
    context.clip();
    context.fillRect(440, 40, 140, 170);
    context.restore();
    context.fillStyle = tinted(wall, 0.8);
    context.fillRect(506, 40, 8, 170);
    context.fillRect(440, 116, 140, 8);
  },
  plant: (context, wall) => {
    context.fillStyle = '#4f8a63';
    for (const [angle, length] of [
      [-0.9, 80],
      [-0.45, 112],
      [0, 128],
      [0.45, 110],
      [0.9, 78],
    ] as const) {
      context.save();
      context.translate(535, 262);
      context.rotate(angle);
      ellipse(context, 0, -length / 2, 17, length / 2);
      context.restore();
    }
    context.fillStyle = tinted(wall, -0.34);
    box(context, 500, 256, 70, 110, 8);
  },
  picture: (context, wall) => {
    context.fillStyle = tinted(wall, -0.3);
    box(context, 52, 46, 130, 100, 3);
    context.fillStyle = tinted(wall, 0.7);
    box(context, 60, 54, 114, 84, 2);
    context.fillStyle = '#e0915f';
    ellipse(context, 140, 82, 15);
    context.fillStyle = '#5d8aa0';
    context.beginPath();
    context.moveTo(62, 136);
    context.lineTo(100, 88);
    context.lineTo(128, 116);
    context.lineTo(146, 100);
    context.lineTo(172, 136);
    context.fill();
  },
  lamp: (context, wall) => {
    context.fillStyle = tinted(wall, 0.55);
    ellipse(context, 108, 150, 112);
    context.fillStyle = tinted(wall, -0.5);
    context.fillRect(105, 160, 6, 210);
    context.fillStyle = '#f0c36a';
    context.beginPath();
    context.moveTo(84, 106);
    context.lineTo(132, 106);
    context.lineTo(156, 170);
    context.lineTo(60, 170);
    context.fill();
  },
};

/** Rounder than the skull, and hidden by the front hair at the top. */
const crown = { x: 84, y: 112 };

/** Hair behind the shoulders and the head; the center of the head is at 0, 0. */
const hairBehind: Record<Hair, (context: Context) => void> = {
  short: () => {},
  crop: () => {},
  bald: () => {},
  long: (context) => {
    context.beginPath();
    context.roundRect(-84, -98, 168, 238, [crown, crown, 34, 34]);
    context.fill();
  },
  bob: (context) => {
    context.beginPath();
    context.roundRect(-84, -98, 168, 164, [crown, crown, 36, 36]);
    context.fill();
  },
  curls: (context) => {
    for (let step = 0; step < 13; step++) {
      const angle = Math.PI * (0.86 + (step / 12) * 1.28);
      ellipse(context, Math.cos(angle) * 76, -14 + Math.sin(angle) * 74, 32);
    }
  },
  bun: (context) => {
    ellipse(context, 0, -104, 34, 30);
    ellipse(context, 0, -22, 74, 76);
  },
  scarf: (context) => {
    context.beginPath();
    context.roundRect(-84, -96, 168, 236, [84, 84, 60, 60]);
    context.fill();
  },
};

/** Hair over the forehead. */
const hairBefore: Record<Hair, (context: Context) => void> = {
  bald: () => {},
  short: (context) => {
    context.beginPath();
    context.moveTo(-70, 4);
    context.bezierCurveTo(-86, -74, -40, -104, 8, -98);
    context.bezierCurveTo(62, -98, 82, -62, 70, 4);
    context.bezierCurveTo(64, -22, 58, -36, 44, -46);
    context.bezierCurveTo(14, -36, -30, -40, -50, -52);
    context.bezierCurveTo(-60, -36, -64, -20, -70, 4);
    context.fill();
  },
  crop: (context) => {
    context.beginPath();
    context.moveTo(-68, -12);
    context.bezierCurveTo(-76, -126, 76, -126, 68, -12);
    context.bezierCurveTo(60, -42, 46, -54, 0, -54);
    context.bezierCurveTo(-46, -54, -60, -42, -68, -12);
    context.fill();
  },
  long: (context) => {
    context.beginPath();
    context.moveTo(-72, 16);
    context.bezierCurveTo(-88, -138, 88, -138, 72, 16);
    context.bezierCurveTo(64, -24, 40, -44, -14, -62);
    context.bezierCurveTo(-34, -36, -62, -20, -72, 16);
    context.fill();
  },
  bob: (context) => {
    context.beginPath();
    context.moveTo(-74, 18);
    context.bezierCurveTo(-90, -140, 90, -140, 74, 18);
    context.lineTo(64, -24);
    context.bezierCurveTo(36, -32, -36, -32, -64, -24);
    context.fill();
  },
  curls: (context) => {
    for (const [x, y] of [
      [-46, -60],
      [-18, -70],
      [12, -72],
      [-3, -84],
      [42, -62],
    ] as const) {
      ellipse(context, x, y, 25, 21);
    }
  },
  bun: (context) => {
    context.beginPath();
    context.moveTo(-70, -2);
    context.bezierCurveTo(-80, -130, 80, -130, 70, -2);
    context.bezierCurveTo(58, -46, 24, -62, 0, -62);
    context.bezierCurveTo(-24, -62, -58, -46, -70, -2);
    context.fill();
  },
  scarf: (context) => {
    context.beginPath();
    context.ellipse(0, -4, 84, 92, 0, 0, TURN);
    context.ellipse(0, 10, 57, 72, 0, 0, TURN);
    context.fill('evenodd');
    context.beginPath();
    context.moveTo(-62, 52);
    context.bezierCurveTo(-40, 104, 40, 104, 62, 52);
    context.lineTo(78, 132);
    context.lineTo(-78, 132);
    context.fill();
  },
};

/** Draws a person's room, without the person. */
export function drawRoom(context: Context, { wall, room }: Look): void {
  context.fillStyle = wall;
  context.fillRect(0, 0, FACE.width, FACE.height);
  rooms[room](context, wall);
}

/** Draws a person in front of their room. */
export function drawFace(context: Context, look: Look, pose: Pose): void {
  const { seconds, seed } = pose;
  drawRoom(context, look);
  const sway = Math.sin(seconds * 0.7 + seed * 2.1);
  const nod = Math.sin(seconds * 1.3 + seed) * 2 + Math.sin(seconds * 5) * 6 * pose.level;
  context.translate(FACE.width / 2 + sway * 4, 178);
  drawBehind(context, look, sway, nod);
  drawBody(context, look);
  context.translate(sway * 2, nod);
  context.rotate(sway * 0.025);
  drawHead(context, look, pose);
}

function drawBehind(context: Context, { hair, hairColour }: Look, sway: number, nod: number): void {
  context.save();
  context.translate(sway * 2, nod);
  context.fillStyle = tinted(hairColour, hair === 'scarf' ? -0.12 : -0.18);
  hairBehind[hair](context);
  context.restore();
}

function drawBody(context: Context, { skin, top }: Look): void {
  context.fillStyle = top;
  context.beginPath();
  context.moveTo(-150, 200);
  context.bezierCurveTo(-146, 122, -92, 110, -36, 102);
  context.lineTo(36, 102);
  context.bezierCurveTo(92, 110, 146, 122, 150, 200);
  context.fill();
  context.fillStyle = tinted(skin, -0.13);
  context.beginPath();
  context.roundRect(-29, 48, 58, 74, [0, 0, 29, 29]);
  context.fill();
  context.strokeStyle = tinted(top, -0.2);
  context.lineWidth = 6;
  context.beginPath();
  context.arc(0, 96, 33, 0.18, Math.PI - 0.18);
  context.stroke();
}

function drawHead(context: Context, look: Look, pose: Pose): void {
  const { skin, hair, hairColour } = look;
  if (hair !== 'scarf') {
    context.fillStyle = tinted(skin, -0.08);
    ellipse(context, -67, 10, 13, 17);
    ellipse(context, 67, 10, 13, 17);
  }
  context.fillStyle = skin;
  context.beginPath();
  context.moveTo(-66, -20);
  context.bezierCurveTo(-66, -112, 66, -112, 66, -20);
  context.bezierCurveTo(66, 44, 40, 86, 0, 86);
  context.bezierCurveTo(-40, 86, -66, 44, -66, -20);
  context.fill();
  if (look.hasBeard) drawBeard(context, hairColour);
  context.fillStyle = 'rgb(226 92 84 / 0.16)';
  ellipse(context, -41, 27, 15, 11);
  ellipse(context, 41, 27, 15, 11);
  context.fillStyle = hairColour;
  hairBefore[hair](context);
  drawFeatures(context, look, pose);
}

function drawBeard(context: Context, colour: string): void {
  context.fillStyle = colour;
  context.beginPath();
  context.moveTo(-66, -4);
  context.bezierCurveTo(-64, 52, -44, 94, 0, 94);
  context.bezierCurveTo(44, 94, 64, 52, 66, -4);
  context.bezierCurveTo(60, 22, 50, 32, 34, 33);
  context.bezierCurveTo(16, 27, -16, 27, -34, 33);
  context.bezierCurveTo(-50, 32, -60, 22, -66, -4);
  context.fill();
}

function drawFeatures(context: Context, look: Look, { seconds, seed, level }: Pose): void {
  const isBlinking = (seconds + seed * 1.7) % (3.4 + (seed % 3)) < 0.16;
  const gaze = Math.sin(seconds * 0.4 + seed * 3) * 2;
  context.lineCap = 'round';
  context.strokeStyle = look.hair === 'scarf' ? INK : tinted(look.hairColour, -0.3);
  context.lineWidth = 4.5;
  for (const side of [-1, 1]) {
    context.beginPath();
    context.moveTo(side * 39, -22 - level * 5);
    context.quadraticCurveTo(side * 28, -30 - level * 7, side * 16, -25 - level * 5);
    context.stroke();
  }
  context.fillStyle = INK;
  context.strokeStyle = INK;
  for (const side of [-1, 1]) {
    if (isBlinking) {
      context.lineWidth = 3.5;
      context.beginPath();
      context.arc(side * 27, -4, 7, 0.25, Math.PI - 0.25);
      context.stroke();
      continue;
    }
    context.fillStyle = INK;
    ellipse(context, side * 27 + gaze, -2, 6.5, 8.5);
    context.fillStyle = '#fff';
    ellipse(context, side * 27 + gaze + 2, -5, 2.2);
  }
  context.strokeStyle = tinted(look.skin, -0.28);
  context.lineWidth = 4;
  context.beginPath();
  context.arc(0, 14, 8, 0.35, Math.PI - 0.35);
  context.stroke();
  drawMouth(context, level);
  if (look.hasGlasses) drawGlasses(context);
}

/** A smile that opens with the voice. */
function drawMouth(context: Context, level: number): void {
  const open = Math.min(1, level * 3);
  context.fillStyle = '#7a2f36';
  context.beginPath();
  context.moveTo(-20, 43);
  context.quadraticCurveTo(0, 47 - open * 3, 20, 43);
  context.quadraticCurveTo(0, 61 + open * 18, -20, 43);
  context.fill();
  context.fillStyle = '#fff';
  context.beginPath();
  context.moveTo(-16, 44.5);
  context.quadraticCurveTo(0, 48 - open * 3, 16, 44.5);
  context.quadraticCurveTo(0, 53 + open * 3, -16, 44.5);
  context.fill();
}

function drawGlasses(context: Context): void {
  context.strokeStyle = INK;
  context.lineWidth = 3.5;
  for (const side of [-1, 1]) {
    context.beginPath();
    context.roundRect(side * 28 - 20, -20, 40, 34, 14);
    context.moveTo(side * 48, -6);
    context.lineTo(side * 65, -8);
    context.stroke();
  }
  context.beginPath();
  context.arc(0, -2, 9, Math.PI + 0.4, TURN - 0.4);
  context.stroke();
}
