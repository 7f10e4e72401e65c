/** The words of what is loaded later: for what changes, and for what goes wrong, with a way out of it. */
import type { CallErrorReason, MediaReason } from '../call/call-error.js';
import type { Source } from '../protocol.js';
import { isolate, vocabularyOf, wordsIn } from './words.js';

/** A reason that is not about a device. */
export type Failure = Exclude<CallErrorReason, MediaReason>;

const devices: Record<Source, string> = {
  microphone: 'microphone',
  camera: 'camera',
  screen: 'screen',
  'screen-audio': 'screen’s sound',
};

/** What happened and what to do; `@` stands for the devices, such as “your camera”. */
const problems: Record<MediaReason, string> = {
  'media-denied':
    'This page may not use @. Allow it in the site settings beside the address, then try again.',
  'media-dismissed': 'The question about @ was closed. Try again and choose “Allow”.',
  'media-blocked-by-page':
    'The page around this call does not let it use @. Open the call in a tab of its own.',
  'media-blocked-by-system':
    'Your system does not let the browser use @. Allow it in the privacy settings, then try again.',
  'media-none': 'The browser could not find @. Plug one in, then try again.',
  'media-busy': 'Another program is using @. Close that program, then try again.',
  'media-constraint': 'Nothing usable comes from @. Plug in again, or use another device.',
  'media-lost': 'The connection to @ was lost. Plug in again, then turn on.',
  'media-interrupted':
    'The system took @ for something else. It comes back by itself, or when you tap “Resume”.',
  'media-insecure':
    'This page is not secure, so the browser hides @. Open it with https:// instead.',
  'media-unsupported': 'This browser cannot use @. Use a current Chrome, Edge, Firefox or Safari.',
};

const failures: Record<Failure, { readonly title: string; readonly text: string }> = {
  'room-full': {
    title: 'The room is full',
    text: 'Try again when somebody has left.',
  },
  version: {
    title: 'This page is out of date',
    text: 'It does not fit the room server. Reload the page; if that does not help, tell whoever runs it.',
  },
  invalid: {
    title: 'The room server did not understand this page',
    text: 'Reload the page; if that does not help, tell whoever runs it.',
  },
  replaced: {
    title: 'The call goes on in another tab',
    text: 'You took part from here until you opened it there.',
  },
  unsupported: {
    title: 'This browser cannot make calls',
    text: 'It has no WebRTC. Use a current Chrome, Edge, Firefox or Safari.',
  },
  'server-unreachable': {
    title: 'The room server does not answer',
    text: 'Trying again. Check your connection to the internet.',
  },
  'no-room': {
    title: 'This call has no room yet',
    text: 'Whoever made this page must name one: <video-call room="tea">.',
  },
  'no-server': {
    title: 'This call has no server yet',
    text: 'Whoever made this page must name one: <video-call server="https://…">.',
  },
  left: { title: 'You left the call', text: '' },
};

const list = new Intl.ListFormat('en');

/** The words of messages, notices and announcements. */
export const englishAsides = {
  /** What happened to a device and what to do about it. */
  problem: (reason: MediaReason, sources: readonly Source[]): string =>
    problems[reason].replace('@', `your ${list.format(sources.map((one) => devices[one]))}`),
  /** What happened, and what to do where something can be done. */
  failures,
  rejoin: 'Rejoin',
  tryAgain: 'Try again',
  useHere: 'Use it here',
  dismiss: 'Dismiss',
  isOn: {
    microphone: 'Microphone on',
    camera: 'Camera on',
    screen: 'You are sharing your screen',
  },
  serverLost: 'Connection to the server lost. Trying again… The call goes on.',
  serverBack: 'Connected to the server again',
  joined: (name: string) => `${isolate(name)} joined`,
  left: (name: string) => `${isolate(name)} left`,
  shares: (name: string) => `${isolate(name)} shares a screen`,
  stoppedSharing: (name: string) => `${isolate(name)} stopped sharing`,
  youJoined: 'You joined the call',
};
export type Asides = typeof englishAsides;

/** The asides in the language of a view. */
export const asidesFor = (view: Element): Asides =>
  wordsIn(vocabularyOf(view), 'asides', englishAsides);
