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
        self: 'Your network lets no calls through (UDP), and this site has no relay',
        other: '@’s network lets no calls through (UDP), and this site has no relay',
        both: 'Your network and @’s let no calls through (UDP), and this site has no relay',
      },
      'network',
    ],
    'link-no-address': [
      {
        self: 'Something keeps your browser from making calls',
        other: 'Something keeps @’s browser from making calls',
        both: 'Something keeps your browser and @’s from making calls',
      },
      'extension',
    ],
    'link-relay-missing': [
      {
        self: 'You are to be reached through a relay only, and this site has none',
        other: '@ is to be reached through a relay only, and this site has none',
        both: 'You and @ are to be reached through a relay only, and this site has none',
      },
      'site',
    ],
    'link-relay-refused': [
      {
        self: 'This site’s relay refuses you',
        other: 'This site’s relay refuses @',
        both: 'This site’s relay refuses you and @',
      },
      'site',
    ],
    'link-relay-unreachable': [
      {
        self: 'This site’s relay cannot be reached from your network',
        other: 'This site’s relay cannot be reached from @’s network',
        both: 'This site’s relay can be reached neither from your network nor from @’s',
      },
      'relay',
    ],
    'link-relay-silent': ['Nothing gets through this site’s relay between you and @', 'site'],
    'link-not-encrypted': [
      'Something between you and @ keeps the call from being encrypted',
      'network',
    ],
    'link-no-codec': [
      'Your browser and @’s have no format for sound or picture in common',
      'browser',
    ],
    'link-incompatible': ['Your browser and @’s do not understand each other', 'browser'],
    'link-unanswered': [
      {
        self: 'Your page does not answer @’s',
        other: '@’s page does not answer',
        both: 'Your page and @’s do not answer each other',
      },
      'reload',
    ],
    'link-server-lost': [
      {
        self: 'You lost the connection to the server, and so the way to @',
        other: '@ lost the connection to the server',
        both: 'You and @ lost the connection to the server',
      },
      'wait',
    ],
    'link-not-created': ['Your browser could not open a connection to @', 'tabs'],
    'link-flooded': ['@’s page sends too much, so the connection was closed', 'pause'],
  },
  {
    network: {
      self: 'Try another network, such as a phone’s hotspot.',
      other: 'Ask @ to try another network, such as a phone’s hotspot.',
      both: 'It may help if one of you tries another network, such as a phone’s hotspot.',
    },
    relay: {
      self: 'Try another network, such as a phone’s hotspot.',
      other: 'Ask @ to try another network, such as a phone’s hotspot.',
      both: 'Tell whoever runs this site.',
    },
    extension: {
      self: 'Turn off what blocks WebRTC, such as an extension, or use another browser.',
      other:
        'Ask @ to turn off what blocks WebRTC, such as an extension, or to use another browser.',
      both: 'Turn off what blocks WebRTC, such as an extension, or use another browser, both of you.',
    },
    browser: 'Use a current Chrome, Edge, Firefox or Safari, both of you.',
    site: 'Tell whoever runs this site.',
    reload: {
      self: 'Reload the page.',
      other: 'Ask @ to reload the page.',
      both: 'Reload the page, both of you.',
    },
    tabs: 'Close other tabs with calls, or restart the browser. Trying again…',
    pause: 'Trying again in a minute.',
    wait: {
      self: 'Check your connection to the internet. Trying again…',
      other: 'They may be back at any moment.',
      both: 'Trying again…',
    },
  },
);
