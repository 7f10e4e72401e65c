/** The corners between which a floating tile moves. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nearestCorner, nextCorner } from '../../../src/layout/corners.js';

describe('the corners of a stage', () => {
  it('are near by quarters', () => {
    const size = { width: 400, height: 200 };
    assert.equal(nearestCorner({ x: 10, y: 10 }, size), 'start-start');
    assert.equal(nearestCorner({ x: 390, y: 90 }, size), 'start-end');
    assert.equal(nearestCorner({ x: 190, y: 110 }, size), 'end-start');
    assert.equal(nearestCorner({ x: 500, y: 500 }, size), 'end-end');
  });

  it('are reached by steps, and not left', () => {
    assert.equal(nextCorner('end-end', 'up'), 'start-end');
    assert.equal(nextCorner('start-end', 'back'), 'start-start');
    assert.equal(nextCorner('start-start', 'down'), 'end-start');
    assert.equal(nextCorner('end-start', 'forth'), 'end-end');
    assert.equal(nextCorner('end-end', 'down'), undefined);
    assert.equal(nextCorner('start-start', 'back'), undefined);
  });
});
