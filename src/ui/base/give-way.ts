/** Delays rendering until the links are up, since someone is waiting for video. */
import type { CallApi } from '../../call/call-api.js';

/** Maximum delay, so that a slow machine doesn't seem to hang, in milliseconds. */
const LONGEST = 400;

/** Resolves when the links of a call are up, or after the delay; undefined if none is expected. */
export function giveWay(call: CallApi | undefined): Promise<unknown> | undefined {
  const handshake = call?.handshake;
  if (!handshake) return undefined;
  return new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, LONGEST);
    void handshake.finally(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
