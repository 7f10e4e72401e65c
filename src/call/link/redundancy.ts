/** Redundant audio, for links that lose packets. Loaded with the first such link. */

/**
 * Offers the microphone's lane, the first audio lane, with redundancy preferred: each packet then also contains the
 * previous one, so that a lost one can still be played. In Chromium only the order in offer and answer enables this;
 * `setParameters` accepts the codec but has no effect. RFC 2198.
 */
export function withRedundancy(sdp: string): string {
  const [, type] = /^a=rtpmap:(\d+) red\/48000\/2\r?$/m.exec(sdp) ?? [];
  if (!type) return sdp;
  return sdp.replace(
    new RegExp(`^(m=audio \\d+ \\S+)(.*) ${type}(?=[ \\r\\n])`, 'm'),
    `$1 ${type}$2`,
  );
}
