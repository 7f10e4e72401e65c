/** The texts of notices and announcements: what changed, and problems with their solutions. */
import type { CallErrorReason, LinkReason, MediaReason } from '../../call/call-error.js';
import type { Source } from '../../protocol.js';
import type { BrowserFamily } from './browser-family.js';
import { linkProblems } from './link-words.js';
import { enumerate, isolate } from './format.js';
import { vocabularyOf, wordsIn } from './vocabulary.js';

/** A reason that concerns the call as a whole. */
export type Failure = Exclude<CallErrorReason, MediaReason | LinkReason>;

const devices: Record<Source, string> = {
  microphone: 'microphone',
  camera: 'camera',
  screen: 'screen',
  'screen-audio': 'screen audio',
};

/** What happened and what to do; `@` is replaced by the devices, such as “your camera”. */
const problems: Record<MediaReason, string> = {
  'media-denied': 'This page isn’t allowed to use @.',
  'media-dismissed': 'The permission request for @ was closed. Try again and choose “Allow”.',
  'media-blocked-by-page':
    'The page that contains this call doesn’t let it use @. Open the call in its own tab.',
  'media-blocked-by-system':
    'Your system doesn’t let the browser use @. Allow access in the privacy settings, then try again.',
  'media-none': 'Couldn’t find @. Connect a device, then try again.',
  'media-busy': 'Another app is using @. Close it, then try again.',
  'media-constraint': 'Couldn’t start @. Reconnect the device or choose another.',
  'media-lost': 'Lost the connection to @. Reconnect the device, then try again.',
  'media-interrupted': 'Your system paused @. Wait a moment or select “Resume”.',
  'media-insecure': 'This page isn’t secure, so the browser blocks @. Use https://.',
  'media-unsupported':
    'This browser can’t use @. Use the latest version of Chrome, Edge, Firefox, or Safari.',
};

/** Where each browser stores permissions. */
const waysToAllow: Record<BrowserFamily, string> = {
  chromium: 'Select the icon at the start of the address bar, then allow access.',
  firefox: 'Select the icon at the start of the address bar, clear the block, then try again.',
  safari: 'Allow access in the Safari menu under “Settings for This Website”, then try again.',
  'safari-mobile':
    'Allow access in the page menu next to the address under “Website Settings”, then try again.',
  other: 'Allow access in your browser’s site settings, then try again.',
};

const failures: Record<Failure, { readonly title: string; readonly text: string }> = {
  'room-full': {
    title: 'The room is full',
    text: 'Try again when someone leaves.',
  },
  version: {
    title: 'This page is out of date',
    text: 'Reload it to get the latest version. If that doesn’t help, contact the site owner.',
  },
  invalid: {
    title: 'The call server can’t understand this page',
    text: 'Reload it. If that doesn’t help, contact the site owner.',
  },
  replaced: {
    title: 'You joined from another tab',
    text: 'Your call continues there.',
  },
  locked: {
    title: 'This room is locked',
    text: 'No one can join until a host unlocks it.',
  },
  denied: {
    title: 'Your request to join was declined',
    text: 'If you think this is a mistake, contact the host.',
  },
  removed: {
    title: 'The host removed you',
    text: 'If you think this is a mistake, contact them.',
  },
  closed: {
    title: 'This call has ended',
    text: 'An administrator ended it.',
  },
  'too-fast': {
    title: 'The call server disconnected you',
    text: 'This page sent too many messages. Reload it. If it happens again, contact the site owner.',
  },
  'token-missing': {
    title: 'You need an invitation',
    text: 'Open the call from your invitation.',
  },
  'token-invalid': {
    title: 'This invitation isn’t valid',
    text: 'Open it once more from the page that invited you.',
  },
  'token-expired': {
    title: 'This invitation has expired',
    text: 'Open it once more from the page that invited you.',
  },
  'token-room': {
    title: 'This invitation is for another call',
    text: 'Use the invitation for this call.',
  },
  unsupported: {
    title: 'This browser doesn’t support calls',
    text: 'It has no WebRTC. Use the latest version of Chrome, Edge, Firefox, or Safari.',
  },
  'server-incompatible': {
    title: 'Can’t read the call server’s response',
    text: 'Retrying… If this continues, reload the page or contact the site owner.',
  },
  'token-unavailable': {
    title: 'Couldn’t get your invitation',
    text: 'Try again. If it happens again, contact the site owner.',
  },
  'load-failed': {
    title: 'Couldn’t load part of the call',
    text: 'Check your internet connection, then reload the page.',
  },
  'internal-error': {
    title: 'Something went wrong',
    text: 'Try again or reload the page. If it happens again, contact the site owner.',
  },
  'ice-servers-invalid': {
    title: 'Some connection settings are invalid',
    text: 'Your call continues without them. The site owner needs to correct “iceServers”.',
  },
  'ice-transport-policy-invalid': {
    title: 'A connection setting is invalid',
    text: 'This call uses “relay”. The site owner needs to set “ice-transport-policy” to “all” or “relay”.',
  },
  'server-unreachable': {
    title: 'Can’t reach the call server',
    text: 'Check your internet connection. Retrying…',
  },
  'no-room': {
    title: 'This call has no room',
    text: 'The site owner needs to set a room name of 1 to 128 characters, not only dots: <video-call room="tea">.',
  },
  'no-server': {
    title: 'This call has no server',
    text: 'The site owner needs to set one: <video-call server="https://…">.',
  },
  left: { title: 'You left the call', text: '' },
};

const list = new Intl.ListFormat('en');
const areOrIs = ({ length }: readonly string[]) => (length === 1 ? 'is' : 'are');
const wantOrWants = (count: number) => (count === 1 ? 'wants' : 'want');

/** The texts of messages, notices and announcements. */
export const englishNotices = {
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
  alone: 'You’re the only one here',
  invite: 'Share the link to this page to invite others.',
  elsewhere: 'Your call is in picture-in-picture.',
  bringBack: 'Show it here',
  rejoin: 'Rejoin',
  tryAgain: 'Try again',
  resume: 'Resume',
  useHere: 'Join here',
  dismiss: 'Dismiss',
  isOn: {
    microphone: 'Microphone on',
    camera: 'Camera on',
    screen: 'You’re sharing your screen',
  },
  /** Why no one can hear the local participant. */
  unheard: {
    off: 'You’re muted',
    silent: 'We can’t hear you. Check your microphone or choose another.',
  },
  /** The chosen device is not connected. */
  substitute: {
    microphone: (label: string) => `${isolate(label)} isn’t connected. Using another microphone.`,
    camera: (label: string) => `${isolate(label)} isn’t connected. Using another camera.`,
  },
  serverLost: 'Server connection lost. Your call continues while we reconnect.',
  serverBack: 'Server connection restored',
  loadFailed:
    'Couldn’t load this. Check your internet connection and try again. If it happens again, reload the page.',
  needsReload: 'The call service was updated. Your call continues. Reload the page when you can.',
  /** Neither the server nor any participant can be reached. */
  cutOff: 'Connection lost. Reconnecting…',
  reconnected: 'Reconnected',
  joined: (names: readonly string[]) => `${enumerate(names)} joined`,
  left: (names: readonly string[]) => `${enumerate(names)} left`,
  /** Nothing is received from them right now. */
  lost: (names: readonly string[]) => `Connection to ${enumerate(names)} lost. Reconnecting…`,
  back: (names: readonly string[]) => `${enumerate(names)} ${areOrIs(names)} back`,
  /** Why there is no link to a participant, and what to do; then that the link is up after all. */
  linkProblems,
  linked: (name: string) => `Connected to ${isolate(name)}`,
  shares: (name: string) => `${isolate(name)} is sharing their screen`,
  stoppedSharing: (name: string) => `${isolate(name)} stopped sharing`,
  youJoined: 'You joined the call',
  /** The browser's picker was closed, or did not open. */
  notShared: 'Screen sharing didn’t start',
  /** Why an action has no effect. */
  noEffect: {
    fullScreen: 'Full screen isn’t available here',
    onTop: 'Couldn’t open picture-in-picture',
    shareScreen: 'This browser can’t share screens',
    publish: 'You can only watch and listen in this call',
    beforeJoining: 'Only available during a call',
  },
  /** For a user whose role sends nothing. */
  viewer: 'You’re a viewer. No one can see or hear you.',
  /** In the lobby; also the heading of the dialog. */
  testConnection: 'Test connection',
  /** Moderation: for hosts and for those affected. */
  hosting: {
    /** Before joining. */
    locked: 'This room is locked. No one can join until a host unlocks it.',
    hasDoor: 'A host needs to let you in.',
    /** For a user who is waiting. */
    toldHost: 'Waiting for a host to let you in.',
    noHost: 'There’s no host in the room right now. You’ll wait until one joins and lets you in.',
    knocks: (names: readonly string[]) =>
      `${enumerate(names)} ${wantOrWants(names.length)} to join`,
    /** For two or more. */
    knocking: (count: number) => `${count} people want to join`,
    admit: 'Admit',
    admitAll: 'Admit all',
    refuse: 'Deny',
    refuseAll: 'Deny all',
    show: 'View',
    /** Replaces the name of a host who has left. */
    aHost: 'A host',
    asksToMute: (name: string) => `${isolate(name)} asked you to mute`,
    mute: 'Mute',
    stoppedYourScreen: (name: string) => `${isolate(name)} stopped your screen sharing`,
    youAreHost: 'You’re now a host',
    /** Why the room server did not do what a host requested. */
    declined: {
      'room-full': 'The room is full. No one can join until someone leaves.',
      gone: 'They already left',
      'not-allowed': 'Only hosts can do that',
      'too-fast': 'Too many actions at once. Try again in a moment.',
    },
    /** For a user whose new token was refused. */
    notRenewed: 'Couldn’t renew your invitation. You’ll leave the call when it expires.',
    /** Label of the people button, with the number of people waiting. */
    people: (waiting: number) => (waiting ? `Participants, ${waiting} waiting` : 'Participants'),
    number: (count: number) => `${count}`,
  },
};
export type NoticeWords = typeof englishNotices;

/** The texts in the language of a view. */
export const noticeWordsFor = (view: Element): NoticeWords =>
  wordsIn(vocabularyOf(view), 'notices', englishNotices);
