/** The texts of menus and dialogs, loaded when the first of them is opened. */
import { enumerate, isolate } from './format.js';
import { vocabularyOf, wordsIn } from './vocabulary.js';

const percent = new Intl.NumberFormat('en', { style: 'percent' });

export const englishPanels = {
  /** Choosing microphone, camera and speaker. */
  devices: {
    camera: 'Camera',
    microphone: 'Microphone',
    speaker: 'Speaker',
    /** The choice of the system's default device. */
    system: 'System default',
    level: 'Microphone level',
    test: 'Test speaker',
    testing: 'Three tones are playing now.',
    tested: 'Heard nothing? Turn up the volume or choose another speaker.',
    testFailed: 'The browser could not play a sound there.',
    unnamed: 'Turn on your camera or microphone to see the names of all devices.',
    notUsable: 'This device cannot be used right now.',
    /** For a speaker. */
    notHeard: 'Sound cannot be played on this speaker, so it stays where it was.',
  },
  /** The menu of a tile. */
  tile: {
    options: (who: string) => `${isolate(who)}: options`,
    /** For the user's own tiles; no participant's name can look like this. */
    ownOptions: { camera: 'Options for your own picture', screen: 'Options for your screen' },
    pin: 'Pin for me',
    unpin: 'Unpin',
    pinned: 'Pinned for you',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    volume: 'Volume',
    mute: 'Mute for me',
    muted: 'Muted for you',
    showMe: 'Show my picture',
    heldBack: 'Weak network: sound only',
    soundOnly: 'Sound only, your choice',
  },
  /** The quality of a link. */
  link: {
    qualities: {
      good: 'Good connection',
      fair: 'Fair connection',
      poor: 'Weak connection',
      lost: 'Connection lost',
    },
    facts: (quality: string, facts: readonly string[]) =>
      facts.length ? `${quality}: ${facts.join(', ')}` : quality,
    /** A share from 0 to 1. */
    loss: (share: number) => `${percent.format(share)} lost`,
    /** In milliseconds, like the next one. */
    delay: (time: number) => `${time} ms delay`,
    jitter: (time: number) => `${time} ms uneven`,
    frozen: (share: number) => `picture still for ${percent.format(share)} of the time`,
    weak: (names: readonly string[]) => `${enumerate(names)}: weak connection`,
    better: (names: readonly string[]) => `${enumerate(names)}: connection good again`,
  },
  /** Everyone in the call, and what a host can do about them. */
  company: {
    title: (count: number) => `People (${count})`,
    here: 'In the call',
    roles: { host: 'Host', participant: '', broadcaster: 'Broadcaster', viewer: 'Viewer' },
    shares: 'Shares a screen',
    lock: 'Lock the room',
    lockNote: 'Nobody new comes in.',
    door: 'Waiting room',
    doorNote: 'Whoever is new waits until a host lets them in.',
    muteAll: 'Ask all to mute',
    askedAll: 'All were asked to mute',
    knocking: (count: number) => `Waiting to come in (${count})`,
    askToMute: 'Ask to mute',
    asked: (name: string) => `${isolate(name)} was asked to mute`,
    stopSharing: 'Stop their screen share',
    remove: 'Remove',
    /** What a button does, and to whom. */
    about: (what: string, name: string) => `${what}: ${isolate(name)}`,
    sureToRemove: (name: string) => `Remove ${isolate(name)}?`,
    mayReturn:
      'They leave at once, but may find another way back in. To keep people out, lock the room.',
    staysLocked: 'They leave at once. The room is locked, and so nobody comes back in.',
    lockToo: 'Lock the room too',
  },
  /** The toolbar's menu and the dialogs that it opens. */
  controls: {
    microphone: 'Microphone',
    speaker: 'Speaker',
    camera: 'Camera',
    flipCamera: 'Turn the camera around',
    view: 'Layout',
    layout: 'The others',
    layouts: { auto: 'Automatic', grid: 'All alike', spotlight: 'One large' },
    selfView: 'My own picture',
    selfViews: {
      auto: 'Automatic',
      tile: 'Among the others',
      floating: 'Small, in a corner',
      hidden: 'Hidden',
    },
    /** The limit for video quality. */
    videoQuality: 'Video quality',
    videoQualities: { auto: 'Automatic', low: 'Less data', 'sound-only': 'Sound only' },
    videoQualityNotes: {
      auto: 'Pictures are as good as networks and screens allow.',
      low: 'Cameras are sent and received small. Shared screens stay sharp, but move less smoothly.',
      'sound-only': 'No pictures come, and your camera is off. Turning it on ends this.',
    },
    fullScreen: 'Full screen',
    leaveFullScreen: 'Leave full screen',
    invite: 'Invite somebody',
    link: 'Link to this call',
    linkCopied: 'Link copied',
    onTop: 'Small window on top',
    leaveOnTop: 'Close the small window',
    settings: 'Settings',
    shortcuts: 'Keyboard shortcuts',
    statistics: 'Statistics',
    close: 'Close',
    sounds: 'Sounds when people come and go',
    useShortcuts: 'Single keys work while the call has the focus',
    keys: {
      microphone: 'Microphone on and off',
      camera: 'Camera on and off',
      screen: 'Share the screen and stop',
      talk: 'Talk while you hold it, with the microphone off',
      fullScreen: 'Full screen and back',
      people: 'Show who is here',
      pin: 'Pin the picture that has the focus',
      zoom: 'Enlarge what is presented there, and back',
      help: 'Show these keys',
      toolbar: 'Go to the buttons',
      close: 'Close what is open',
    },
  },
};
export type Panels = typeof englishPanels;

/** The texts of menus and dialogs in the language of a view. */
export const panelsFor = (view: Element): Panels =>
  wordsIn(vocabularyOf(view), 'panels', englishPanels);
