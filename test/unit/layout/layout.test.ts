/** Where tiles are placed on stages of all sizes. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fitsGrid, placeFloating, placeTiles, type Box } from '../../../src/layout/layout.js';

const GAP = 8;
const sizes = [
  [160, 120],
  [320, 240],
  [390, 844],
  [768, 1024],
  [1440, 900],
  [2560, 1080],
] as const;

const place = (small: number, width: number, height: number, large = 0) =>
  placeTiles({ large, small }, { width, height }, GAP);
const columns = (boxes: readonly Box[]) => new Set(boxes.map(({ x }) => x)).size;
const overlap = (one: Box, other: Box) =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

describe('the layout of a stage', () => {
  it('keeps every tile inside and apart from the others, at every size and number', () => {
    for (const [width, height] of sizes) {
      for (let small = 0; small <= 12; small += 1) {
        for (let large = 0; large <= 3; large += 1) {
          const boxes = place(small, width, height, large);
          const where = `${large} and ${small} at ${width} by ${height}`;
          assert.equal(boxes.length, small + large, where);
          for (const [index, box] of boxes.entries()) {
            assert.ok(box.width > 0 && box.height > 0, `${where}: ${JSON.stringify(box)}`);
            assert.ok(box.x >= 0 && box.x + box.width <= width + 1, where);
            assert.ok(box.y >= 0 && box.y + box.height <= height + 1, where);
            for (const other of boxes.slice(index + 1)) {
              assert.ok(!overlap(box, other), `${where}: ${JSON.stringify([box, other])}`);
            }
          }
        }
      }
    }
  });

  it('gives equal people equal tiles', () => {
    for (const [width, height] of sizes) {
      const boxes = place(7, width, height);
      assert.equal(new Set(boxes.map((box) => `${box.width} ${box.height}`)).size, 1);
    }
  });

  it('stands two people beside each other on a wide stage, above each other on a high one', () => {
    assert.equal(columns(place(2, 1440, 900)), 2);
    assert.equal(columns(place(2, 390, 844)), 1);
  });

  it('shows no tile narrower than portrait or wider than cinema format', () => {
    for (const [width, height] of sizes) {
      for (let small = 2; small <= 12; small += 1) {
        for (const box of place(small, width, height)) {
          const shape = box.width / box.height;
          assert.ok(shape > 0.7 && shape < 1.85, `${small} at ${width} by ${height}: ${shape}`);
        }
      }
    }
  });

  it('fills most of the stage with one person', () => {
    for (const [width, height] of [...sizes.slice(0, 5)]) {
      const [box] = place(1, width, height);
      assert.ok((box!.width * box!.height) / (width * height) > 0.7, `${width} by ${height}`);
    }
  });

  it('centres a last row that is not full', () => {
    const boxes = place(3, 1440, 900);
    const last = boxes[2]!;
    assert.equal(Math.round(last.x + last.width / 2), 720);
  });

  it('gives a presentation most of the stage and stands the people at its side', () => {
    const [screen, ...people] = place(4, 1440, 900, 1);
    assert.ok(screen!.width * screen!.height > 1440 * 900 * 0.6);
    for (const box of people) assert.ok(box.x >= screen!.x + screen!.width);
  });

  it('stands the people below a presentation on a high stage', () => {
    const [screen, ...people] = place(4, 390, 844, 1);
    assert.equal(screen!.width, 390);
    for (const box of people) assert.ok(box.y >= screen!.y + screen!.height);
  });

  it('gives a presentation without people the whole stage', () => {
    assert.deepEqual(place(0, 1440, 900, 1), [{ x: 0, y: 0, width: 1440, height: 900 }]);
  });

  it('places nothing without participants, and handles a stage without a size', () => {
    assert.deepEqual(place(0, 1440, 900), []);
    assert.equal(place(3, 0, 0, 1).length, 4);
  });

  it('gives a person who is large on a high stage more height than a presentation', () => {
    const size = { width: 390, height: 844 };
    const [person] = placeTiles({ large: 1, small: 3, isPersonLarge: true }, size, GAP);
    const [screen] = placeTiles({ large: 1, small: 3 }, size, GAP);
    assert.ok(person!.height > screen!.height * 1.5);
  });

  it('widens the strip where many would be tiny in it', () => {
    const few = place(2, 640, 360, 1)[1]!;
    const many = place(9, 640, 360, 1)[1]!;
    assert.ok(many.width >= 48, `${many.width}`);
    assert.ok(few.width > many.width);
  });
});

describe('whether all can be told apart', () => {
  const rows: [count: number, width: number, height: number, fits: boolean][] = [
    [1, 160, 120, true],
    [2, 160, 120, true],
    [4, 160, 120, false],
    [9, 320, 240, true],
    [12, 320, 240, false],
    [12, 390, 700, true],
    [12, 1440, 900, true],
    [5, 0, 0, true],
  ];
  for (const [count, width, height, fits] of rows) {
    it(`${fits ? 'is so' : 'is not'} for ${count} at ${width} by ${height}`, () =>
      assert.equal(fitsGrid(count, { width, height }, GAP), fits));
  }
});

describe('a tile that floats', () => {
  const corners = ['start-start', 'start-end', 'end-start', 'end-end'] as const;

  it('stays inside and off the toolbar, in every corner and at every size', () => {
    for (const [width, height] of sizes) {
      const toolbar = { x: width * 0.2, y: height - 44, width: width * 0.6, height: 36 };
      for (const corner of corners) {
        const free = { above: 36, below: 0, toolbar };
        const box = placeFloating(corner, { width, height }, GAP, free);
        const where = `${corner} at ${width} by ${height}: ${JSON.stringify(box)}`;
        assert.ok(box.x >= 0 && box.x + box.width <= width, where);
        assert.ok(box.y >= 0 && box.y + box.height <= height, where);
        assert.ok(!overlap(box, toolbar), where);
      }
    }
  });

  it('is in the corner that was asked for, below what is named above', () => {
    const size = { width: 1440, height: 900 };
    const box = placeFloating('start-end', size, GAP, { above: 36, below: 0 });
    assert.equal(box.x + box.width, 1440 - GAP);
    assert.equal(box.y, 36 + GAP);
  });

  it('is small beside whom it lies over', () => {
    for (const [width, height] of sizes) {
      const box = placeFloating('end-end', { width, height }, GAP, { above: 0, below: 0 });
      const share = (box.width * box.height) / (width * height);
      assert.ok(share < 0.13, `${share} at ${width} by ${height}`);
    }
  });
});
