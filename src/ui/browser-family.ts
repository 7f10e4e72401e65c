/** Which browser it is, as far as the way to its settings differs; for words alone, never for what it can do. */

export type BrowserFamily = 'chromium' | 'firefox' | 'safari' | 'safari-mobile' | 'other';

export function browserFamily({ userAgent, maxTouchPoints } = navigator): BrowserFamily {
  if (userAgent.includes('Firefox/')) return 'firefox';
  if (userAgent.includes('Chrome/')) return 'chromium';
  // Other browsers on iOS have no such word, and other settings.
  if (!userAgent.includes('Version/')) return 'other';
  // An iPad gives itself out as a Mac, which has no touch screen.
  const isMobile = /iPhone|iPad/.test(userAgent) || maxTouchPoints > 1;
  return isMobile ? 'safari-mobile' : 'safari';
}
