/** The one thing that a link's descriptions need and no API gives: Opus in stereo. */

/**
 * Offers or accepts stereo on every Opus line, so that music needs no renegotiation later. Chromium
 * decodes two channels only where its own description says so; Firefox says it by itself. RFC 7587.
 */
export function withStereo(sdp: string): string {
  const types = new Set(
    [...sdp.matchAll(/^a=rtpmap:(\d+) opus\/48000\/2\r?$/gim)].map(([, type]) => type),
  );
  let text = sdp;
  for (const type of types) {
    const parameters = new RegExp(`^(a=fmtp:${type} (?!.*\\bstereo=).*?)(\\r?)$`, 'gm');
    text = text.replace(parameters, '$1;stereo=1$2');
  }
  return text;
}
