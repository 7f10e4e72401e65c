/** Speech that is sent twice, for a way that loses packets. Loaded with the first such way. */

/**
 * Offers the microphone's lane, the first of sound, with redundancy as its first choice: each packet then has the
 * one before inside, so that a lost one is heard all the same. Only the order of what is offered and answered tells
 * Chromium to do so; `setParameters` takes the codec and goes on as before. RFC 2198.
 */
export function withRedundancy(sdp: string): string {
  const [, type] = /^a=rtpmap:(\d+) red\/48000\/2\r?$/m.exec(sdp) ?? [];
  if (!type) return sdp;
  return sdp.replace(
    new RegExp(`^(m=audio \\d+ \\S+)(.*) ${type}(?=[ \\r\\n])`, 'm'),
    `$1 ${type}$2`,
  );
}
