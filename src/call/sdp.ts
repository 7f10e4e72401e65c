/** What a link's descriptions need and no API gives: how Opus is sent. RFC 7587. */

/**
 * Offers or accepts stereo in every lane of sound, so that music needs no renegotiation later: Chromium decodes two
 * channels only where its own description says so; Firefox says it by itself, and to say it twice does no harm. And
 * in the first, the microphone's, that silence is not sent: who only listens then sends 5 packets a second, not 50.
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
