/** Draws shared screens: a remote slide, and a local document. */

/** The size of a drawn screen. */
export const SCREEN = { width: 1280, height: 720 } as const;

type Context = CanvasRenderingContext2D;

const FONT = 'system-ui, sans-serif';
/** Visitors in each month, as a share of the best one. */
const months = [
  ['Jan', 0.34],
  ['Feb', 0.4],
  ['Mar', 0.37],
  ['Apr', 0.58],
  ['May', 0.82],
  ['Jun', 1],
] as const;

/** A slide with a chart, with a moving pointer. */
export function drawSlide(context: Context, seconds: number): void {
  const { width, height } = SCREEN;
  context.fillStyle = '#fbfaf7';
  context.fillRect(0, 0, width, height);
  context.fillStyle = '#0f766e';
  context.fillRect(0, 0, 16, height);
  context.fillStyle = '#1d2327';
  context.font = `700 58px ${FONT}`;
  context.fillText('A garden for everyone', 88, 132);
  context.fillStyle = '#5c666c';
  context.font = `400 30px ${FONT}`;
  context.fillText('Visitors since the gates opened', 88, 184);
  drawChart(context);
  drawPoints(context);
  drawPointer(context, 668 + Math.sin(seconds * 0.8) * 60, 330 + Math.cos(seconds * 0.6) * 36);
}

function drawChart(context: Context): void {
  const foot = 596;
  context.fillStyle = '#d9d6cd';
  for (const line of [0, 1, 2, 3]) context.fillRect(88, foot - line * 104, 660, 2);
  context.textAlign = 'center';
  for (const [index, [name, share]] of months.entries()) {
    const x = 112 + index * 108;
    context.fillStyle = index === months.length - 1 ? '#e07a3f' : '#6fa8a1';
    context.beginPath();
    context.roundRect(x, foot - share * 318, 72, share * 318, [10, 10, 0, 0]);
    context.fill();
    context.fillStyle = '#5c666c';
    context.font = `500 24px ${FONT}`;
    context.fillText(name, x + 36, foot + 40);
  }
  context.textAlign = 'left';
}

function drawPoints(context: Context): void {
  const points = ['Open on Sundays', 'Two new paths', 'A roof for rainy days'];
  for (const [index, point] of points.entries()) {
    const y = 322 + index * 92;
    context.fillStyle = '#0f766e';
    context.beginPath();
    context.arc(838, y - 11, 15, 0, 2 * Math.PI);
    context.fill();
    context.fillStyle = '#1d2327';
    context.font = `500 32px ${FONT}`;
    context.fillText(point, 876, y);
  }
}

function drawPointer(context: Context, x: number, y: number): void {
  context.save();
  context.translate(x, y);
  context.beginPath();
  for (const [across, down] of [
    [0, 0],
    [0, 38],
    [9, 30],
    [15, 44],
    [21, 41],
    [15, 28],
    [27, 27],
  ] as const) {
    context.lineTo(across, down);
  }
  context.closePath();
  context.fillStyle = '#1d2327';
  context.fill();
  context.strokeStyle = '#fff';
  context.lineWidth = 3;
  context.stroke();
  context.restore();
}

/** A window with a page of text, whose last line is being written. */
export function drawDocument(context: Context, seconds: number): void {
  const { width, height } = SCREEN;
  context.fillStyle = '#8fb3bf';
  context.fillRect(0, 0, width, height);
  context.fillStyle = '#eef1f3';
  context.beginPath();
  context.roundRect(140, 64, 1_000, 720, 18);
  context.fill();
  for (const [index, colour] of ['#e0685e', '#e7b04c', '#6bb36f'].entries()) {
    context.fillStyle = colour;
    context.beginPath();
    context.arc(180 + index * 34, 100, 10, 0, 2 * Math.PI);
    context.fill();
  }
  context.fillStyle = '#fff';
  context.fillRect(250, 140, 780, 600);
  context.fillStyle = '#2b3338';
  context.font = `700 44px ${FONT}`;
  context.fillText('Notes', 320, 232);
  const written = ((seconds / 4) % 1) * 600;
  const lines = [610, 560, 636, 420, 0, 590, 630, 380, written];
  for (const [index, length] of lines.entries()) {
    context.fillStyle = '#c4cbd0';
    context.beginPath();
    context.roundRect(320, 278 + index * 46, length, 16, 8);
    context.fill();
  }
  context.fillStyle = '#0f766e';
  context.fillRect(326 + written, 270 + (lines.length - 1) * 46, 4, 34);
}
