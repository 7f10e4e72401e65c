/** German words of the statistics. */
import { sizeOf, type StatisticsWords } from '../statistics-words.js';

const whole = new Intl.NumberFormat('de', { maximumFractionDigits: 0 });
const percent = new Intl.NumberFormat('de', { style: 'percent', maximumFractionDigits: 1 });

export const words: StatisticsWords = {
  statistics: {
    nobody: 'Noch ist sonst niemand hier.',
    unknown: 'Nicht verbunden',
    copy: 'Kopieren',
    copied: 'Statistik kopiert',
    copyByHand: 'Der Browser lässt diese Seite nicht kopieren. Kopieren Sie von hier:',
    causes: {
      'loss-in': 'Pakete von dort gehen verloren',
      'loss-out': 'Pakete von hier gehen verloren',
      delay: 'Pakete brauchen lange',
      jitter: 'Pakete kommen ungleichmäßig',
      frozen: 'das Bild steht still',
      silence: 'nichts ist zu hören',
    },
    paths: { direct: 'Direkt', relay: 'Über ein Relay' },
    roundTrip: (time) => `${whole.format(time)} ms hin und zurück`,
    columns: {
      source: 'Quelle',
      codec: 'Codec',
      size: 'Größe',
      frames: 'Bilder',
      bitrate: 'Bitrate',
      loss: 'Verlust',
      limited: 'Begrenzt durch',
    },
    sources: {
      microphone: 'Mikrofon',
      camera: 'Kamera',
      screen: 'Bildschirm',
      'screen-audio': 'Ton des Bildschirms',
    },
    directions: { received: 'empfangen', sent: 'gesendet' },
    size: sizeOf,
    frames: (count) => `${whole.format(count)}/s`,
    bitrate: (bits) => `${whole.format(bits / 1_000)} kbit/s`,
    loss: (share) => percent.format(share),
    limits: { none: 'nichts', cpu: 'Prozessor', bandwidth: 'Netz', other: 'anderes' },
  },
};
