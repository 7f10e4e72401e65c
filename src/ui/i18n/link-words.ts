/** English texts for why two participants can't be connected, and how sentences about both are written. */
import type { LinkReason } from '../../call/call-error.js';
import type { LinkProblem } from '../../call/call-api.js';
import { isolate } from './format.js';

/** The text if the local side, the remote side or both are affected; `@` stands for the remote name. */
export type Sentence = string | Readonly<Record<LinkProblem['whose'], string>>;

/** What happened, and what to do. */
export interface LinkWords {
  title(problem: LinkProblem, name: string): string;
  advice(problem: LinkProblem, name: string): string;
}

/** Builds the texts of a language from its sentences: a title for each reason, and the advice that applies. */
export function linkWords<Advice extends string>(
  titles: Readonly<Record<LinkReason, readonly [title: Sentence, advice: Advice]>>,
  advices: Readonly<Record<Advice, Sentence>>,
): LinkWords {
  const write = (sentence: Sentence, whose: LinkProblem['whose'], name: string) =>
    (typeof sentence === 'string' ? sentence : sentence[whose]).replaceAll('@', () =>
      isolate(name),
    );
  return {
    title: ({ reason, whose }, name) => write(titles[reason][0], whose, name),
    advice: ({ reason, whose }, name) => write(advices[titles[reason][1]], whose, name),
  };
}

export const linkProblems = linkWords(
  {
    'link-blocked': [
      {
        self: 'Your network blocks direct calls, and this site has no relay',
        other: '@’s network blocks direct calls, and this site has no relay',
        both: 'Your network and @’s block direct calls, and this site has no relay',
      },
      'network',
    ],
    'link-no-udp': [
      {
        self: 'Your network blocks call traffic (UDP), and this site has no relay',
        other: '@’s network blocks call traffic (UDP), and this site has no relay',
        both: 'Your network and @’s block call traffic (UDP), and this site has no relay',
      },
      'network',
    ],
    'link-no-address': [
      {
        self: 'Something blocks calls in your browser',
        other: 'Something blocks calls in @’s browser',
        both: 'Something blocks calls in your browser and @’s',
      },
      'extension',
    ],
    'link-relay-missing': [
      {
        self: 'You can only connect through a relay, and this site has none',
        other: '@ can only connect through a relay, and this site has none',
        both: 'You and @ can only connect through a relay, and this site has none',
      },
      'site',
    ],
    'link-relay-refused': [
      {
        self: 'This site’s relay rejects your connection',
        other: 'This site’s relay rejects @’s connection',
        both: 'This site’s relay rejects your connection and @’s',
      },
      'site',
    ],
    'link-relay-unreachable': [
      {
        self: 'Your network can’t reach this site’s relay',
        other: '@’s network can’t reach this site’s relay',
        both: 'Neither your network nor @’s can reach this site’s relay',
      },
      'relay',
    ],
    'link-relay-silent': ['This site’s relay passes no data between you and @', 'site'],
    'link-not-encrypted': ['Something between you and @ blocks encryption', 'network'],
    'link-no-codec': ['Your browser and @’s have no audio or video format in common', 'browser'],
    'link-incompatible': ['Your browser and @’s aren’t compatible', 'browser'],
    'link-unanswered': [
      {
        self: 'Your page isn’t responding to @’s',
        other: '@’s page isn’t responding',
        both: 'Your page and @’s aren’t responding to each other',
      },
      'reload',
    ],
    'link-server-lost': [
      {
        self: 'You lost the server connection, so you can’t reach @',
        other: '@ lost the server connection',
        both: 'You and @ lost the server connection',
      },
      'wait',
    ],
    'link-not-created': ['Your browser couldn’t open a connection to @', 'tabs'],
    'link-flooded': ['@’s page sent too much data, so it was disconnected', 'pause'],
  },
  {
    network: {
      self: 'Try another network, such as a mobile hotspot.',
      other: 'Ask @ to try another network, such as a mobile hotspot.',
      both: 'Try another network, such as a mobile hotspot, or ask @ to.',
    },
    relay: {
      self: 'Try another network, such as a mobile hotspot.',
      other: 'Ask @ to try another network, such as a mobile hotspot.',
      both: 'Contact the site owner.',
    },
    extension: {
      self: 'Turn off extensions that block WebRTC, or use another browser.',
      other: 'Ask @ to turn off extensions that block WebRTC, or to use another browser.',
      both: 'Both of you: turn off extensions that block WebRTC, or use another browser.',
    },
    browser: 'Both of you: use the latest version of Chrome, Edge, Firefox, or Safari.',
    site: 'Contact the site owner.',
    reload: {
      self: 'Reload the page.',
      other: 'Ask @ to reload the page.',
      both: 'Both of you: reload the page.',
    },
    tabs: 'Close other tabs with calls, or restart the browser. Retrying…',
    pause: 'Retrying in a minute.',
    wait: {
      self: 'Check your internet connection. Retrying…',
      other: 'They may be back soon.',
      both: 'Retrying…',
    },
  },
);
