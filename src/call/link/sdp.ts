/** Changes to session descriptions that no API offers: how Opus is sent. RFC 7587. */

/**
 * Offers or accepts stereo in every audio lane, so that music needs no renegotiation later: Chromium decodes two
 * channels only if its own description says so; Firefox already says it, and repeating it is harmless. In the first
 * lane, the microphone's, silence is not sent: someone who only listens then sends 5 packets a second, not 50.
 */
export function withOpus(sdp: string): string {
  return sdp
    .split(/^(?=m=)/m)
    .map((section, index) => {
      const [, type] = /^a=rtpmap:(\d+) opus\/48000\/2\r?$/im.exec(section) ?? [];
      const parameters = new RegExp(`^a=fmtp:${type} .*?(?=\\r?$)`, 'm');
      return section.replace(parameters, `$&;stereo=1${index === 1 ? ';usedtx=1' : ''}`);
    })
    .join('');
}
