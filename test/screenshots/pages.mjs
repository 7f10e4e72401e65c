/** Opens pages to take screenshots of, in any engine. */
import puppeteer from 'puppeteer-core';

import { chromiumFlags, firefoxPreferences } from '../runner/browsers.mjs';
import { ENGINES, findPrograms, installCommand } from '../runner/programs.mjs';
import { WebKitPage } from '../runner/webkit.mjs';

/** What Firefox calls a color scheme. */
const FIREFOX_SCHEMES = { dark: 0, light: 1 };

/**
 * Opens a page that prefers a color scheme and reduced motion; only WebKit moves, since it takes that from the desktop.
 * @param {keyof typeof ENGINES} engine
 * @param {'light' | 'dark'} scheme
 */
export async function openPage(engine, scheme) {
  const needed = ENGINES[engine];
  if (!needed) throw new Error(`The engines are: ${Object.keys(ENGINES).join(' ')}`);
  const programs = await findPrograms(needed);
  const missing = needed.filter((name) => !programs[name]);
  if (missing.length) throw new Error(`${engine} is missing: ${installCommand(missing)}`);
  if (engine === 'WebKit') return WebKitPage.start(programs, { dark: scheme === 'dark' });
  const browser = await puppeteer.launch(
    engine === 'Firefox'
      ? {
          browser: 'firefox',
          executablePath: programs.Firefox,
          extraPrefsFirefox: {
            ...firefoxPreferences,
            'layout.css.prefers-color-scheme.content-override': FIREFOX_SCHEMES[scheme],
            'ui.prefersReducedMotion': 1,
          },
        }
      : { executablePath: programs.Chromium, args: chromiumFlags(), pipe: true },
  );
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(String(error)));
  if (engine === 'Chromium') {
    await page.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value: scheme },
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ]);
  }
  page.close = () => browser.close();
  return page;
}
