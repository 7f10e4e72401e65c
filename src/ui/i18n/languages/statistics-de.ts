/** The texts of the statistics in German. */
import { sizeOf, type StatisticsWords } from '../statistics-words.js';

const whole = new Intl.NumberFormat('de', { maximumFractionDigits: 0 });
const percent = new Intl.NumberFormat('de', { style: 'percent', maximumFractionDigits: 1 });

export const words: StatisticsWords = {
  statistics: {
    nobody: 'Sie sind allein hier.',
    unknown: 'Nicht verbunden',
    copy: 'Kopieren',
    copied: 'Statistiken kopiert',
    copyByHand: 'Ihr Browser erlaubt dieser Seite das Kopieren nicht. Kopieren Sie den Text hier:',
    causes: {
      'loss-in': 'eingehender Paketverlust',
      'loss-out': 'ausgehender Paketverlust',
      delay: 'hohe Latenz',
      jitter: 'hoher Jitter',
      frozen: 'eingefrorenes Video',
      silence: 'keine Daten empfangen',
    },
    paths: { direct: 'Direkt', relay: 'Über Relay' },
    roundTrip: (time) => `${whole.format(time)} ms Umlaufzeit`,
    columns: {
      source: 'Quelle',
      codec: 'Codec',
      size: 'Auflösung',
      frames: 'Bildrate',
      bitrate: 'Bitrate',
      loss: 'Paketverlust',
      limited: 'Begrenzt durch',
    },
    sources: {
      microphone: 'Mikrofon',
      camera: 'Kamera',
      screen: 'Bildschirm',
      'screen-audio': 'Bildschirmton',
    },
    directions: { received: 'empfangen', sent: 'gesendet' },
    size: sizeOf,
    frames: (count) => `${whole.format(count)}/s`,
    bitrate: (bits) => `${whole.format(bits / 1_000)} kbit/s`,
    loss: (share) => percent.format(share),
    limits: { none: 'nichts', cpu: 'CPU', bandwidth: 'Bandbreite', other: 'Sonstiges' },
  },
};
