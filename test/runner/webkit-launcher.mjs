/** A browser launcher of web-test-runner for WebKitGTK. */
import { WebKitPage } from './webkit.mjs';

/**
 * @param {Parameters<typeof WebKitPage.start>[0]} programs
 * @returns {import('@web/test-runner').BrowserLauncher}
 */
export function webkitLauncher(programs) {
  let starting;
  let active;
  const getPage = async () => {
    starting ??= WebKitPage.start(programs);
    return starting;
  };
  return {
    name: 'WebKit',
    // The input commands use the `keyboard` and `mouse` of a page of this type.
    type: 'playwright',
    concurrency: 1,
    async startSession(id, url) {
      const page = await getPage();
      active = { id, page };
      await page.goto(url);
    },
    isActive: (id) => active?.id === id,
    getPage: () => active.page,
    getBrowserUrl: () => active.page.url(),
    async stopSession() {
      const { page } = active;
      active = undefined;
      await page.goto('about:blank');
      return {};
    },
    async stop() {
      const page = await starting;
      await page?.close();
    },
    startDebugSession() {
      throw new Error('WebKit has no debug sessions here.');
    },
  };
}
