/** The texts of everything that is loaded later: changes, and problems with their solutions. */
import type { CallErrorReason, LinkReason, MediaReason } from '../../call/call-error.js';
import type { Source } from '../../protocol.js';
import type { BrowserFamily } from '../base/browser-family.js';
import { linkProblems } from './link-words.js';
import { enumerate, isolate } from './format.js';
import { vocabularyOf, wordsIn } from './vocabulary.js';

/** A reason that concerns the call as a whole. */
export type Failure = Exclude<CallErrorReason, MediaReason | LinkReason>;

const devices: Record<Source, string> = {
  microphone: 'microphone',
  camera: 'camera',
  screen: 'screen',
  'screen-audio': 'screen’s sound',
};

/** What happened and what to do; `@` is replaced by the devices, such as “your camera”. */
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

/** Where each browser stores permissions. */
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
  'server-incompatible': {
    title: 'Can’t read the call server’s answer',
    text: 'Retrying… Reload the page. If it happens again, contact the owner of this site.',
  },
  'token-unavailable': {
    title: 'Couldn’t get your invitation',
    text: 'Open the call again from the page that invited you.',
  },
  'load-failed': {
    title: 'Couldn’t load a part of the call',
    text: 'Check your internet connection, then reload the page.',
  },
  'internal-error': {
    title: 'Something went wrong on this page',
    text: 'Try again, or reload the page. If it happens again, contact the owner of this site.',
  },
  'ice-servers-invalid': {
    title: 'Some connection settings are not valid',
    text: 'The call goes on without them. The owner of this site needs to correct “iceServers”.',
  },
  'ice-transport-policy-invalid': {
    title: 'A connection setting is not valid',
    text: 'The owner of this site needs to correct “ice-transport-policy”: it can be “all” or “relay”. This call uses “relay”.',
  },
  'server-unreachable': {
    title: 'The room server does not answer',
    text: 'Trying again. Check your connection to the internet.',
  },
  'no-room': {
    title: 'This call has no room yet',
    text: 'The author of this page must set one of 1 to 128 characters, not only dots: <video-call room="tea">.',
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

/** The texts of messages, notices and announcements. */
export const englishAsides = {
  /** What happened to a device, and what to do about it. */
  problem(reason: MediaReason, sources: readonly Source[], browser: BrowserFamily): string {
    const your = `your ${list.format(sources.map((one) => devices[one]))}`;
    const text = problems[reason].replace('@', your);
    return reason === 'media-denied' ? `${text} ${waysToAllow[browser]}` : text;
  },
  /** What happened, and what to do if anything can be done. */
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
  /** Why no one can hear the local participant. */
  unheard: {
    off: 'You are talking, but your microphone is off.',
    silent:
      'Nothing comes from your microphone. Check its switch and its cable, or choose another one.',
  },
  /** The chosen device is not connected. */
  substitute: {
    microphone: (label: string) => `${isolate(label)} isn’t connected. Using another microphone.`,
    camera: (label: string) => `${isolate(label)} isn’t connected. Using another camera.`,
  },
  serverLost: 'Connection to the server lost. Trying again… The call goes on.',
  serverBack: 'Connected to the server again',
  loadFailed:
    'This couldn’t be loaded. Check your internet connection and try again. If it still fails, reload the page.',
  needsReload: 'The call service was updated. Your call continues. Reload this page when you can.',
  /** Neither the server nor any participant can be reached. */
  cutOff: 'Connection lost. Reconnecting…',
  reconnected: 'Connected again',
  joined: (names: readonly string[]) => `${enumerate(names)} joined`,
  left: (names: readonly string[]) => `${enumerate(names)} left`,
  /** Nothing is received from them right now. */
  lost: (names: readonly string[]) => `${enumerate(names)}: connection lost, reconnecting`,
  back: (names: readonly string[]) => `${enumerate(names)} ${areOrIs(names)} back`,
  /** Why there is no link to a participant, and what to do; then that the link is up after all. */
  linkProblems,
  linked: (name: string) => `Connected to ${isolate(name)}`,
  shares: (name: string) => `${isolate(name)} shares a screen`,
  stoppedSharing: (name: string) => `${isolate(name)} stopped sharing`,
  youJoined: 'You joined the call',
  /** The browser's picker was closed, or did not open. */
  notShared: 'Your screen is not shared',
  /** Why an action has no effect. */
  noEffect: {
    fullScreen: 'The browser does not allow full screen here',
    onTop: 'The browser did not open the small window',
    shareScreen: 'This browser cannot share screens',
    publish: 'You can only watch and listen in this call',
    beforeJoining: 'This works during the call only',
  },
  /** For a user whose role sends nothing. */
  viewer: 'You are a viewer here. Nobody can see or hear you.',
  /** In the lobby; also the heading of the dialog. */
  testConnection: 'Test the connection',
  /** Moderation: for hosts and for those affected. */
  hosting: {
    /** Before joining. */
    locked: 'This room is locked. Nobody new comes in until it is unlocked.',
    hasDoor: 'A host lets people in here. You may have to wait a moment.',
    /** For a user who is waiting. */
    toldHost: 'You come in as soon as a host lets you in.',
    knocks: (names: readonly string[]) =>
      `${enumerate(names)} ${wantOrWants(names.length)} to come in`,
    /** For two or more. */
    knocking: (count: number) => `${count} people want to come in`,
    admit: 'Admit',
    admitAll: 'Admit all',
    refuse: 'Refuse',
    refuseAll: 'Refuse all',
    show: 'Show',
    /** Replaces the name of a host who has left. */
    aHost: 'A host',
    asksToMute: (name: string) => `${isolate(name)} asks you to mute`,
    mute: 'Mute',
    stoppedYourScreen: (name: string) => `${isolate(name)} stopped your screen share`,
    youAreHost: 'You are now the host',
    /** Why the room server did not do what a host requested. */
    declined: {
      'room-full': 'The room is full. Nobody else can come in until somebody leaves.',
      gone: 'They are no longer here',
      'not-allowed': 'Only a host can do that',
      'too-fast': 'Too many actions at once. Try again in a moment.',
    },
    /** For a user whose new token was refused. */
    notRenewed: 'Your invitation could not be renewed. When it expires, you will leave the call.',
    /** Label of the people button, with the number of people waiting. */
    people: (waiting: number) => (waiting ? `People, ${waiting} waiting` : 'People'),
    number: (count: number) => `${count}`,
  },
};
export type Asides = typeof englishAsides;

/** The texts in the language of a view. */
export const asidesFor = (view: Element): Asides =>
  wordsIn(vocabularyOf(view), 'asides', englishAsides);
