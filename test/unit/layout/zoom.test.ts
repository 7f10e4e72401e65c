/** How a presentation is zoomed inside its tile. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LARGEST, clampZoom, whole, zoomAt } from '../../../src/layout/zoom.js';

const tile = { width: 400, height: 200 };
/** Fills the tile's height, and half its width. */
const narrow = { width: 1000, height: 1000 };
const fitting = { width: 1600, height: 800 };

describe('the zoom of a presentation', () => {
  const rows: [name: string, wished: typeof whole, picture: typeof tile, expected: typeof whole][] =
    [
      ['the whole stays in the middle', { scale: 1, x: 0.4, y: 0.4 }, fitting, whole],
      ['smaller than whole is whole', { scale: 0.5, x: 0, y: 0 }, fitting, whole],
      [
        'larger than the largest is the largest',
        { scale: 99, x: 0, y: 0 },
        fitting,
        { scale: LARGEST, x: 0, y: 0 },
      ],
      [
        'twice as large moves by half a tile at most',
        { scale: 2, x: 3, y: -3 },
        fitting,
        { scale: 2, x: 0.5, y: -0.5 },
      ],
      [
        'what does not fill the tile does not move that way',
        { scale: 2, x: 3, y: 3 },
        narrow,
        { scale: 2, x: 0, y: 0.5 },
      ],
      [
        'and moves once it does',
        { scale: 4, x: 3, y: 0.25 },
        narrow,
        { scale: 4, x: 0.5, y: 0.25 },
      ],
      ['no picture is not enlarged', { scale: 2, x: 0, y: 0 }, { width: 0, height: 0 }, whole],
    ];
  for (const [name, wished, picture, expected] of rows) {
    it(`says: ${name}`, () => assert.deepEqual(clampZoom(wished, picture, tile), expected));
  }

  it('keeps what is under the pointer there', () => {
    const point = { x: 0.3, y: -0.2 };
    const before = { scale: 2, x: 0.1, y: 0.2 };
    const after = zoomAt(before, 1.5, point);
    const under = (zoom: typeof before) => ({
      x: (point.x - zoom.x) / zoom.scale,
      y: (point.y - zoom.y) / zoom.scale,
    });
    assert.equal(after.scale, 3);
    assert.ok(Math.abs(under(after).x - under(before).x) < 1e-9);
    assert.ok(Math.abs(under(after).y - under(before).y) < 1e-9);
  });

  it('comes back to the whole', () => {
    const zoomed = zoomAt(whole, 4, { x: 0.5, y: 0.5 });
    assert.deepEqual(clampZoom(zoomAt(zoomed, 1 / 4, { x: 0.5, y: 0.5 }), fitting, tile), whole);
  });
});
