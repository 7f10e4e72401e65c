/** Which browser this is, only for texts about its settings, never for feature detection. */

export type BrowserFamily = 'chromium' | 'firefox' | 'safari' | 'safari-mobile' | 'other';

export function browserFamily({ userAgent, maxTouchPoints } = navigator): BrowserFamily {
  if (userAgent.includes('Firefox/')) return 'firefox';
  if (userAgent.includes('Chrome/')) return 'chromium';
  // Other browsers on iOS lack this token, and have other settings.
  if (!userAgent.includes('Version/')) return 'other';
  // An iPad identifies itself as a Mac, which has no touch screen.
  const isMobile = /iPhone|iPad/.test(userAgent) || maxTouchPoints > 1;
  return isMobile ? 'safari-mobile' : 'safari';
}
