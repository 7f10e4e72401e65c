/** The texts of the statistics, loaded with them: English here, each other language in its own file. */
import type { LinkStats, SentStats } from '../../call/diagnostics/link-stats.js';
import type { Cause } from '../../features/link-quality.js';
import type { Source } from '../../protocol.js';
import { vocabularyOf, wordsIn } from './vocabulary.js';

export interface StatisticsWords {
  statistics: {
    nobody: string;
    /** While no statistics of a link are available. */
    unknown: string;
    copy: string;
    copied: string;
    /** For browsers that don't let a page copy. */
    copyByHand: string;
    /** What impairs a link, shown after its quality. */
    causes: Record<Cause, string>;
    paths: Record<NonNullable<LinkStats['path']>, string>;
    /** Round trip, in milliseconds. */
    roundTrip(time: number): string;
    columns: Record<
      'source' | 'codec' | 'size' | 'frames' | 'bitrate' | 'loss' | 'limited',
      string
    >;
    sources: Record<Source, string>;
    directions: Record<'received' | 'sent', string>;
    /** In pixels. */
    size(width: number, height: number): string;
    /** Frames per second. */
    frames(count: number): string;
    /** In bits per second. */
    bitrate(bits: number): string;
    /** A share from 0 to 1. */
    loss(share: number): string;
    limits: Record<NonNullable<SentStats['limitedBy']>, string>;
  };
}

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });

/** Keeps a size from being reversed in right-to-left text. */
export const sizeOf = (width: number | string, height: number | string) =>
  `\u2066${width}×${height}\u2069`;

export const englishStatistics: StatisticsWords = {
  statistics: {
    nobody: 'You’re the only one here.',
    unknown: 'Not connected',
    copy: 'Copy',
    copied: 'Statistics copied',
    copyByHand: 'Your browser doesn’t let this page copy. Copy the text here:',
    causes: {
      'loss-in': 'incoming packet loss',
      'loss-out': 'outgoing packet loss',
      delay: 'high latency',
      jitter: 'high jitter',
      frozen: 'frozen video',
      silence: 'no data received',
    },
    paths: { direct: 'Direct', relay: 'Relayed' },
    roundTrip: (time) => `${whole.format(time)} ms round trip`,
    columns: {
      source: 'Source',
      codec: 'Codec',
      size: 'Resolution',
      frames: 'Frame rate',
      bitrate: 'Bitrate',
      loss: 'Packet loss',
      limited: 'Limited by',
    },
    sources: {
      microphone: 'Microphone',
      camera: 'Camera',
      screen: 'Screen',
      'screen-audio': 'Screen audio',
    },
    directions: { received: 'received', sent: 'sent' },
    size: sizeOf,
    frames: (count) => `${whole.format(count)}/s`,
    bitrate: (bits) => `${whole.format(bits / 1_000)} kbit/s`,
    loss: (share) => percent.format(share),
    limits: { none: 'nothing', cpu: 'CPU', bandwidth: 'bandwidth', other: 'other' },
  },
};

/** The same texts, with the page's own replacements. */
export const statisticsWordsFor = (
  view: Element,
  words: StatisticsWords,
): StatisticsWords['statistics'] => wordsIn(vocabularyOf(view), 'statistics', words).statistics;
