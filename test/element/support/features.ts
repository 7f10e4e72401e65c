/** Features that not every browser engine has, for `itNeeds`. */

/** How long sound may take to start, in milliseconds. */
const SOUND_TIMEOUT = 3_000;

/** Whether sound is played: Firefox plays none on a machine without an output. */
async function playsSound(): Promise<boolean> {
  const context = new AudioContext();
  const late = new Promise<void>((resolve) => setTimeout(resolve, SOUND_TIMEOUT));
  await Promise.race([context.resume(), late]);
  const isRunning = context.state === 'running';
  await context.close();
  return isRunning;
}

/**
 * In Firefox ESR 153 headless, tests that open a window on top did not finish in three runs;
 * `test/call/firefox.test.ts` covers it there.
 */
const isFirefox = navigator.userAgent.includes('Firefox/');

export const FEATURES = {
  sound: await playsSound(),
  'speaker choice': 'setSinkId' in HTMLMediaElement.prototype,
  'windows on top': !isFirefox && 'documentPictureInPicture' in window,
  'videos on top': !isFirefox && document.pictureInPictureEnabled,
};
