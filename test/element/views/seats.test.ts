/** The seat of a participant, which a tab keeps and a duplicate of the tab must not get. */
import { createBrowserPlatform } from '../../../src/call/browser/browser-platform.js';
import { expect } from '../support/mount.js';
import { waitUntil } from '../support/wait-until.js';

/** Another page of this tab, or of a duplicate: the same storage, but its own locks. */
const page = () => createBrowserPlatform().seats;

const isLocked = async (seat: string) =>
  (await navigator.locks.query()).held?.some(({ name }) => name?.endsWith(`:${seat}`)) ?? false;

/** Resolves when a page holds the lock of a seat. */
async function locked(seat: string): Promise<void> {
  let isHeld = false;
  await waitUntil(async () => (isHeld ||= await isLocked(seat)), 'it is locked');
}

describe('a seat', () => {
  it('is not shared by a duplicated tab, no matter how often it joined or reloaded', async () => {
    const first = page();
    first.keep('tea', 'seat 1');
    await locked('seat 1');
    first.keep('tea', 'seat 1');
    expect(await page().take('tea'), 'after joining again').to.equal(undefined);
    first.keep('tea', undefined);
    await waitUntil(async () => !(await isLocked('seat 1')));
    expect(await page().take('tea'), 'after leaving').to.equal(undefined);
  });

  it('passes to the next page in the tab, which holds it just as firmly', async () => {
    const first = page();
    first.keep('milk', 'seat 2');
    await locked('seat 2');
    first.keep('milk', 'seat 3');
    await waitUntil(async () => !(await isLocked('seat 2')));
    // As after a reload: the storage remains, but no page holds the lock.
    sessionStorage.setItem('video-call:seat:milk', 'seat 2');
    const second = page();
    expect(await second.take('milk')).to.equal('seat 2');
    second.keep('milk', 'seat 2');
    expect(await page().take('milk')).to.equal(undefined);
    expect(await isLocked('seat 2')).to.equal(true);
    second.keep('milk', undefined);
  });
});
