/** A participant who limits data receives and sends only small pictures. */
import { test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { inPage, untilPeople } from '../support/facts.js';
import { Lab, PATIENCE } from '../support/lab.js';
import { forgetSeen, openLarge, untilSeen } from './large-pictures.js';

const lab = await Lab.start();

test('a participant who limits data receives and sends only small camera video', async () => {
  const [ana, ben] = await Promise.all([openLarge(lab, 'Ana'), openLarge(lab, 'Ben')]);
  await Promise.all([ana, ben].map((page) => untilPeople(page, ['Ana', 'Ben'])));
  await Promise.all([ana, ben].map((page) => inPage(page, (one) => one.turnOn('camera'))));
  await Promise.all([untilSeen(ana, 720, ben), untilSeen(ben, 720, ana)]);
  await inPage(ana, (one) => void (one.videoQuality = 'low'));
  const isSmall = (page: Page) =>
    page.waitForFunction('seen.at(-1) <= 180', { timeout: PATIENCE, polling: 50 });
  await Promise.all([ana, ben].map(isSmall));
  await inPage(ana, (one) => void (one.videoQuality = 'auto'));
  await Promise.all([ana, ben].map(forgetSeen));
  await Promise.all([untilSeen(ana, 720, ben), untilSeen(ben, 720, ana)]);
});
