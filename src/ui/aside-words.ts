/** The words of what is loaded later: for what changes, and for what goes wrong, with a way out of it. */
import type { CallErrorReason, LinkReason, MediaReason } from '../call/call-error.js';
import type { Source } from '../protocol.js';
import type { BrowserFamily } from './browser-family.js';
import { linkProblems } from './link-words.js';
import { enumerate, isolate, vocabularyOf, wordsIn } from './words.js';

/** A reason that is about the call as a whole. */
export type Failure = Exclude<CallErrorReason, MediaReason | LinkReason>;

const devices: Record<Source, string> = {
  microphone: 'microphone',
  camera: 'camera',
  screen: 'screen',
  'screen-audio': 'screen’s sound',
};

/** What happened and what to do; `@` stands for the devices, such as “your camera”. */
const problems: Record<MediaReason, string> = {
  'media-denied': 'This page may not use @.',
  'media-dismissed': 'The question about @ was closed. Try again and choose “Allow”.',
  'media-blocked-by-page':
    'The page around this call does not let it use @. Open the call in a tab of its own.',
  'media-blocked-by-system':
    'Your system does not let the browser use @. Allow it in the privacy settings, then try again.',
  'media-none': 'The browser could not find @. Plug one in, then try again.',
  'media-busy': 'Another program is using @. Close that program, then try again.',
  'media-constraint': 'Nothing usable comes from @. Plug in again, or use another device.',
  'media-lost': 'The connection to @ was lost. Check the plug, then try again.',
  'media-interrupted':
    'The system took @ for something else. It comes back by itself, or when you tap “Resume”.',
  'media-insecure':
    'This page is not secure, so the browser hides @. Open it with https:// instead.',
  'media-unsupported': 'This browser cannot use @. Use a current Chrome, Edge, Firefox or Safari.',
};

/** Where a browser keeps what was allowed. */
const waysToAllow: Record<BrowserFamily, string> = {
  chromium: 'Allow it behind the icon before the address.',
  firefox: 'Clear the block behind the icon before the address, then try again.',
  safari: 'Allow it in the menu “Safari”, under “Settings for This Website”, then try again.',
  'safari-mobile':
    'Allow it in the menu beside the address, under “Website Settings”, then try again.',
  other: 'Allow it in the site settings of your browser, then try again.',
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
  locked: {
    title: 'The room is locked',
    text: 'Ask somebody who is in it to unlock it, then try again.',
  },
  denied: {
    title: 'You were not let in',
    text: 'A host said no. If that was a mistake, ask them another way.',
  },
  removed: {
    title: 'You were removed from the call',
    text: 'A host sent you away.',
  },
  closed: {
    title: 'The call was ended',
    text: 'Whoever runs the room server ended it.',
  },
  'too-fast': {
    title: 'The room server sent this page away',
    text: 'It sent more than any call needs. Reload the page; if that does not help, tell whoever runs it.',
  },
  'token-missing': {
    title: 'This call wants a pass',
    text: 'Open it from the page that invited you.',
  },
  'token-invalid': {
    title: 'The pass for this call does not hold',
    text: 'Open it once more from the page that invited you.',
  },
  'token-expired': {
    title: 'The pass for this call has ended',
    text: 'Open it once more from the page that invited you.',
  },
  'token-room': {
    title: 'The pass is for another room',
    text: 'Open the call from the page that invited you.',
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
    text: 'Whoever made this page must name one, of at most 128 characters: <video-call room="tea">.',
  },
  'no-server': {
    title: 'This call has no server yet',
    text: 'Whoever made this page must name one: <video-call server="https://…">.',
  },
  left: { title: 'You left the call', text: '' },
};

const list = new Intl.ListFormat('en');
const areOrIs = ({ length }: readonly string[]) => (length === 1 ? 'is' : 'are');
const wantOrWants = (count: number) => (count === 1 ? 'wants' : 'want');

/** The words of messages, notices and announcements. */
export const englishAsides = {
  /** What happened to a device and what to do about it. */
  problem(reason: MediaReason, sources: readonly Source[], browser: BrowserFamily): string {
    const your = `your ${list.format(sources.map((one) => devices[one]))}`;
    const text = problems[reason].replace('@', your);
    return reason === 'media-denied' ? `${text} ${waysToAllow[browser]}` : text;
  },
  /** What happened, and what to do where something can be done. */
  failures,
  lasted: (time: string) => `The call lasted ${time}.`,
  turnOnSound: 'Turn on sound',
  alone: 'Nobody else is here yet',
  invite: 'Send the link of this page to whoever should join.',
  elsewhere: 'The people are in the small window.',
  bringBack: 'Bring them back',
  rejoin: 'Rejoin',
  tryAgain: 'Try again',
  resume: 'Resume',
  useHere: 'Use it here',
  dismiss: 'Dismiss',
  isOn: {
    microphone: 'Microphone on',
    camera: 'Camera on',
    screen: 'You are sharing your screen',
  },
  /** Why nobody hears me. */
  unheard: {
    off: 'You are talking, but your microphone is off.',
    silent:
      'Nothing comes from your microphone. Check its switch and its cable, or choose another one.',
  },
  serverLost: 'Connection to the server lost. Trying again… The call goes on.',
  serverBack: 'Connected to the server again',
  /** Neither the server nor anybody in the call is within reach. */
  cutOff: 'Connection lost. Reconnecting…',
  reconnected: 'Connected again',
  joined: (names: readonly string[]) => `${enumerate(names)} joined`,
  left: (names: readonly string[]) => `${enumerate(names)} left`,
  /** Nothing comes from them right now. */
  lost: (names: readonly string[]) => `${enumerate(names)}: connection lost, reconnecting`,
  back: (names: readonly string[]) => `${enumerate(names)} ${areOrIs(names)} back`,
  /** Why there is no link to somebody, and what to do; then that there is one after all. */
  linkProblems,
  linked: (name: string) => `Connected to ${isolate(name)}`,
  shares: (name: string) => `${isolate(name)} shares a screen`,
  stoppedSharing: (name: string) => `${isolate(name)} stopped sharing`,
  youJoined: 'You joined the call',
  /** In the lobby; also the heading of what it opens. */
  testConnection: 'Test the connection',
  /** What hosts decide, and those whom it concerns. */
  hosting: {
    /** Before joining. */
    locked: 'This room is locked. Nobody new comes in until it is unlocked.',
    hasDoor: 'A host lets people in here. You may have to wait a moment.',
    /** To somebody who waits. */
    toldHost: 'The host has been told. You come in as soon as somebody lets you in.',
    knocks: (names: readonly string[]) =>
      `${enumerate(names)} ${wantOrWants(names.length)} to come in`,
    /** Of two or more. */
    knocking: (count: number) => `${count} people want to come in`,
    admit: 'Admit',
    admitAll: 'Admit all',
    refuse: 'Refuse',
    refuseAll: 'Refuse all',
    show: 'Show',
    /** In place of the name of a host who has left. */
    aHost: 'A host',
    asksToMute: (name: string) => `${isolate(name)} asks you to mute`,
    mute: 'Mute',
    stoppedYourScreen: (name: string) => `${isolate(name)} stopped your screen share`,
    youAreHost: 'You are now the host',
    /** The way to the people, with how many wait to be let in. */
    people: (waiting: number) => (waiting ? `People, ${waiting} waiting` : 'People'),
    number: (count: number) => `${count}`,
  },
};
export type Asides = typeof englishAsides;

/** The asides in the language of a view. */
export const asidesFor = (view: Element): Asides =>
  wordsIn(vocabularyOf(view), 'asides', englishAsides);
